#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the module; the action plugin of the same name implements it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_publish
short_description: Publish the events of the fleet
version_added: 0.2.0
description:
  - Every event is stored in the outbox of the ledger together with the change that it describes. This module sends the
    messages of the outbox to the publishers in order, followed by a heartbeat. The roles P(decnet.realism.age#role) and
    P(decnet.realism.mail#role) run it at the end.
  - A publisher that does not respond is reported as a warning. Its messages are kept for the next run and are then sent
    once.
options:
  run:
    description: The counts of the run for the heartbeat, with the keys C(aged), C(quiet), C(unreachable), and
      C(failed).
    type: dict
    default: {}
extends_documentation_fragment:
  - decnet.realism.attributes.on_controller
  - decnet.realism.ledger
attributes:
  check_mode:
    description: Checks the options and publishes nothing.
    support: full
  diff_mode:
    description: The module changes no files.
    support: none
  idempotent:
    description: Every run publishes another heartbeat. Events are published once.
    support: partial
"""

EXAMPLES = r"""
- name: Publish to a file and to a webhook of Event-Driven Ansible
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
  description: The number of messages that each publisher published, rejected, dropped, and has waiting.
  returned: success
  type: list
  elements: dict
  sample:
    - {publisher: jsonl, published: 14, rejected: 0, dropped: 0, waiting: 0, problem: null}
"""
