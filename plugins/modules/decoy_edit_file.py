#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the module; the action plugin of the same name implements it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_edit_file
short_description: Edit a synthetic file on a decky
version_added: 0.1.0
description:
  - Writes the next version of a file that is in the ledger, as its persona would edit it. For example, it ticks a box,
    adds an item, or rewords a sentence.
  - A file that no longer exists, or that somebody else has changed, is not edited. It is marked in the ledger and
    returned in RV(evidence).
options:
  path:
    description:
      - The absolute path of the file.
      - If not specified, a file is chosen.
    type: str
  content:
    description:
      - The complete new content of the file.
      - If not specified, the persona's next version is composed.
    type: str
  persona:
    description: The login, name, or mail address of the persona among whose files one is chosen.
    type: str
  mtime:
    description:
      - The time of the edit, in ISO 8601 format. It must be after the last edit and must not be in the future.
      - If not specified, a time within the last hour is chosen.
    type: raw
extends_documentation_fragment:
  - decnet.realism.attributes.on_decky
  - decnet.realism.ledger
  - decnet.realism.ledger.clock
  - decnet.realism.pool
  - decnet.realism.decky
attributes:
  idempotent:
    description: With O(content), a second run changes nothing. Without it, each run is another edit.
    support: partial
seealso:
  - module: decnet.realism.decoy_plant_file
"""

EXAMPLES = r"""
- name: Edit any one of the synthetic files
  decnet.realism.decoy_edit_file:

- name: Replace the content of a note
  decnet.realism.decoy_edit_file:
    path: /home/anna/notes/vpn.md
    content: |
      VPN moved, the old gateway is off
"""

RETURN = r"""
path:
  description: The path of the file.
  returned: if a file was found
  type: str
persona:
  description: The login of the file's persona, or null for the system.
  returned: if a file was found
  type: str
content_class:
  description: The content class of the file.
  returned: if a file was found
  type: str
content_hash:
  description: The SHA-256 hash of the new content.
  returned: changed
  type: str
evidence:
  description: The file, if somebody else changed or removed it.
  returned: always
  type: list
  elements: dict
quiet:
  description: The reason why no file was edited.
  returned: if no file could be edited
  type: str
actions:
  description: The edit, with the fields of its event.
  returned: always
  type: list
  elements: dict
"""
