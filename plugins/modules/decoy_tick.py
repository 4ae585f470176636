#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the task word; the action plugin of the same name does the work."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_tick
short_description: Do all that is due on a decky
version_added: 0.1.0
description:
  - Finds the moments since the last tick at which a persona, or the system, would have done something on the decky,
    and does it. Files are begun or go on, logs grow, mail is written and read, another decky is greeted, or nothing happens at all.
  - Reads the decky at most once and writes it at most once.
  - A file that somebody else changed is never overwritten. It is told in RV(evidence) and not touched again.
options:
  weights:
    description:
      - Shares by which is chosen what happens, all relative. V(create), V(edit) and V(leave_alone) are 60, 30 and 10;
        V(user_share) is 0.7, V(traffic_share) 0.25 and, on deckies with mailboxes, V(email_share) 0.3, each from 0 to 1.
      - Each content class has a weight by its name, such as V(note) or V(cache_tmp). A weight of 0 switches it off.
      - Where it is left out, the variable C(decoy_weights) counts.
    type: dict
extends_documentation_fragment:
  - decnet.realism.decky
  - decnet.realism.decky.attributes
  - decnet.realism.decky.pace
  - decnet.realism.mail
seealso:
  - module: decnet.realism.decoy_email_drip
  - module: decnet.realism.decoy_facts
"""

EXAMPLES = r"""
- name: Do what is due since the last tick
  decnet.realism.decoy_tick:

- name: Age a decky over an afternoon, with a frozen clock and dice
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
  description: Why nothing was done.
  returned: when nothing was due, or somebody is on the decky
  type: str
  sample: nothing is due
actions:
  description: What was done, or in check mode would be done, in the order of its moments. Greetings come last.
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
  description: Files of ours that somebody else changed or removed. They are left as they are.
  returned: always
  type: list
  elements: dict
  sample:
    - path: /home/anna/notes.md
      persona: anna
      state: tampered
"""
