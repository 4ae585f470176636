#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the module; the action plugin of the same name implements it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_status
short_description: Report the status of the fleet
version_added: 0.2.0
description:
  - Reads the ledger and reports in ten lines what was done, what failed, what somebody else changed, and how recent
    everything is.
  - The module contacts no decky. The ledger must exist.
options:
  fleet:
    description: The inventory names of all deckies, so that those that were never aged are reported.
    type: list
    elements: str
    default: []
extends_documentation_fragment:
  - decnet.realism.attributes.on_controller
  - decnet.realism.ledger
  - decnet.realism.ledger.clock
attributes:
  diff_mode:
    description: The module changes nothing.
    support: none
"""

EXAMPLES = r"""
- name: Read the status
  decnet.realism.decoy_status:
    fleet: "{{ groups['deckies'] }}"
  register: __status

- name: Show the status
  ansible.builtin.debug:
    var: __status.lines
"""

RETURN = r"""
lines:
  description: The ten lines.
  returned: success
  type: list
  elements: str
  sample:
    - "deckies          12 aged"
    - "last tick        2026-03-02 17:45 UTC, 4 min ago"
health:
  description: The same values as in a heartbeat.
  returned: success
  type: dict
  sample: {version: 0.2.0, deckies: 12}
"""
