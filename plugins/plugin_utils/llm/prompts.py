# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The prompts for mails and documents: the author, the text to reword, and the thread of a mail.

Their wording is in prompts.yml.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from ansible_collections.decnet.realism.plugins.module_utils.realism.content.bodies import body_of
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.locale import LANGUAGES, locale_of
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona

from .base import Prompt

#: The most characters of one text in a prompt.
MAX_CONTEXT = 6000
#: The most mails of a thread in a prompt; the newest are kept.
MAX_THREAD = 4


@lru_cache(maxsize=1)
def _templates() -> dict[str, Any]:
    text = (Path(__file__).parent / "prompts.yml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return data


def language_name(language: str) -> str:
    """The English name of a language: ``German`` for ``de-AT``; the tag itself for an unknown language."""
    code = language.partition("-")[0].lower()
    return str(locale_of(code).bank["name"]) if code in LANGUAGES else language


def for_mail(
    persona: Persona,
    domain: str,
    language: str,
    *,
    to: str,
    text: str,
    thread_so_far: Sequence[tuple[str, str]],
    rng: random.Random,
) -> Prompt:
    """The prompt to reword a mail.

    ``thread_so_far`` holds author and text of each earlier mail; the last one is the parent.
    """
    templates = _templates()
    thread = ""
    if thread_so_far:
        *earlier, (author, parent) = thread_so_far[-MAX_THREAD:]
        thread = templates["thread"].format(author=author, parent=_bounded(parent))
        if earlier:
            mails = "\n".join(
                f"<mail>\n{who}:\n{_bounded(body)[: MAX_CONTEXT // MAX_THREAD]}\n</mail>" for who, body in earlier
            )
            thread = templates["earlier"].format(mails=mails) + thread
    user = templates["mail"].format(to=to, language=language_name(language), thread=thread, text=_bounded(text))
    return Prompt(_system(persona, domain, language, rng), user)


def for_document(persona: Persona, domain: str, content_class: str, path: str, text: str, rng: random.Random) -> Prompt:
    """The prompt to reword a note, TODO list, draft or script."""
    language = persona.language
    user = _templates()[str(body_of(ContentClass(content_class)).prompt)].format(
        path=path.rpartition("/")[2], language=language_name(language), text=_bounded(text)
    )
    return Prompt(_system(persona, domain, language, rng), user)


def _system(persona: Persona, domain: str, language: str, rng: random.Random) -> str:
    templates = _templates()
    # One or two mannerisms are chosen, because a model uses all of the mannerisms it is given in every text.
    picked = rng.sample(list(persona.mannerisms), min(len(persona.mannerisms), rng.choice((1, 2))))
    habits = templates["habits"].format(mannerisms="; ".join(picked)) if picked else ""
    dashes = "" if persona.uses_llms_heavily else templates["no_dashes"]
    values = {
        "name": persona.name,
        "role": persona.role,
        "domain": domain,
        "language": language_name(language),
        "tone": persona.tone,
    }
    return str(templates["system"]).format(**values, habits=habits, dashes=dashes)


def _bounded(text: str | None) -> str:
    # The closing tags of the prompt are removed, because they would end the quotation early.
    return (text or "")[:MAX_CONTEXT].replace("</text>", "").replace("</mail>", "").rstrip("\n")
