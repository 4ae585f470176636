#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the module; the action plugin of the same name implements it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_tick
short_description: Run everything that is due on a decky
version_added: 0.1.0
description:
  - Finds the activity times since the last tick at which a persona, or the system, acts on the decky, and applies these
    actions. Files are created or edited, logs grow, mail is written and read, or another decky is contacted. At some
    activity times nothing happens.
  - The decky is read at most once and written at most once.
  - A file that somebody else has changed is never overwritten. It is returned in RV(evidence) and not edited again.
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
  - module: decnet.realism.decoy_email_drip
  - module: decnet.realism.decoy_facts
"""

EXAMPLES = r"""
- name: Run everything that is due since the last tick
  decnet.realism.decoy_tick:

- name: Age a decky by an afternoon, with a frozen clock and a fixed seed
  decnet.realism.decoy_tick:
    now: "2026-03-02T17:45:12+01:00"
    seed: rehearsal
    catch_up: 6
    weights:
      script: 0
      traffic_share: 0.1
"""

RETURN = r"""
quiet:
  description: The reason why nothing was done.
  returned: if nothing was due, or somebody is logged in to the decky
  type: str
  sample: nothing is due
actions:
  description: The actions in chronological order, connections to other deckies last. In check mode, those that would be
    applied.
  returned: always
  type: list
  elements: dict
  sample:
    - action: file:edit
      path: /home/anna/TODO.md
      persona: anna
      content_class: todo
      occurred_at: "2026-03-02T09:14:05.123456+01:00"
      success: true
evidence:
  description: The synthetic files that somebody else changed or removed. They are left as they are.
  returned: always
  type: list
  elements: dict
  sample:
    - path: /home/anna/notes.md
      persona: anna
      state: tampered
"""
