# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An office of people in several countries, and its mail without a decky."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from ansible_collections.decnet.realism.plugins.module_utils.realism.behaviour.activity_times import (
    activity_times_between,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail import threads
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.records import MailPlan
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import SentMail
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.planner import is_mail
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.validation import parse_personas

BEGIN = datetime(2026, 3, 2, tzinfo=timezone.utc)
_ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "Europe/Madrid")
_NAMES = (
    "Jürgen Groß",
    "Anne O'Neil",
    "José Núñez",
    "Łukasz Żak",
    "Mei Lin",
    "Tom Hart",
    "Zoë Dubois",
    "Nils Berg",
    "Ana Sá",
    "Ed Cole",
    "Ida Riis",
    "Bo Ek",
)
OFFICE: tuple[Persona, ...] = parse_personas(
    [
        {
            "name": name,
            "email": f"p{index}@corp.example",
            "login": f"p{index}",
            "role": ("systems administrator", "accountant", "office manager")[index % 3],
            "timezone": _ZONES[index % 4],
            "reply_latency": ("fast", "normal", "slow")[index % 3],
        }
        for index, name in enumerate(_NAMES)
    ],
    "office",
)


def sent(plan: MailPlan, subject: str = "s", body: str = "b") -> SentMail:
    """The delivered mail of the plan. Its message id is made of the activity time."""
    parent = plan.parent
    references = (*parent.references, parent.message_id) if parent else ()
    copied = tuple(person.email for person in plan.cc)
    return SentMail(
        f"{plan.activity_time}@corp.example",
        plan.thread_id,
        parent.message_id if parent else None,
        references,
        plan.sender.email,
        plan.recipient.email,
        copied,
        subject,
        plan.language,
        plan.moment,
        body,
    )


def run(
    days: int, deliver: Callable[[MailPlan], SentMail] = sent, people: tuple[Persona, ...] = OFFICE, share: float = 0.3
) -> list[tuple[MailPlan, SentMail]]:
    """All mail that begins within ``days``, and its answers over thirty more days, in chronological order."""
    end = BEGIN + timedelta(days=days)
    queue = [
        plan
        for person in people
        for activity_time in activity_times_between("s", "mail-01", person, BEGIN, end)
        if is_mail("s", activity_time, share) and (plan := threads.new_thread("s", activity_time, person, people, "en"))
    ]
    done: list[tuple[MailPlan, SentMail]] = []
    while queue:
        queue.sort(key=lambda plan: plan.moment)
        plan = queue.pop(0)
        mail = deliver(plan)
        done.append((plan, mail))
        queue += threads.replies_due("s", people, [mail], BEGIN, end + timedelta(days=30))
    return done
