#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the task word; the action plugin of the same name does the work."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_facts
short_description: Read what a decky is, without a trace
version_added: 0.1.0
description:
  - Reads accounts, host name, time zone, operating system, log format, log files and crontabs of a decky.
  - Over the docker transport no process runs in the decky for it.
  - The facts are kept in the ledger for a while, so that a tick need not read them again.
options:
  refresh:
    description: Whether to read the decky even where the ledger has fresh facts.
    type: bool
    default: false
extends_documentation_fragment:
  - decnet.realism.decky
  - decnet.realism.decky.attributes
"""

EXAMPLES = r"""
- name: Read the decky anew
  decnet.realism.decoy_facts:
    refresh: true
  register: __facts

- name: Show who could work there
  ansible.builtin.debug:
    msg: "{{ __facts.personas }}, but not {{ __facts.personas_without_account }}"
"""

RETURN = r"""
decky:
  description: What was read.
  returned: always
  type: dict
  contains:
    hostname:
      description: Its own name.
      type: str
      returned: always
    timezone:
      description: Its IANA time zone.
      type: str
      returned: always
    os_id:
      description: The id of its operating system.
      type: str
      returned: always
      sample: debian
    os_version:
      description: The version of its operating system.
      type: str
      returned: always
      sample: "12"
    log_format:
      description: V(rfc3339) or V(rfc3164).
      type: str
      returned: always
    accounts:
      description: root and the accounts of people, with C(login), C(uid), C(gid), C(home) and C(shell).
      type: list
      elements: dict
      returned: always
    log_files:
      description: The logs that it has.
      type: list
      elements: str
      returned: always
    crontabs:
      description: Its cron jobs, with C(source), C(user), C(schedule) and C(command).
      type: list
      elements: dict
      returned: always
    running:
      description: Daemons seen alive.
      type: list
      elements: str
      returned: always
    started_at:
      description: When it last started.
      type: str
      returned: when known
personas:
  description: Logins of the personas that have an account there.
  returned: always
  type: list
  elements: str
personas_without_account:
  description: Logins of the personas that have none, and so write no files there.
  returned: always
  type: list
  elements: str
"""
