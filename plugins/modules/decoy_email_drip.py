#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the task word; the action plugin of the same name does the work."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_email_drip
short_description: Deliver the mail that is due on a decky
version_added: 0.2.0
description:
  - Finds the moments since the last run at which a persona would have begun a thread or answered a mail, and delivers those mails
    into the mailboxes of the decky, with the sender's copy. Mail that its owner would have read by now is marked so.
  - Does nothing on a decky whose C(decoy_services) have neither C(imap) nor C(pop3).
  - M(decnet.realism.decoy_tick) delivers mail as well. Both find the same mails, and none is delivered twice.
options:
  weights:
    description:
      - Shares by which is chosen what happens; here only V(email_share) counts, the share of a persona's moments that bring a
        new mail, 0.3 unless set. Answers come of themselves.
      - Where it is left out, the variable C(decoy_weights) counts.
    type: dict
extends_documentation_fragment:
  - decnet.realism.decky
  - decnet.realism.decky.attributes
  - decnet.realism.decky.pace
  - decnet.realism.mail
seealso:
  - module: decnet.realism.decoy_tick
"""

EXAMPLES = r"""
- name: Deliver what is due
  decnet.realism.decoy_email_drip:

- name: Deliver into a spool that a bait server reads
  decnet.realism.decoy_email_drip:
    mail_layout: spool

- name: Let a model on this machine write the texts
  decnet.realism.decoy_email_drip:
    llm: ollama
    llm_settings:
      model: "llama3.2"
      timeout: 30
"""

RETURN = r"""
quiet:
  description: Why nothing was done.
  returned: when nothing was due, the decky has no mailboxes, or somebody is on it
  type: str
  sample: nothing is due
actions:
  description: What was delivered or marked, or in check mode would be, in the order of its moments.
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
