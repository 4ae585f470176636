#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the module; the action plugin of the same name implements it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_generate_personas
short_description: Generate the personas of a company
version_added: 0.2.0
description:
  - Generates names, roles, tones, mannerisms, active hours, and languages, and installs the personas as the
    controller's persona pool. The pool is used for deckies that have no personas of their own.
  - The same options generate the same personas.
options:
  size:
    description: The number of personas, from 2 to 500.
    type: int
    required: true
  domain:
    description: The mail domain of the company.
    type: str
    required: true
  languages:
    description:
      - The relative weights of the languages C(de), C(en), C(es), C(fr), C(it), C(nl), and C(pt).
      - The language of a persona determines the name and the time zone as well.
    type: dict
    default: {en: 1}
  seed:
    description: The seed. Another seed generates other personas.
    type: str
    default: company
  dest:
    description:
      - The path of the pool file.
      - If not specified, it is C(/etc/decnet/email_personas.json) for root and C(~/.decnet/email_personas.json) for
        other users.
    type: path
extends_documentation_fragment:
  - decnet.realism.attributes.on_controller
requirements:
  - Faker on the controller
  - jsonschema >= 4.10 on the controller
seealso:
  - module: decnet.realism.decoy_import_personas
"""

EXAMPLES = r"""
- name: Generate a company of forty, three quarters of it German
  decnet.realism.decoy_generate_personas:
    size: 40
    domain: corp.example
    languages: {de: 3, en: 1}
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
  sample: 40
logins:
  description: The logins of the personas, for which the deckies need accounts.
  returned: success
  type: list
  elements: str
  sample: [aberg, osaid]
"""
