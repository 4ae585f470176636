#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the module; the action plugin of the same name implements it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_migrate_ledger
short_description: Copy a ledger to another database
version_added: 0.2.0
description:
  - Copies every row of a ledger to a new one in a single transaction, and compares the two by row counts and hashes. If
    they differ, the transaction is rolled back.
  - The old ledger is not changed. A second run finds the same rows and changes nothing.
options:
  src:
    description: The ledger to copy, a path or C(postgresql://user:password@host/database).
    type: str
    required: true
  dest:
    description: The new ledger, a path or the URL of an empty database. A database that is not empty is refused.
    type: str
    required: true
extends_documentation_fragment:
  - decnet.realism.attributes.on_controller
attributes:
  diff_mode:
    description: The module returns the number of rows instead.
    support: none
"""

EXAMPLES = r"""
- name: Copy the ledger from a file to a database that several controllers share
  decnet.realism.decoy_migrate_ledger:
    src: ~/.decnet/ledger.db
    dest: "{{ vault_decoy_ledger }}"
"""

RETURN = r"""
rows:
  description: The number of rows of each table.
  returned: success
  type: dict
  sample: {synthetic_files: 412, events: 6012, emails: 230}
src:
  description: The location of the old ledger, without a password.
  returned: success
  type: str
  sample: /root/.decnet/ledger.db
dest:
  description: The location of the new ledger, without a password.
  returned: success, not in check mode
  type: str
  sample: postgresql://decoys@db.corp.example/fleet
"""
