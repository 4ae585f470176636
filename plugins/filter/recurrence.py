# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter recurrence: the recurrence rule of a job for AWX."""

from __future__ import annotations

DOCUMENTATION = r"""
name: recurrence
short_description: Recurrence rule of a job for AWX
version_added: 0.2.0
description:
  - Formats a rule of RFC 5545 with C(DTSTART), its time zone, and C(INTERVAL).
  - The same input returns the same text on every day, so that a schedule does not change.
requirements:
  - python-dateutil
positional: _input
options:
  _input:
    description: The minutes of the hour, such as those returned by P(decnet.realism.jittered_minutes#filter).
    type: list
    elements: int
    required: true
  hour:
    description:
      - The hour of the day, from 0 to 23, of a job that runs daily.
      - If not specified, the job runs every hour.
    type: int
  timezone:
    description: The time zone as a name of the tz database.
    type: str
    default: UTC
author:
  - decnet.realism contributors (@decnet)
"""

EXAMPLES = r"""
- name: Show the rule of a job that runs every 20 minutes
  ansible.builtin.debug:
    msg: "{{ 20 | decnet.realism.jittered_minutes(seed='corp', job='age') | decnet.realism.recurrence }}"

- name: Show the rule of a job that runs daily at 6:23 in Berlin
  ansible.builtin.debug:
    msg: "{{ [23] | decnet.realism.recurrence(hour=6, timezone='Europe/Berlin') }}"
"""

RETURN = r"""
_value:
  description: The rule, C(DTSTART;TZID=...:... RRULE:FREQ=...;INTERVAL=1;...).
  type: str
"""

from collections.abc import Callable
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.plugin_utils.schedule.recurrence import recurrence


def _recurrence(minutes: Any, hour: Any = None, timezone: str = "UTC") -> str:
    try:
        return recurrence([int(minute) for minute in minutes], None if hour is None else int(hour), str(timezone))
    except (RealismError, TypeError, ValueError) as problem:
        raise AnsibleFilterError(f"recurrence: {problem}") from None


class FilterModule:
    """The filter recurrence."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"recurrence": _recurrence}
