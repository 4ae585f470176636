# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets a language model reword what was composed, within limits; where it is late, silent or of no use the composed text stands.

Only new texts are reworded, edits grow from what stands there. Logs never come here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any, Protocol

from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.records import MailPlan, Written
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.writing_style import undash
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona

from . import LLMBackend, LLMError, LLMTimeout, Prompt
from . import prompts as asking
from . import responses as answers

#: So many failures in a row open the breaker, for so long; then one call may try again.
THRESHOLD, COOLDOWN = 3, timedelta(minutes=5)
#: What a tick asks a model at most, unless told otherwise: a tick that waits for a slow model is late for its decky.
MAX_CALLS = 10
COMPOSED, LLM = "composed", "llm"


class BreakerStore(Protocol):
    """Where the state of circuit breakers is kept from tick to tick."""

    def may_call(self, name: str, now: datetime, threshold: int, cooldown: timedelta) -> bool:
        """Whether the backend may be asked; of several that ask a failing one after its pause, one may."""

    def note_failure(self, name: str, now: datetime, threshold: int, cooldown: timedelta) -> None:
        """Count a failure."""

    def note_success(self, name: str, now: datetime) -> None:
        """Forget the failures."""


@dataclass(frozen=True)
class Rewritten:
    """A text, who made it (composed or llm), and why the model was not heard where it was asked."""

    text: str
    author: str = COMPOSED
    note: str | None = None
    subject: str | None = None


class Writer:
    """One task's way to a model. Without a backend it gives everything back as it was."""

    def __init__(
        self,
        backend: LLMBackend | None,
        breakers: BreakerStore,
        domain: str,
        settings: Mapping[str, Any] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        given = settings or {}
        self.backend, self._breakers, self._domain, self._clock = backend, breakers, domain, clock
        self._share = float(str(given.get("share", 1.0)))
        self._left = int(str(given.get("max_calls", MAX_CALLS)))

    def mail(
        self, plan: MailPlan, written: Written, thread: Sequence[tuple[str, str]], rng: random.Random, block: str = ""
    ) -> tuple[Written, str, str | None]:
        """The mail, reworded where that worked; author and note. ``thread`` has author and text of each mail so far, ``block`` is the signature."""
        if self.backend is None:
            return written, COMPOSED, None
        own = written.body.removesuffix(f"\n\n{block}") if block else written.body
        prompt = asking.for_mail(plan.sender, self._domain, plan.language, plan.recipient.first_name, own, thread, rng)
        made = self._ask(prompt, own, rng, lambda text: answers.mail(text, plan.language))
        if made.author == COMPOSED:
            return written, COMPOSED, made.note
        body = self._typed(plan.sender, made.text) + (f"\n\n{block}" if block else "")
        subject = written.subject if plan.parent or not made.subject else self._typed(plan.sender, made.subject)
        return replace(written, subject=subject, body=body), LLM, None

    def document(self, content_class: str, persona: Persona, path: str, body: str, rng: random.Random) -> Rewritten:
        """A new note, TODO, draft or script, reworded where that worked."""
        if self.backend is None:
            return Rewritten(body)
        prompt = asking.for_document(persona, self._domain, content_class, path, body, rng)
        made = self._ask(
            prompt, body, rng, lambda text: (None, answers.document(text, content_class, persona.language))
        )
        return replace(made, text=self._typed(persona, made.text)) if made.author == LLM else made

    def _typed(self, persona: Persona, text: str) -> str:
        return text if persona.uses_llms_heavily else undash(text)

    def _ask(
        self, prompt: Prompt, composed: str, rng: random.Random, read: Callable[[str], tuple[str | None, str]]
    ) -> Rewritten:
        if self.backend is None or rng.random() >= self._share:
            return Rewritten(composed)
        if self._left <= 0:
            return Rewritten(composed, note="llm: no more calls in this task")
        name = self.backend.name
        if not self._breakers.may_call(name, self._clock(), THRESHOLD, COOLDOWN):
            return Rewritten(composed, note="llm: the breaker is open")
        self._left -= 1
        try:
            answer = self.backend.complete(prompt)
        except LLMError as problem:
            self._breakers.note_failure(name, self._clock(), THRESHOLD, COOLDOWN)
            return Rewritten(
                composed, note=f"llm: {'timeout' if isinstance(problem, LLMTimeout) else 'failure'}, {problem}"[:200]
            )
        self._breakers.note_success(name, self._clock())
        try:
            subject, text = read(answer.text)
        except answers.Unusable as reason:
            return Rewritten(composed, note=f"llm: unusable, {reason}")
        return Rewritten(text, LLM, None, subject)
