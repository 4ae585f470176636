#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the task word; the action plugin of the same name does the work."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_migrate_ledger
short_description: Move a ledger into another database
version_added: 0.2.0
description:
  - Copies every row of a ledger into a new one, in one transaction, and compares the two by row counts and hashes. Where they differ nothing is kept.
  - The old ledger stays as it is. A second run finds the same rows and changes nothing.
options:
  src:
    description: The ledger to move, a path or C(postgresql://user:password@host/database).
    type: str
    required: true
  dest:
    description: Where it goes, an empty database or a path. What is not empty is refused.
    type: str
    required: true
extends_documentation_fragment:
  - decnet.realism.controller
"""

EXAMPLES = r"""
- name: From one file to a database that several controllers share
  decnet.realism.decoy_migrate_ledger:
    src: ~/.decnet/ledger.db
    dest: "{{ vault_decoy_ledger }}"
"""

RETURN = r"""
rows:
  description: How many rows each table has.
  returned: success
  type: dict
  sample: {synthetic_files: 412, events: 6012, emails: 230}
src:
  description: The old ledger, without a password.
  returned: success
  type: str
  sample: /root/.decnet/ledger.db
dest:
  description: The new one, without a password.
  returned: when it was moved
  type: str
  sample: postgresql://decoys@db.corp.example/fleet
"""
