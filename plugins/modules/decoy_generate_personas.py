#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the task word; the action plugin of the same name does the work."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_generate_personas
short_description: Make up the people of a whole company
version_added: 0.2.0
description:
  - Draws names, roles, tones, habits, hours and languages, and installs the people as the pool that deckies without personas of their own have.
  - The same options bring the same people.
options:
  size:
    description: How many people, from 2 to 500.
    type: int
    required: true
  domain:
    description: The mail domain of the company.
    type: str
    required: true
  languages:
    description: Weights of the languages C(de), C(en), C(es), C(fr), C(it), C(nl) and C(pt). They decide names and time zones as well.
    type: dict
    default: {en: 1}
  seed:
    description: The dice. Another seed makes other people.
    type: str
    default: company
  dest:
    description:
      - Where the pool goes. Where it is left out, C(/etc/decnet/email_personas.json) for root, C(~/.decnet/email_personas.json) for others.
    type: path
extends_documentation_fragment:
  - decnet.realism.controller
requirements:
  - Faker on the controller
  - jsonschema >= 4.10 on the controller
seealso:
  - module: decnet.realism.decoy_import_personas
"""

EXAMPLES = r"""
- name: A company of forty, three quarters of it German
  decnet.realism.decoy_generate_personas:
    size: 40
    domain: corp.example
    languages: {de: 3, en: 1}
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
  sample: 40
logins:
  description: The logins of all of them, for whoever makes the accounts on the deckies.
  returned: success
  type: list
  elements: str
  sample: [aberg, osaid]
"""
