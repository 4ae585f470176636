# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The writer: its prompts, the number of its calls, and its use of the responses."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism import planning
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import EmailAction, FileAction
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.plan import Plan
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.requests import TickRequest
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.snapshot import Snapshot
from ansible_collections.decnet.realism.plugins.plugin_utils.llm import LLMError, LLMTimeout, Prompt
from ansible_collections.decnet.realism.plugins.plugin_utils.llm.writer import COOLDOWN, THRESHOLD, Writer
from ansible_collections.decnet.realism.plugins.plugin_utils.observation.observer import Observer
from fakes.clock import Clock
from fakes.ledger import MemoryLedger
from fakes.llm import MemoryBackend, Response
from fakes.people import OFFICE, office_host
from fakes.task import task
from fakes.transport import MemoryTransport

#: A Friday evening: the texts of two days are due.
NOW = datetime(2026, 3, 6, 19, 30, tzinfo=timezone.utc)
MARK = "zzyzx"
_GERMAN = "Ich habe das noch nicht gesehen und es ist auch für uns nicht zu machen, bis wir mit den anderen reden"


def echo(prompt: Prompt) -> Response:
    """The text of the prompt with one more word."""
    text = prompt.user.rpartition("<text>\n")[2].partition("\n</text>")[0]
    return f"{text}\n# {MARK}" if text.startswith("#!") else f"{text}\n{MARK}"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    wiring = task(
        MemoryTransport("d1", office_host(mail_log=True)),
        MemoryLedger("l"),
        NOW,
        personas=OFFICE,
        services=("imap",),
        catch_up=36.0,
    )
    return Observer(wiring).snapshot(TickRequest())


@pytest.fixture(scope="module")
def plan(snapshot: Snapshot) -> Plan:
    made = planning.plan(snapshot)
    assert len(made.texts) >= 8
    return made


class Desk:
    """A writer, its model and its ledger."""

    def __init__(self, responses: list[Response] | Callable[[Prompt], Response] = echo, **settings: Any) -> None:
        self.backend, self.ledger, self.clock = MemoryBackend(responses), MemoryLedger(), Clock(NOW)
        self.settings = {"max_calls": 1000, **settings}
        self.renewals: list[bool] = []

    def write(self, snapshot: Snapshot, plan: Plan, lease: Callable[[], bool] = lambda: True) -> Plan:
        def renew() -> bool:
            self.renewals.append(lease())
            return self.renewals[-1]

        writer = Writer(self.backend, self.ledger, self.settings, clock=self.clock, renew_lease=renew)
        return writer.write(snapshot, plan)


def authors(plan: Plan) -> list[str]:
    """The author of each new text, in the order of the plan."""
    return [action.author for action in plan.actions if isinstance(action, (FileAction, EmailAction))]


def notes(plan: Plan) -> list[str]:
    """The reasons for which composed texts stayed."""
    texts = [action.note for action in plan.actions if isinstance(action, (FileAction, EmailAction))]
    return [note for note in texts if note]


def words(mail: EmailAction) -> str:
    """The text of a mail, decoded."""
    message = email.message_from_bytes(mail.copies[0].content, policy=email.policy.default)
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_without_a_backend_the_plan_is_the_composed_one(snapshot: Snapshot, plan: Plan) -> None:
    assert Writer(None, MemoryLedger()).write(snapshot, plan) is plan


def test_every_text_is_asked_for_once_and_nothing_else_changes(snapshot: Snapshot, plan: Plan) -> None:
    desk = Desk()
    written = desk.write(snapshot, plan)
    assert len(desk.backend.prompts) == len(plan.texts) == len(set(desk.backend.prompts))
    assert authors(written).count("llm") == len(plan.texts) and notes(written) == []
    assert [action.event_action for action in written.actions] == [action.event_action for action in plan.actions]
    for before, after in zip(plan.actions, written.actions, strict=True):
        if isinstance(before, FileAction) and isinstance(after, FileAction) and after.author == "llm":
            assert MARK in after.body.decode()
            assert replace(after, body=before.body, author="composed") == before
        elif not isinstance(after, EmailAction):
            assert after == before


def test_a_reply_of_the_same_run_quotes_what_the_model_wrote(snapshot: Snapshot, plan: Plan) -> None:
    desk = Desk()
    mails = {
        action.message_id: action for action in desk.write(snapshot, plan).actions if isinstance(action, EmailAction)
    }
    replies = [mail for mail in mails.values() if mail.in_reply_to in mails]
    assert replies, "these days have no mail that is answered"
    # The prompt holds the text of the reply and that of its parent; some replies have no quote.
    assert sum(words(mail).count(MARK) >= 2 for mail in replies) >= 1
    asked = [prompt.user for prompt in desk.backend.prompts if prompt.user.count(MARK)]
    assert len(asked) >= len(replies), "the prompt of a reply has the text that it answers"


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_the_share_decides_how_many_texts_are_written_anew(snapshot: Snapshot, plan: Plan, share: float) -> None:
    first, again = Desk(share=share), Desk(share=share)
    written = first.write(snapshot, plan)
    assert authors(written) == authors(again.write(snapshot, plan))
    asked, all_of_them = len(first.backend.prompts), len(plan.texts)
    assert asked == share * all_of_them if share in (0.0, 1.0) else 0 < asked < all_of_them


def test_no_more_calls_than_the_settings_allow(snapshot: Snapshot, plan: Plan) -> None:
    desk = Desk(max_calls=2)
    written = desk.write(snapshot, plan)
    assert len(desk.backend.prompts) == 2 and authors(written).count("llm") == 2
    assert set(notes(written)) == {"llm: no more calls in this task"}


@pytest.mark.parametrize(
    ("problem", "note"),
    [(LLMTimeout("memory did not answer in 20 s"), "llm: timeout, "), (LLMError("status 500"), "llm: failure, ")],
)
def test_a_model_that_fails_is_asked_no_more_until_the_breaker_closes(
    snapshot: Snapshot, plan: Plan, problem: LLMError, note: str
) -> None:
    desk = Desk([problem])
    written = desk.write(snapshot, plan)
    assert set(authors(written)) == {"composed"} and len(desk.backend.prompts) == THRESHOLD
    told = notes(written)
    assert sum(text.startswith(note) for text in told) == THRESHOLD
    assert told.count("llm: the breaker is open") == len(plan.texts) - THRESHOLD
    desk.write(snapshot, plan)
    assert len(desk.backend.prompts) == THRESHOLD
    desk.clock.now += COOLDOWN + timedelta(seconds=1)
    desk.write(snapshot, plan)
    assert len(desk.backend.prompts) == THRESHOLD + 1, "one call tries again"


def test_a_success_closes_the_breaker(snapshot: Snapshot, plan: Plan) -> None:
    trouble: list[Response] = [LLMError("no")] * (THRESHOLD - 1)
    calls = iter([*trouble, *["x"] * 1, *trouble])
    desk = Desk(lambda prompt: next(calls, None) or echo(prompt))
    desk.write(snapshot, plan)
    assert len(desk.backend.prompts) == len(plan.texts) and desk.ledger.get_breaker("memory").failures == 0


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        ("As an AI language model I would rather not write to anybody.", "it is a refusal"),
        ("I'm sorry, but I can't help with that request.\nPlease ask another one.", "it is a refusal"),
        ("", "it is empty"),
        ("<think>what do they want</think>", "it is empty"),
        ("Dear [name of customer],\nall is well here.\n", "it contains placeholders"),
        ("Dear [insert name],\nall is well here.\n", "it contains placeholders"),
    ],
)
def test_an_unusable_response_leaves_the_composed_text(
    snapshot: Snapshot, plan: Plan, response: str, reason: str
) -> None:
    desk = Desk([response])
    written = desk.write(snapshot, plan)
    assert set(authors(written)) == {"composed"}
    assert notes(written) == [f"llm: unusable, {reason}"] * len(plan.texts)
    bodies = [action.body for action in plan.actions if isinstance(action, FileAction)]
    assert [action.body for action in written.actions if isinstance(action, FileAction)] == bodies


def test_a_mail_in_another_language_is_not_sent(snapshot: Snapshot, plan: Plan) -> None:
    written = Desk([f"{_GERMAN}, und dann ist es auch für die anderen nicht mehr zu ändern."]).write(snapshot, plan)
    mails = [action for action in written.actions if isinstance(action, EmailAction)]
    assert mails and {mail.note for mail in mails} == {"llm: unusable, it is in de, not in en"}


def test_the_lease_is_renewed_before_and_after_each_call(snapshot: Snapshot, plan: Plan) -> None:
    desk = Desk()
    desk.write(snapshot, plan)
    assert len(desk.backend.prompts) == len(plan.texts) and desk.renewals == [True] * 2 * len(plan.texts)


@pytest.mark.parametrize("calls", [0, 1, 3])
def test_a_lost_lease_ends_the_run_before_the_next_call(snapshot: Snapshot, plan: Plan, calls: int) -> None:
    desk = Desk()
    with pytest.raises(RealismError, match="took over this decky"):
        desk.write(snapshot, plan, lease=lambda: len(desk.backend.prompts) < calls)
    assert len(desk.backend.prompts) == calls


def test_a_lease_that_is_lost_while_the_model_writes_ends_the_run(snapshot: Snapshot, plan: Plan) -> None:
    desk = Desk([LLMError("no")])
    with pytest.raises(RealismError, match="took over this decky"):
        desk.write(snapshot, plan, lease=lambda: not desk.backend.prompts)
    assert desk.renewals == [True, False]


def test_a_text_that_is_not_asked_for_renews_no_lease(snapshot: Snapshot, plan: Plan) -> None:
    desk = Desk(share=0.0)
    desk.write(snapshot, plan, lease=lambda: False)
    assert desk.renewals == []
