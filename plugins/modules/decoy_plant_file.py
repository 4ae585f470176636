#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the task word; the action plugin of the same name does the work."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_plant_file
short_description: Plant one file on a decky
version_added: 0.1.0
description:
  - Writes a file with the owner, group, mode and times that the persona's own programs would leave, and remembers it in the ledger.
  - What is left out is chosen. Without O(path) a fitting name, without O(content) a body of the class, without O(persona) one who works now.
    Where all of them and O(content_class) are left out, the planner may also leave the decky alone.
  - Where O(path) stands there already as asked for, or O(content) is left out, nothing changes.
options:
  path:
    description: The absolute path of the file. Missing directories above it are made with the same owner.
    type: str
  content:
    description: The whole content of the file.
    type: str
  persona:
    description:
      - Login, name or mail address of the persona who writes it. Needs an account on the decky.
      - Where it is left out, the persona in whose home O(path) lies, else for user classes one by lot.
    type: str
  content_class:
    description:
      - What kind of file it is. V(note), V(todo), V(draft) and V(script) are people's, the others the system's.
      - V(canary) is a file of the operator's own and needs O(path) and O(content).
    type: str
    choices: [note, todo, draft, script, log_cron, log_daemon, cache_tmp, canary]
  mode:
    description: Its permission in octal, in quotes. Where it is left out, what the persona's umask gives such a file.
    type: str
  mtime:
    description: When it claims to be written, in ISO 8601, not after now. Where it is left out, a moment of the last hour.
    type: raw
  weights:
    description: As for M(decnet.realism.decoy_tick). Where it is left out, the variable C(decoy_weights) counts.
    type: dict
  force:
    description:
      - Whether to overwrite a file that the ledger does not know, or that somebody else has changed.
      - Such a file may be evidence, which is why the default is to refuse.
    type: bool
    default: false
extends_documentation_fragment:
  - decnet.realism.decky
  - decnet.realism.decky.attributes
seealso:
  - module: decnet.realism.decoy_edit_file
"""

EXAMPLES = r"""
- name: Plant exactly this
  decnet.realism.decoy_plant_file:
    path: /home/anna/notes/vpn.md
    content: |
      VPN moves to the new gateway on Thursday
    persona: anna
    content_class: note

- name: Let one of the personas begin a TODO list
  decnet.realism.decoy_plant_file:
    content_class: todo
"""

RETURN = r"""
path:
  description: Where the file stands.
  returned: when a file was meant
  type: str
persona:
  description: The login of its persona, null for the system.
  returned: when a file was meant
  type: str
content_class:
  description: Its content class.
  returned: when a file was meant
  type: str
mode:
  description: Its permission, in octal.
  returned: when a file was meant
  type: str
occurred_at:
  description: When it claims to be written.
  returned: changed
  type: str
content_hash:
  description: SHA-256 of its content.
  returned: changed
  type: str
quiet:
  description: Why nothing was planted.
  returned: when the planner left the decky alone
  type: str
actions:
  description: What was done, as its event tells it.
  returned: always
  type: list
  elements: dict
"""
