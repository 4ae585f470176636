#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the task word; the action plugin of the same name does the work."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_import_personas
short_description: Check a persona pool and install it on the controller
version_added: 0.2.0
description:
  - Reads a JSON or YAML list of personas, validates every entry by the JSON schema that all modules use, and installs the pool of the deckies
    without personas of their own.
  - Every fault of the pool is reported at once, with entry number, field and reason. If there is one, nothing is installed unless O(partial) is set.
options:
  src:
    description: The JSON or YAML file.
    type: path
    required: true
  dest:
    description:
      - Where the pool goes. Where it is left out, C(/etc/decnet/email_personas.json) for root, C(~/.decnet/email_personas.json) for others;
        both are found without being asked for.
    type: path
  partial:
    description: Whether to install the good entries where some are bad.
    type: bool
    default: false
  language_default:
    description: The language of personas that name none.
    type: str
    default: en
extends_documentation_fragment:
  - decnet.realism.controller
requirements:
  - jsonschema >= 4.10 on the controller
seealso:
  - module: decnet.realism.decoy_generate_personas
"""

EXAMPLES = r"""
- name: Install the pool
  decnet.realism.decoy_import_personas:
    src: people.yml

- name: Install those of it that are good
  decnet.realism.decoy_import_personas:
    src: people.yml
    dest: /srv/decoys/people.json
    partial: true
"""

RETURN = r"""
dest:
  description: The pool file.
  returned: success
  type: str
  sample: /etc/decnet/email_personas.json
installed:
  description: How many personas are in it.
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
