# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail of an interval is the same wherever the interval is cut: one run after a weekend, or one every hour."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import EmailAction, FlagAction
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import Email, SentMail
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import MailRequest
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.snapshot import PlanningOptions
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.weights import Weights
from fakes.snapshots import DAY, HOUR, NOW, decky, planned, snapshot

HOST = decky(("ssh", "imap"))
OPTIONS = PlanningOptions(weights=Weights(email_share=0.6), catch_up=timedelta(days=5))
START = NOW - 2 * DAY

Mailboxes = dict[str, tuple[str, str]]


def corresponded(cuts: list[timedelta]) -> tuple[dict[str, tuple[datetime, str, str]], Mailboxes]:
    """What was sent in two days of runs at these times and a last one at the end, and the flags of all copies."""
    known: dict[str, Email] = {}
    clock = START
    for cut in [*cuts, 2 * DAY]:
        plan = planned(
            snapshot(
                now=START + cut,
                clocks={"mail": clock},
                decky=HOST,
                request=MailRequest(),
                options=OPTIONS,
                mails=tuple(known.values()),
            )
        )
        for action in plan.actions:
            if isinstance(action, EmailAction):
                assert action.message_id not in known
                known[action.message_id] = _delivered(action)
            elif isinstance(action, FlagAction):
                known[action.message_id] = _flagged(known[action.message_id], action)
        clock = START + cut
    sent = {name: (one.sent.sent_at, one.sent.subject, one.sent.body) for name, one in known.items()}
    boxes = {copy["path"]: (copy["owner"], copy["flags"]) for one in known.values() for copy in one.copies}
    return sent, boxes


def _delivered(action: EmailAction) -> Email:
    sent = SentMail(
        message_id=action.message_id,
        thread_id=action.thread_id,
        in_reply_to=action.in_reply_to,
        references=action.references,
        sender=action.sender,
        recipient=action.recipient,
        cc=action.cc,
        subject=action.subject,
        language=action.language,
        sent_at=action.moment,
        body=action.body,
        about=action.about,
    )
    copies = tuple({"owner": copy.owner, "path": copy.path, "flags": copy.flags} for copy in action.copies)
    return Email(sent, action.decky, action.copies[0].path, copies, action.author)


def _flagged(known: Email, action: FlagAction) -> Email:
    moved = tuple(
        {**copy, "path": action.target, "flags": action.flags} if copy["path"] == action.path else copy
        for copy in known.copies
    )
    return Email(known.sent, known.decky, known.path, moved, known.author)


@pytest.mark.parametrize(
    "cuts",
    [[DAY], [HOUR * hours for hours in range(1, 48)], [timedelta(minutes=7), timedelta(hours=31, seconds=3)]],
    ids=["halves", "hours", "odd"],
)
def test_an_interval_of_mail_may_be_cut_anywhere(cuts: list[timedelta]) -> None:
    sent, boxes = corresponded(cuts)
    assert len(sent) >= 5 and any(flags == "RS" for _owner, flags in boxes.values())
    assert (sent, boxes) == corresponded([])
