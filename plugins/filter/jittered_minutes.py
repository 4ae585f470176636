# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter jittered_minutes: the minutes of the hour at which a job of a fleet runs."""

from __future__ import annotations

DOCUMENTATION = r"""
name: jittered_minutes
short_description: Minutes of the hour at which a fleet's job runs
version_added: 0.2.0
description:
  - Derives minutes from the seed of the fleet and the name of the job, so that different fleets run at different
    minutes, and none at a quarter of the hour.
positional: _input
options:
  _input:
    description: The interval of the job in minutes, from 2 to 60.
    type: int
    required: true
  seed:
    description: The seed of the fleet.
    type: str
    required: true
  job:
    description: The name of the job.
    type: str
    required: true
author:
  - decnet.realism contributors (@decnet)
"""

EXAMPLES = r"""
- name: Show the minutes of a job that runs every 20 minutes
  ansible.builtin.debug:
    msg: "{{ 20 | decnet.realism.jittered_minutes(seed='corp', job='age') }}"
"""

RETURN = r"""
_value:
  description: The minutes of the hour.
  type: list
  elements: int
"""

from collections.abc import Callable
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.plugin_utils.schedule.jitter import jittered_minutes


def _minutes(every: Any, seed: str, job: str) -> list[int]:
    try:
        return jittered_minutes(int(every), str(seed), str(job))
    except (RealismError, ValueError) as problem:
        raise AnsibleFilterError(f"jittered_minutes: {problem}") from None


class FilterModule:
    """The filter jittered_minutes."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"jittered_minutes": _minutes}
