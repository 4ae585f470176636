#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the module; the action plugin of the same name implements it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_report
short_description: Write a report of the fleet as an HTML file
version_added: 0.2.0
description:
  - Reports the fleet, its growth, each decky with the weeks of its personas and the history of its files, mail threads,
    traffic, failures, evidence, and health. The file needs no scripts, no network, and no other files.
  - Text that an intruder may have written is escaped.
  - The module reads the ledger and contacts no decky. The ledger must exist.
options:
  dest:
    description:
      - The path of the report.
      - If not specified, it is C(report.html) beside the ledger, or in C(~/.decnet) if the ledger is a PostgreSQL
        database.
    type: path
  people:
    description:
      - The personas of each decky by its inventory name, for active hours and for what is due next.
      - A decky whose personas are null uses the persona pool.
    type: dict
    default: {}
extends_documentation_fragment:
  - decnet.realism.attributes.on_controller
  - decnet.realism.ledger
  - decnet.realism.ledger.clock
  - decnet.realism.pool
attributes:
  diff_mode:
    description: The report is too large to show.
    support: none
  idempotent:
    description: With O(now), a second run in the same state changes nothing. Without it, every report has another time.
    support: partial
"""

EXAMPLES = r"""
- name: Write the report
  decnet.realism.decoy_report:
    dest: /srv/www/fleet.html
"""

RETURN = r"""
dest:
  description: The path of the report.
  returned: success
  type: str
  sample: /root/.decnet/report.html
bytes:
  description: The size of the report in bytes.
  returned: success
  type: int
  sample: 183211
"""
