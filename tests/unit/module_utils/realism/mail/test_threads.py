# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Threads and their replies.

Shares and delays are near the measured ones, nobody replies to themselves, and everybody writes at work.
"""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import datetime, timedelta, timezone

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.behaviour.diurnal import is_active
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail import latency, threads
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.records import MailPlan
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import SentMail
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from builders.office import BEGIN, OFFICE, run, sent

Delivered = list[tuple[MailPlan, SentMail]]


@pytest.fixture(scope="module")
def quarter() -> Delivered:
    """Ninety days of mail in an office of twelve people."""
    return run(90)


def test_threads_are_as_long_as_measured(quarter: Delivered) -> None:
    """Lists: 53 % replies, threads of two or more have 3.65 mails, median 3; Enron: 62 % in threads, 4.1, median 2."""
    sizes = [size for size in Counter(mail.thread_id for _plan, mail in quarter).values() if size > 1]
    assert 0.55 < sum(sizes) / len(quarter) < 0.78
    assert 3.0 < statistics.mean(sizes) < 4.6 and statistics.median(sizes) in (2, 3)
    assert 0.45 < sum(plan.parent is not None for plan, _mail in quarter) / len(quarter) < 0.60


def test_nobody_answers_themselves_and_dates_rise_along_a_chain(quarter: Delivered) -> None:
    for plan, mail in quarter:
        assert plan.sender.login not in {plan.recipient.login, *(person.login for person in plan.cc)}
        if plan.parent is not None:
            assert plan.parent.sender != mail.sender
            assert mail.sent_at - plan.parent.sent_at >= timedelta(minutes=1)
            assert mail.references == (*plan.parent.references, plan.parent.message_id)


def test_who_writes_is_at_work_and_so_is_who_is_written_to(quarter: Delivered) -> None:
    assert all(is_active(plan.sender, plan.moment) for plan, _mail in quarter)
    both = [is_active(plan.recipient, plan.moment) for plan, _mail in quarter]
    assert sum(both) / len(both) > 0.95
    # Whole minutes are no more frequent than by chance.
    assert sum(plan.moment.second == 0 for plan, _mail in quarter) / len(quarter) < 0.05


@pytest.mark.parametrize(("kind", "lowest", "highest"), [("fast", 10, 90), ("normal", 50, 260), ("slow", 200, 1500)])
def test_answers_take_as_long_as_that_kind_of_person_takes(
    quarter: Delivered, kind: str, lowest: float, highest: float
) -> None:
    """Medians in minutes: 47 for fast (Kooti et al.), 130 for normal (lists)."""
    delays = [
        (plan.moment - plan.parent.sent_at).total_seconds() / 60
        for plan, _mail in quarter
        if plan.parent and plan.sender.reply_latency == kind
    ]
    assert len(delays) > 60 and lowest < statistics.median(delays) < highest


def test_drawn_delays_follow_the_measured_quantiles() -> None:
    rng = seeded_random("latency")
    drawn = sorted(latency.drawn_delay("normal", rng) for _draw in range(20_000))
    for share, seconds in ((0.05, 573.0), (0.25, 1973.0), (0.5, 7783.0), (0.75, 38_545.0), (0.9, 117_505.0)):
        assert drawn[int(share * len(drawn))] == pytest.approx(seconds, rel=0.1)


def test_an_answer_comes_once_whatever_the_window(quarter: Delivered) -> None:
    """A missed, repeated or differently cut tick yields the same replies."""
    known = [mail for _plan, mail in quarter[:120]]
    begin, middle, end = BEGIN, BEGIN + timedelta(days=6, hours=3), BEGIN + timedelta(days=30)
    whole = {plan.activity_time for plan in threads.replies_due("s", OFFICE, known[:60], begin, end)}
    parts = [
        plan.activity_time
        for low, high in ((begin, middle), (middle, end))
        for plan in threads.replies_due("s", OFFICE, known[:60], low, high)
    ]
    assert whole == set(parts) and len(parts) == len(whole)
    given = [sent(plan) for plan in threads.replies_due("s", OFFICE, known[:60], begin, end)]
    assert threads.replies_due("s", OFFICE, [*known[:60], *given], begin, begin + timedelta(hours=1)) == []


def test_some_mails_go_to_others_in_copy_who_stay_in_the_thread(quarter: Delivered) -> None:
    starts = [plan for plan, _mail in quarter if plan.parent is None]
    assert 0.1 < sum(bool(plan.cc) for plan in starts) / len(starts) < 0.3
    answers = [plan for plan, _mail in quarter if plan.parent is not None and plan.parent.cc]
    assert 0.5 < sum(bool(plan.cc) for plan in answers) / len(answers) < 0.95


def test_who_left_the_company_answers_no_more(quarter: Delivered) -> None:
    mails = [mail for _plan, mail in quarter]
    end = datetime(2026, 9, 1, tzinfo=timezone.utc)
    assert threads.replies_due("s", (), mails, BEGIN, end) == []
