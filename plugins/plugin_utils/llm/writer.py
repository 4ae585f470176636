# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Has a language model write the texts of a plan anew, within limits.

A late, missing or unusable response leaves the composed text.
Only new texts are written: an edit grows from the text before it, and logs are never sent to a model.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any, Protocol

from ansible_collections.decnet.realism.plugins.module_utils.realism import planning
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.writing_style import undash
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.plan import Plan
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.snapshot import Snapshot
from ansible_collections.decnet.realism.plugins.module_utils.realism.planning.texts import LLM, Text, TextRequest

from . import LLMBackend, LLMError, LLMTimeout, Prompt, prompts, responses

#: The number of consecutive failures that open the breaker, and for how long; then one call may try again.
THRESHOLD, COOLDOWN = 3, timedelta(minutes=5)
#: The most calls of one task unless the settings say otherwise: a tick that waits for a slow model is late for its
#: decky.
MAX_CALLS = 10


class BreakerStore(Protocol):
    """The state of circuit breakers, kept from tick to tick."""

    def may_call(self, name: str, now: datetime, threshold: int, cooldown: timedelta) -> bool:
        """Whether the backend may be called; after the cooldown of a failing one, a single caller may."""

    def note_failure(self, name: str, now: datetime, threshold: int, cooldown: timedelta) -> None:
        """Counts a failure."""

    def note_success(self, name: str, now: datetime) -> None:
        """Resets the count of failures."""


class Writer:
    """Writes the texts of one task. Without a backend a plan is returned as it was.

    ``renew_lease`` is called before and after each call of the model; it returns whether this controller still holds
    the decky.
    """

    def __init__(
        self,
        backend: LLMBackend | None,
        breakers: BreakerStore,
        settings: Mapping[str, Any] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
        renew_lease: Callable[[], bool] = lambda: True,
    ) -> None:
        given = settings or {}
        self.backend, self._breakers, self._clock, self._renew_lease = backend, breakers, clock, renew_lease
        self._share = float(str(given.get("share", 1.0)))
        self._left = int(str(given.get("max_calls", MAX_CALLS)))

    def write(self, snapshot: Snapshot, plan: Plan) -> Plan:
        """The plan with the model's texts in place of composed ones. Raises RealismError where the lease is lost.

        A mail that answers another mail of the same run is written after it, as its prompt quotes it.
        """
        texts: dict[str, Text] = {}
        while self.backend is not None:
            ready = [
                request
                for request in plan.texts
                if request.key not in texts and (request.after is None or request.after in texts)
            ]
            if not ready:
                break
            texts.update({request.key: self._written(request, snapshot.world.domain) for request in ready})
            plan = planning.plan(snapshot, texts)
        return plan

    def _written(self, request: TextRequest, domain: str) -> Text:
        rng, persona = seeded_random(*request.seed), request.persona
        if request.content_class is ContentClass.EMAIL:
            prompt = prompts.for_mail(
                persona,
                domain,
                request.language,
                to=request.recipient,
                text=request.body,
                thread_so_far=request.thread,
                rng=rng,
            )
            made = self._complete(prompt, rng, lambda text: responses.mail(text, request.language))
        else:
            kind = request.content_class.value
            prompt = prompts.for_document(persona, domain, kind, request.path, request.body, rng)
            made = self._complete(prompt, rng, lambda text: (None, responses.document(text, kind, request.language)))
        return replace(made, body=_typed(persona, made.body), subject=_typed(persona, made.subject))

    def _complete(self, prompt: Prompt, rng: random.Random, read: Callable[[str], tuple[str | None, str]]) -> Text:
        if self.backend is None or rng.random() >= self._share:
            return Text()
        if self._left <= 0:
            return Text(note="llm: no more calls in this task")
        name = self.backend.name
        if not self._breakers.may_call(name, self._clock(), THRESHOLD, COOLDOWN):
            return Text(note="llm: the breaker is open")
        self._keep_lease()
        self._left -= 1
        try:
            response = self.backend.complete(prompt)
            self._keep_lease()
        except LLMError as problem:
            self._keep_lease()
            self._breakers.note_failure(name, self._clock(), THRESHOLD, COOLDOWN)
            kind = "timeout" if isinstance(problem, LLMTimeout) else "failure"
            return Text(note=f"llm: {kind}, {problem}"[:200])
        self._breakers.note_success(name, self._clock())
        try:
            subject, text = read(response.text)
        except responses.Unusable as reason:
            return Text(note=f"llm: unusable, {reason}")
        return Text(body=text, subject=subject, author=LLM)

    def _keep_lease(self) -> None:
        if not self._renew_lease():
            raise RealismError(
                "another controller took this decky over while the language model was called;"
                " nothing was done here, raise lease_seconds or lower the timeout of llm_settings"
            )


def _typed(persona: Persona, text: str | None) -> str | None:
    """The text as this persona types it: without dashes that no keyboard has, unless a machine writes for them."""
    return text if text is None or persona.uses_llms_heavily else undash(text)
