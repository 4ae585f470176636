# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pool of personas: found, validated, generated, installed; and the public holidays of each persona's country."""
