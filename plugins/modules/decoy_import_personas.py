#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the module; the action plugin of the same name implements it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_import_personas
short_description: Validate a persona pool and install it on the controller
version_added: 0.2.0
description:
  - Reads a JSON or YAML list of personas, validates every entry against the JSON schema that all modules use, and
    installs it as the controller's persona pool. The pool is used for deckies that have no personas of their own.
  - All faults are reported at once, each with the number of the entry, the field, and the reason. If
    there is any, nothing is installed unless O(partial=true).
options:
  src:
    description: The path of the JSON or YAML file.
    type: path
    required: true
  dest:
    description:
      - The path of the pool file.
      - If not specified, it is C(/etc/decnet/email_personas.json) for root and C(~/.decnet/email_personas.json) for
        other users. Modules find both without further configuration.
    type: path
  partial:
    description: Whether to install the valid entries if others are invalid.
    type: bool
    default: false
  language_default:
    description: The language of personas that specify none, such as V(de) or V(pt-BR).
    type: str
    default: en
extends_documentation_fragment:
  - decnet.realism.attributes.on_controller
requirements:
  - jsonschema >= 4.10 on the controller
seealso:
  - module: decnet.realism.decoy_generate_personas
"""

EXAMPLES = r"""
- name: Install the pool
  decnet.realism.decoy_import_personas:
    src: people.yml

- name: Install the valid entries of a pool
  decnet.realism.decoy_import_personas:
    src: people.yml
    dest: /srv/decoys/people.json
    partial: true
"""

RETURN = r"""
dest:
  description: The path of the pool file.
  returned: success
  type: str
  sample: /etc/decnet/email_personas.json
installed:
  description: The number of personas in the pool.
  returned: success
  type: int
  sample: 42
problems:
  description: One sentence for each fault.
  returned: always
  type: list
  elements: str
  sample:
    - "people.yml: persona 3 (Bo Ek): active_hours '9-5' is not a window; write it as HH:MM-HH:MM, such as 09:00-17:30"
"""
