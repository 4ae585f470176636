#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the task word; the action plugin of the same name does the work."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_publish
short_description: Publish what happened to the fleet
version_added: 0.2.0
description:
  - Every event is queued in the ledger's outbox, in the same transaction as the change that it reports. This module sends the queue
    to the publishers, in order, followed by a heartbeat. The roles C(age) and C(mail) do so at their end.
  - A publisher that does not answer is a warning. Its messages wait for the next run, and are then sent once.
options:
  ledger:
    description: The ledger, a path or C(postgresql://user:password@host/database).
    type: str
    default: ~/.decnet/ledger.db
  bus:
    description:
      - The publishers. Each item is a type, or a mapping with C(type), if wanted a C(name), and settings.
      - C(jsonl) appends to the file C(path), by default C(events.jsonl) beside the ledger.
      - C(nats) publishes to the server at C(url), with C(token) or C(user) and C(password), C(jetstream) to have messages kept, C(prefix) and C(timeout).
      - C(webhook) POSTs to C(url), with C(token), C(headers) and C(timeout).
    type: list
    elements: raw
    default: [jsonl]
  run:
    description: What the run counted, for the heartbeat, as C(aged), C(quiet), C(unreachable) and C(failed).
    type: dict
    default: {}
  llm:
    description: The language model's backend, whose breaker the heartbeat tells of.
    type: str
extends_documentation_fragment:
  - decnet.realism.controller
"""

EXAMPLES = r"""
- name: Publish to a file, and to a listener of Event-Driven Ansible
  decnet.realism.decoy_publish:
    bus:
      - jsonl
      - type: webhook
        url: http://eda.corp.example:5000/endpoint
        token: "{{ vault_eda_token }}"
"""

RETURN = r"""
health:
  description: The heartbeat.
  returned: success, not in check mode
  type: dict
  sample: {version: 0.2.0, deckies: 12, aged: 9, quiet: 3, unreachable: 0, failed: 0}
publishers:
  description: What became of each publisher's messages.
  returned: success
  type: list
  elements: dict
  sample:
    - {publisher: jsonl, published: 14, rejected: 0, dropped: 0, waiting: 0, problem: null}
"""
