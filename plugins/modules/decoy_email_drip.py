#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the module; the action plugin of the same name implements it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_email_drip
short_description: Deliver the mail that is due on a decky
version_added: 0.2.0
description:
  - Finds the activity times since the last run at which a persona begins a thread or answers a mail, and delivers these
    mails to the mailboxes of the decky. The sender keeps a copy. Mails that their owner has read by then are flagged as
    seen.
  - The module does nothing on a decky whose C(decoy_services) contain neither C(imap) nor C(pop3).
  - The module M(decnet.realism.decoy_tick) delivers mail as well. Both find the same mails, and each mail is delivered
    once.
  - Of O(weights), only V(email_share) applies.
extends_documentation_fragment:
  - decnet.realism.attributes.on_decky
  - decnet.realism.ledger
  - decnet.realism.ledger.clock
  - decnet.realism.pool
  - decnet.realism.decky
  - decnet.realism.decky.weights
  - decnet.realism.decky.pace
  - decnet.realism.mail
seealso:
  - module: decnet.realism.decoy_tick
"""

EXAMPLES = r"""
- name: Deliver the mail that is due
  decnet.realism.decoy_email_drip:

- name: Deliver to a spool directory
  decnet.realism.decoy_email_drip:
    mail_layout: spool

- name: Deliver mail whose text is reworded by a local language model
  decnet.realism.decoy_email_drip:
    llm: ollama
    llm_settings:
      model: "llama3.2"
      timeout: 30
"""

RETURN = r"""
quiet:
  description: The reason why nothing was done.
  returned: if nothing was due, the decky has no mailboxes, or somebody is logged in to it
  type: str
  sample: nothing is due
actions:
  description: The mails that were delivered or flagged, in chronological order. In check mode, those that would be.
  returned: always
  type: list
  elements: dict
  sample:
    - action: email:send
      persona: anna
      sender: anna.berg@corp.example
      recipient: omar.said@corp.example
      subject: "Q2 invoice run"
      message_id: "4f1c0c2a-7d0e-4f0b-9a55-0f6f4b1a9c11@corp.example"
      thread_id: "k4tq-berg-invoice"
      occurred_at: "2026-03-02T09:14:05.123456+01:00"
      author: composed
      success: true
"""
