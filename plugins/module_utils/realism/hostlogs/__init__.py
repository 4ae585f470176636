# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a host's own software records: formats, cron, process numbers, rotation."""
