#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the module; the action plugin of the same name implements it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_plant_file
short_description: Plant a file on a decky
version_added: 0.1.0
description:
  - Writes a file with the owner, group, mode, and times that the persona's own programs would give it, and records it
    in the ledger.
  - Options that are not specified are chosen. Without O(path) it is a suitable name, without O(content) a body of the
    content class, and without O(persona) a persona who is at work.
  - If none of O(path), O(content), O(persona), and O(content_class) is specified, the planner may also leave the decky
    alone.
  - If O(path) exists as specified, or O(path) exists and O(content) is not specified, nothing changes.
options:
  path:
    description: The absolute path of the file. Missing parent directories are created with the same owner.
    type: str
  content:
    description: The complete content of the file.
    type: str
  persona:
    description:
      - The login, name, or mail address of the persona who writes the file. The persona needs an account on the decky.
      - If not specified, it is the persona whose home directory contains O(path). If there is none, a persona is chosen
        at random for the content classes of personas.
    type: str
  content_class:
    description:
      - The content class of the file.
      - V(note), V(todo), V(draft), and V(script) are written by personas, the others by the system.
      - V(canary) is a file of the operator and requires O(path) and O(content).
    type: str
    choices: [note, todo, draft, script, log_cron, log_daemon, cache_tmp, canary]
  mode:
    description:
      - The permissions of the file as a quoted octal number.
      - If not specified, they follow from the umask of the persona.
    type: str
  mtime:
    description:
      - The time at which the file was written, in ISO 8601 format. It must not be in the future.
      - If not specified, a time within the last hour is chosen.
    type: raw
  force:
    description:
      - Whether to overwrite a file that is not in the ledger, or that somebody else has changed.
      - Such a file may be evidence, which is why it is not overwritten by default.
    type: bool
    default: false
extends_documentation_fragment:
  - decnet.realism.attributes.on_decky
  - decnet.realism.ledger
  - decnet.realism.ledger.clock
  - decnet.realism.pool
  - decnet.realism.decky
  - decnet.realism.decky.weights
seealso:
  - module: decnet.realism.decoy_edit_file
"""

EXAMPLES = r"""
- name: Plant a specific file
  decnet.realism.decoy_plant_file:
    path: /home/anna/notes/vpn.md
    content: |
      VPN moves to the new gateway on Thursday
    persona: anna
    content_class: note

- name: Plant the TODO list of one of the personas
  decnet.realism.decoy_plant_file:
    content_class: todo
"""

RETURN = r"""
path:
  description: The path of the file.
  returned: if a file was chosen or specified
  type: str
persona:
  description: The login of the file's persona, or null for the system.
  returned: if a file was chosen or specified
  type: str
content_class:
  description: The content class of the file.
  returned: if a file was chosen or specified
  type: str
mode:
  description: The permissions of the file as an octal number.
  returned: if a file was chosen or specified
  type: str
occurred_at:
  description: The time at which the file was written.
  returned: changed
  type: str
content_hash:
  description: The SHA-256 hash of the content.
  returned: changed
  type: str
quiet:
  description: The reason why no file was planted.
  returned: if the planner left the decky alone
  type: str
actions:
  description: The creation of the file, with the fields of its event.
  returned: always
  type: list
  elements: dict
"""
