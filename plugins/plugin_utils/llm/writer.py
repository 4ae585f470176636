# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The writer, which has a language model reword the new texts of a plan, within limits.

The composed text stays where the response is late, missing or unusable. Edits and logs are not reworded.
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

#: The number of consecutive failures that open the breaker, and the time until one call is tried again.
THRESHOLD, COOLDOWN = 3, timedelta(minutes=5)
#: The default limit of calls per task, so that a slow model does not delay a tick for long.
MAX_CALLS = 10


class BreakerStore(Protocol):
    """The persistent state of circuit breakers."""

    def may_call(self, name: str, now: datetime, threshold: int, cooldown: timedelta) -> bool:
        """Whether the backend may be called. After the cooldown of an open breaker, a single caller may."""

    def note_failure(self, name: str, now: datetime, threshold: int, cooldown: timedelta) -> None:
        """Counts a failure."""

    def note_success(self, name: str, now: datetime) -> None:
        """Resets the count of failures."""


class Writer:
    """Rewords the texts of one task. Without a backend, the plan is returned unchanged.

    ``renew_lease`` is called before and after each call of the model. It returns whether this controller still holds
    the lease of the decky.
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
        """The plan with the texts of the model. Raises RealismError where the lease is lost.

        A reply to a mail of the same run is written after that mail, because its prompt quotes it.
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
            result = self._complete(prompt, rng, lambda text: responses.mail(text, request.language))
        else:
            kind = request.content_class.value
            prompt = prompts.for_document(persona, domain, kind, request.path, request.body, rng)
            result = self._complete(prompt, rng, lambda text: (None, responses.document(text, kind, request.language)))
        return replace(result, body=_typed(persona, result.body), subject=_typed(persona, result.subject))

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
                "another controller took over this decky during a call of the language model, and nothing was changed; "
                "increase lease_seconds, or decrease timeout in llm_settings"
            )


def _typed(persona: Persona, text: str | None) -> str | None:
    """The text without typographic dashes, unless the persona uses language models."""
    return text if text is None or persona.uses_llms_heavily else undash(text)
