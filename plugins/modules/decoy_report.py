#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the task word; the action plugin of the same name does the work."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_report
short_description: Write what the ledger knows as one HTML file
version_added: 0.2.0
description:
  - Fleet, growth, each decky with its people's weeks and its files' lives, mail threads, traffic, failures, evidence and health, in one file
    that needs no script, no network and nothing beside it.
  - What an intruder may have written is shown and never obeyed.
  - No decky is touched.
options:
  dest:
    description: The file. Where it is left out, C(report.html) beside the ledger, or in C(~/.decnet).
    type: path
  people:
    description: The personas of each decky by its name, for working hours and for what is due next.
    type: dict
    default: {}
  personas_file:
    description: The persona pool of deckies whose personas are null in O(people), as M(decnet.realism.decoy_tick) finds it.
    type: path
  language_default:
    description: The language of personas that name none.
    type: str
    default: en
extends_documentation_fragment:
  - decnet.realism.controller
  - decnet.realism.controller.looking
"""

EXAMPLES = r"""
- name: Write the report
  decnet.realism.decoy_report:
    dest: /srv/www/fleet.html
"""

RETURN = r"""
dest:
  description: The file.
  returned: success
  type: str
  sample: /root/.decnet/report.html
bytes:
  description: How large it is.
  returned: success
  type: int
  sample: 183211
"""
