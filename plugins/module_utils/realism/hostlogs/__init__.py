# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The records of a host's own software: log formats, cron, process numbers, rotation."""
