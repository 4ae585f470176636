#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the task word; the action plugin of the same name does the work."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_edit_file
short_description: Let one synthetic file go on
version_added: 0.1.0
description:
  - Gives a file that the ledger knows its next version, the way its persona would. A box is ticked, an item added, a sentence reworded.
  - A file that is gone, or that somebody else has changed, is left as it is, marked in the ledger and told in RV(evidence).
options:
  path:
    description: The file. Where it is left out, one is chosen.
    type: str
  content:
    description: The whole new content. Where it is left out, the persona's next version.
    type: str
  persona:
    description: Login, name or mail address of the persona whose file is to be chosen.
    type: str
  mtime:
    description: When the edit claims to be made, in ISO 8601, after the last edit and not after now. Where it is left out, a moment of the last hour.
    type: raw
extends_documentation_fragment:
  - decnet.realism.decky
attributes:
  check_mode:
    description: Says what would be done, and changes neither decky nor ledger.
    support: full
  diff_mode:
    description: Shows what changes in the file.
    support: full
  idempotent:
    description: With O(content), a second run changes nothing; without it each run is another edit.
    support: partial
seealso:
  - module: decnet.realism.decoy_plant_file
"""

EXAMPLES = r"""
- name: Let somebody go on with something
  decnet.realism.decoy_edit_file:

- name: Replace a note
  decnet.realism.decoy_edit_file:
    path: /home/anna/notes/vpn.md
    content: |
      VPN moved, the old gateway is off
"""

RETURN = r"""
path:
  description: The file.
  returned: when one was found
  type: str
persona:
  description: The login of its persona, null for the system.
  returned: when one was found
  type: str
content_class:
  description: Its content class.
  returned: when one was found
  type: str
content_hash:
  description: SHA-256 of its new content.
  returned: changed
  type: str
evidence:
  description: The file, where somebody else changed or removed it.
  returned: always
  type: list
  elements: dict
quiet:
  description: Why nothing was edited.
  returned: when no file could go on
  type: str
actions:
  description: What was done, as its event tells it.
  returned: always
  type: list
  elements: dict
"""
