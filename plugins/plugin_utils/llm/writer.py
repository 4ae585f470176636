# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Has a language model reword composed texts, within limits. A late, missing or unusable response leaves the composed text.

Only new texts are reworded: an edit grows from the text before it, and logs are never sent to a model.
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

from . import LLMBackend, LLMError, LLMTimeout, Prompt, prompts, responses

#: The number of consecutive failures that open the breaker, and for how long; then one call may try again.
THRESHOLD, COOLDOWN = 3, timedelta(minutes=5)
#: The most calls of one task unless the settings say otherwise: a tick that waits for a slow model is late for its decky.
MAX_CALLS = 10
COMPOSED, LLM = "composed", "llm"


class BreakerStore(Protocol):
    """The state of circuit breakers, kept from tick to tick."""

    def may_call(self, name: str, now: datetime, threshold: int, cooldown: timedelta) -> bool:
        """Whether the backend may be called; after the cooldown of a failing one, a single caller may."""

    def note_failure(self, name: str, now: datetime, threshold: int, cooldown: timedelta) -> None:
        """Counts a failure."""

    def note_success(self, name: str, now: datetime) -> None:
        """Resets the count of failures."""


@dataclass(frozen=True)
class Rewritten:
    """A text and its author (composed or llm). ``note`` is why a model that was to be called did not write it."""

    text: str
    author: str = COMPOSED
    note: str | None = None
    subject: str | None = None


class Writer:
    """Rewords the texts of one task. Without a backend every text is returned as it was composed."""

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
        """The mail, reworded where that succeeded, with its author and note.

        ``thread`` has author and text of each mail so far, the oldest first; ``block`` is the signature, which is kept as it is.
        """
        if self.backend is None:
            return written, COMPOSED, None
        own = written.body.removesuffix(f"\n\n{block}") if block else written.body
        prompt = prompts.for_mail(plan.sender, self._domain, plan.language, plan.recipient.first_name, own, thread, rng)
        made = self._complete(prompt, own, rng, lambda text: responses.mail(text, plan.language))
        if made.author == COMPOSED:
            return written, COMPOSED, made.note
        body = self._typed(plan.sender, made.text) + (f"\n\n{block}" if block else "")
        subject = written.subject if plan.parent or not made.subject else self._typed(plan.sender, made.subject)
        return replace(written, subject=subject, body=body), LLM, None

    def document(self, content_class: str, persona: Persona, path: str, body: str, rng: random.Random) -> Rewritten:
        """A new note, TODO, draft or script, reworded where that succeeded."""
        if self.backend is None:
            return Rewritten(body)
        prompt = prompts.for_document(persona, self._domain, content_class, path, body, rng)
        made = self._complete(
            prompt, body, rng, lambda text: (None, responses.document(text, content_class, persona.language))
        )
        return replace(made, text=self._typed(persona, made.text)) if made.author == LLM else made

    def _typed(self, persona: Persona, text: str) -> str:
        return text if persona.uses_llms_heavily else undash(text)

    def _complete(
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
            response = self.backend.complete(prompt)
        except LLMError as problem:
            self._breakers.note_failure(name, self._clock(), THRESHOLD, COOLDOWN)
            return Rewritten(
                composed, note=f"llm: {'timeout' if isinstance(problem, LLMTimeout) else 'failure'}, {problem}"[:200]
            )
        self._breakers.note_success(name, self._clock())
        try:
            subject, text = read(response.text)
        except responses.Unusable as reason:
            return Rewritten(composed, note=f"llm: unusable, {reason}")
        return Rewritten(text, LLM, None, subject)
