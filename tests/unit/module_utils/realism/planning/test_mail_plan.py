# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which mails a run sends, where their copies stand, what the mail log records, which stored mails are marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import EmailAction, FlagAction
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning import Plan
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import MailRequest, TickRequest
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.snapshot import PlanningOptions, Snapshot
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.weights import Weights
from fakes.snapshots import (
    ANNA,
    DAY,
    HOUR,
    LOGS,
    MAIL_LOG,
    NOW,
    OMAR,
    PEOPLE,
    SYSLOG,
    activity_time,
    activity_times,
    decky,
    email,
    facts,
    observed,
    planned,
    snapshot,
)

MAIL = Weights(email_share=1.0)
HOST = decky(("ssh", "imap"), log_files=(*LOGS, MAIL_LOG), running=("dovecot",))
MORNING = NOW - 5 * HOUR


def asked(weights: Weights = MAIL, hours: float = 6, **overrides: Any) -> Snapshot:
    """A run of the mail alone, for the last hours."""
    options = PlanningOptions(weights=weights, catch_up=31 * DAY, **overrides.pop("options", {}))
    known = {"decky": HOST, "request": MailRequest(), "clocks": {"mail": NOW - hours * HOUR}, "options": options}
    return snapshot(**{**known, **overrides})


def sent(plan: Plan) -> list[EmailAction]:
    return [action for action in plan.actions if isinstance(action, EmailAction)]


def marked(plan: Plan) -> list[FlagAction]:
    return [action for action in plan.actions if isinstance(action, FlagAction)]


def one_mail(**overrides: Any) -> EmailAction:
    """The mail with which Anna opens a thread in the morning."""
    return sent(planned(asked(activity_times=(activity_time("anna", MORNING),), **overrides)))[0]


def test_an_activity_time_opens_a_thread() -> None:
    action = one_mail()
    assert (action.sender, action.persona, action.activity_time) == (ANNA.email, "anna", "anna-0")
    assert action.moment == MORNING.replace(microsecond=0) and action.in_reply_to is None and action.references == ()
    assert {copy.owner for copy in action.copies} >= {"anna"} and action.recipient != ANNA.email
    for copy in action.copies:
        account = HOST.facts.account(copy.owner)
        assert account and (copy.uid, copy.gid, copy.mode) == (account.uid, account.gid, 0o600)
        assert copy.path.startswith(f"{account.home}/Maildir/") and MORNING - HOUR < copy.mtime < NOW
        assert f"Message-ID: <{action.message_id}>".encode() in copy.content
    assert action.copies[-1].owner == "anna" and "/.Sent/cur/" in action.copies[-1].path
    assert action.indexed == tuple(copy.owner for copy in action.copies)


@pytest.mark.parametrize(
    ("request_", "clocks", "quiet"),
    [
        (MailRequest(), {"mail": NOW - HOUR}, None),
        (MailRequest(), {"mail": NOW}, f"mail is delivered up to {NOW.isoformat()} already"),
        (TickRequest(), {"tick": NOW - HOUR}, None),
    ],
)
def test_which_clock_a_run_goes_by(request_: Any, clocks: dict[str, datetime], quiet: str | None) -> None:
    times = activity_times("anna", 2, NOW - timedelta(minutes=5))
    plan = planned(asked(request=request_, clocks=clocks, activity_times=times))
    assert plan.quiet == quiet and bool(sent(plan)) == (quiet is None)
    name = "mail" if isinstance(request_, MailRequest) else "tick"
    assert plan.clocks.get(name) == (NOW if quiet is None else None)


@pytest.mark.parametrize(
    ("overrides", "quiet", "clocks"),
    [
        pytest.param(
            {"decky": decky()},
            "the decky has no mailboxes; its decoy_services have neither imap nor pop3",
            {},
            id="no mailboxes",
        ),
        pytest.param({"weights": Weights(email_share=0)}, "nothing is due", {"mail": NOW}, id="mail has no share"),
        pytest.param({"options": {"rate": 0}}, "nothing is due", {"mail": NOW}, id="nobody did anything"),
        pytest.param(
            {"occupied": 1, "activity_times": (activity_time("anna", MORNING),)},
            "somebody is on the decky (1 sessions); what was due is let go",
            {"mail": NOW},
            id="occupied",
        ),
    ],
)
def test_why_no_mail_is_sent(overrides: Any, quiet: str, clocks: dict[str, datetime]) -> None:
    plan = planned(asked(**overrides))
    assert (plan.quiet, plan.actions, plan.clocks) == (quiet, (), clocks)


@pytest.mark.parametrize(
    "host_or_weights",
    [{"decky": decky()}, {"weights": Weights(email_share=0)}, {"weights": Weights(email_share=0), "decky": decky()}],
)
@pytest.mark.parametrize("request_", [TickRequest(), MailRequest()])
def test_without_mailboxes_or_a_share_mail_is_neither_written_nor_marked(host_or_weights: Any, request_: Any) -> None:
    """Stored mails, and mails that wait for an answer, are left alone as well."""
    mails = tuple(email(ANNA, OMAR, NOW - 30 * HOUR - timedelta(minutes=number), number) for number in range(20))
    due = observed(asked(mails=mails, request=request_, hours=40, **host_or_weights)).agenda
    assert due.mail is not None and (due.mail.plans, due.mail.marks) == ((), ())
    assert not due.has_mail


def test_a_mail_is_answered_in_the_run_in_which_it_is_sent() -> None:
    times = activity_times("anna", 20, NOW - 28 * HOUR)
    plan = planned(asked(hours=40, activity_times=times))
    mails = {action.message_id: action for action in sent(plan)}
    answers = [action for action in mails.values() if action.in_reply_to]
    assert len(mails) - len(answers) == 20 and answers
    for answer in answers:
        parent = mails[str(answer.in_reply_to)]
        assert parent.moment < answer.moment <= NOW and answer.thread_id == parent.thread_id
        assert answer.references == (*parent.references, parent.message_id) and answer.subject == parent.subject
        [copy] = [copy for copy in parent.copies if copy.owner == answer.persona]
        assert copy.flags == "RS" and copy.path.endswith(":2,RS")
    moments = [action.moment for action in mails.values()]
    assert moments == sorted(moments)


def test_an_earlier_mail_is_answered_once_and_marked_as_answered() -> None:
    mails = tuple(email(ANNA, OMAR, NOW - 4 * HOUR - timedelta(minutes=number), number) for number in range(30))
    plan = planned(asked(hours=5, mails=mails, options={"rate": 0}))
    answers = sent(plan)
    of_mail = {answer.in_reply_to: answer for answer in answers if str(answer.in_reply_to).startswith("mail-")}
    assert of_mail
    for message_id, answer in of_mail.items():
        assert (answer.sender, answer.recipient) == (OMAR.email, ANNA.email)
        [mark] = [mark for mark in marked(plan) if mark.message_id == message_id]
        assert (mark.flags, mark.persona, mark.moment) == ("RS", "omar", answer.moment)
    # The answers are known now: nothing is answered twice.
    people = {person.email: person for person in PEOPLE}
    given = tuple(
        email(
            people[answer.sender],
            people[answer.recipient],
            answer.moment,
            1000 + number,
            message_id=answer.message_id,
            in_reply_to=answer.in_reply_to,
            references=answer.references,
        )
        for number, answer in enumerate(answers)
    )
    again = sent(planned(asked(hours=5, mails=(*mails, *given), options={"rate": 0})))
    assert not {answer.in_reply_to for answer in again} & {answer.in_reply_to for answer in answers}


def test_read_mail_is_flagged_in_its_own_mailbox_and_once() -> None:
    known = email(ANNA, OMAR, NOW - 3 * DAY)
    [mark] = marked(planned(asked(mails=(known,), options={"rate": 0}, hours=1)))
    assert (mark.flags, mark.persona, mark.path) == ("S", "omar", known.path)
    assert mark.target == "/home/omar/Maildir/cur/0.M1P2.web-01:2,S" and known.sent.sent_at < mark.moment <= NOW
    stored = replace(known, copies=({"owner": "omar", "path": mark.target, "flags": "S"},))
    assert not marked(planned(asked(mails=(stored,), options={"rate": 0}, hours=1)))


@pytest.mark.parametrize(
    ("copies", "layout", "minutes"),
    [
        pytest.param({"lost": "yes"}, "maildir", 4000, id="a copy that is lost"),
        pytest.param({"flags": "RS"}, "maildir", 4000, id="an answered one"),
        pytest.param({"owner": "nobody"}, "maildir", 4000, id="of somebody who left"),
        pytest.param({}, "spool", 4000, id="in a spool"),
        pytest.param({}, "maildir", 0, id="not read yet"),
    ],
)
def test_what_is_not_marked(copies: dict[str, str], layout: str, minutes: int) -> None:
    known = email(ANNA, OMAR, NOW - timedelta(minutes=minutes, seconds=1))
    stored = replace(known, copies=({**known.copies[0], **copies},))
    plan = planned(asked(mails=(stored,), options={"rate": 0, "mail_layout": layout}, hours=1))
    assert not marked(plan)


def test_a_spool_has_one_file_a_mail_in_a_directory_for_its_thread() -> None:
    action = one_mail(options={"mail_layout": "spool", "mail_spool": "/srv/spool/"})
    [copy] = action.copies
    assert copy.path == f"/srv/spool/{action.thread_id}/20260303-100000-anna.eml"
    assert (copy.uid, copy.gid, copy.mode, copy.flags) == (0, 0, 0o640, "")
    assert action.log == () and action.indexed == ()


@pytest.mark.parametrize("maildir", ["~/Maildir", "%h/mail", "/var/vmail/%u"])
def test_the_maildir_is_where_the_option_says(maildir: str) -> None:
    action = one_mail(options={"maildir": maildir})
    roots = {"~/Maildir": "/home/anna/Maildir", "%h/mail": "/home/anna/mail", "/var/vmail/%u": "/var/vmail/anna"}
    assert action.copies[-1].path.startswith(f"{roots[maildir]}/.Sent/cur/")


def logged(action: EmailAction) -> dict[str, list[str]]:
    return {note.path: [line for _moment, line in note.lines] for note in action.log}


@pytest.mark.parametrize(
    ("request_", "overrides", "paths"),
    [
        pytest.param(MailRequest(), {}, {MAIL_LOG}, id="mail alone leaves the syslog to the tick"),
        pytest.param(TickRequest(), {}, {MAIL_LOG, SYSLOG}, id="a tick writes both"),
        pytest.param(
            MailRequest(),
            {"running": ("dovecot", "cron", "rsyslogd"), "started_at": NOW - DAY},
            {MAIL_LOG, SYSLOG},
            id="a living rsyslogd writes both",
        ),
        pytest.param(
            TickRequest(),
            {"running": ("dovecot", "cron", "rsyslogd"), "started_at": NOW - HOUR},
            {f"{MAIL_LOG}.1", f"{SYSLOG}.1"},
            id="before the start of rsyslogd",
        ),
        pytest.param(TickRequest(), {"log_files": LOGS}, set(), id="a host without a mail log"),
        pytest.param(TickRequest(), {"running": ("exim4",)}, set(), id="Exim keeps its own"),
    ],
)
def test_the_mail_log_records_a_delivery_where_the_host_has_one(request_: Any, overrides: Any, paths: set[str]) -> None:
    host = replace(HOST, facts=replace(HOST.facts, **overrides))
    notes = logged(one_mail(request=request_, decky=host, clocks={"tick": MORNING - HOUR, "mail": MORNING - HOUR}))
    assert set(notes) == paths
    for lines in notes.values():
        assert any("saved mail to INBOX" in line for line in lines) and all(" web-01 dovecot" in line for line in lines)


def test_a_delivery_is_logged_once_for_each_recipient_on_the_host() -> None:
    for action in sent(planned(asked(hours=40, activity_times=activity_times("anna", 12, NOW - 28 * HOUR)))):
        [lines] = logged(action).values()
        saved = [line for line in lines if "saved mail to INBOX" in line]
        assert len(saved) == 1 + len(action.cc) and all(f"msgid=<{action.message_id}>" in line for line in saved)


def test_mailboxes_in_a_container_of_their_own_have_its_accounts_and_its_log() -> None:
    there = facts(
        accounts=tuple(replace(one, uid=one.uid + 500, home=f"/vmail/{one.login}") for one in facts().accounts),
        log_files=(MAIL_LOG,),
        running=("dovecot",),
    )
    host = replace(HOST, facts=replace(HOST.facts, accounts=()))
    action = one_mail(decky=host, mail_facts=replace(there, hostname="mail-01"))
    assert action.decky == "web-01" and {copy.path.split("/")[1] for copy in action.copies} == {"vmail"}
    assert {copy.uid for copy in action.copies} <= {1500, 1501, 1502}
    assert all(" mail-01 dovecot" in line for line in logged(action)[MAIL_LOG])
    # Without an account anywhere there is no mailbox, hence no mail.
    assert not sent(planned(asked(decky=host, activity_times=(activity_time("anna", MORNING),))))


def test_who_has_no_account_on_the_decky_writes_mail_there_but_no_files() -> None:
    host = replace(HOST, facts=replace(HOST.facts, accounts=()))
    run = asked(decky=host, request=TickRequest(), hours=100, clocks={"tick": NOW - 4 * DAY}, mail_facts=HOST.facts)
    plan = planned(run)
    assert sent(plan) and {action.persona for action in plan.actions} <= {person.login for person in PEOPLE} | {None}
    assert all(action.kind == "email" for action in plan.actions if action.persona)


def test_the_language_is_the_default_where_two_people_share_none() -> None:
    mixed = tuple(replace(person, language=language) for person, language in zip(PEOPLE, ("de", "fr", "it")))
    host = replace(HOST, personas=mixed)
    assert one_mail(decky=host, options={"language_default": "nl"}).language == "nl"
    same = tuple(replace(person, language="de") for person in PEOPLE)
    assert one_mail(decky=replace(HOST, personas=same)).language == "de"
