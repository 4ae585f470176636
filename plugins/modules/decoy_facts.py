#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the module; the action plugin of the same name implements it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_facts
short_description: Gather facts of a decky without leaving traces
version_added: 0.1.0
description:
  - Reads the accounts, host name, time zone, operating system, log format, log files, and crontabs of a decky.
  - With the V(docker) transport, no process runs in the decky.
  - The facts are stored in the ledger, so that a tick does not gather them again before O(facts_max_age) has passed.
options:
  refresh:
    description: Whether to gather the facts even if the ledger has recent ones.
    type: bool
    default: false
extends_documentation_fragment:
  - decnet.realism.attributes.on_decky
  - decnet.realism.ledger
  - decnet.realism.ledger.clock
  - decnet.realism.pool
  - decnet.realism.decky
attributes:
  diff_mode:
    description: The module changes no files.
    support: none
"""

EXAMPLES = r"""
- name: Gather the facts again
  decnet.realism.decoy_facts:
    refresh: true
  register: __facts

- name: Show the personas that can log in to the decky
  ansible.builtin.debug:
    msg: "{{ __facts.personas }}, but not {{ __facts.personas_without_account }}"
"""

RETURN = r"""
decky:
  description: The facts.
  returned: always
  type: dict
  contains:
    hostname:
      description: The host name of the decky.
      type: str
      returned: always
    timezone:
      description: The IANA time zone.
      type: str
      returned: always
    os_id:
      description: The identifier of the operating system.
      type: str
      returned: always
      sample: debian
    os_version:
      description: The version of the operating system.
      type: str
      returned: always
      sample: "12"
    log_format:
      description: The format of the logs, V(rfc3339) or V(rfc3164).
      type: str
      returned: always
    accounts:
      description: The account of root and those of people, with C(login), C(uid), C(gid), C(home), and C(shell).
      type: list
      elements: dict
      returned: always
    log_files:
      description: The log files that exist.
      type: list
      elements: str
      returned: always
    crontabs:
      description: The cron jobs, with C(source), C(user), C(schedule), and C(command).
      type: list
      elements: dict
      returned: always
    running:
      description: The daemons that are running.
      type: list
      elements: str
      returned: always
    started_at:
      description: The time at which the decky was started.
      type: str
      returned: if known
personas:
  description: The logins of the personas that have an account on the decky.
  returned: always
  type: list
  elements: str
personas_without_account:
  description: The logins of the personas that have no account on the decky and therefore write no files there.
  returned: always
  type: list
  elements: str
"""
