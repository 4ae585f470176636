# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of a model's response.

Fences and preambles are removed, a subject is split off, and an unusable response is rejected with a reason.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.locale import LANGUAGES, locale_of

_FENCE = re.compile(r"\A\s*```[\w-]*\n(.*?)\n?```\s*\Z", re.DOTALL)
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_PREAMBLE = re.compile(
    r"\A(?:sure|certainly|of course|absolutely|here(?:'s| is| are)|okay|claro|natürlich|bien sûr|certo)\b"
    r"[^\n]*[:!]\s*\n+",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"\bas an ai\b|\blanguage model\b|\bI (?:cannot|can't|am unable to)\b (?:help|assist|write|fulfil|comply)"
    r"|\bI'm sorry, but\b",
    re.IGNORECASE,
)
#: Brackets with a dollar sign are no placeholder, but a test of a shell script, such as ``[ -n "$name" ]``.
_PLACEHOLDER = re.compile(
    r"\[[^\]\n$]{0,40}(?:name|date|company|nombre|fecha|datum|nom|nome|insert)[^\]\n]{0,40}\]|\{\{|<(?:name|date|insert)[^>]*>",
    re.IGNORECASE,
)


class Unusable(Exception):
    """The response cannot be used. The message is the reason in a few words."""


def cleaned(text: str) -> str:
    """The text without thoughts, fences, preambles and control characters.

    Raises Unusable for refusals and placeholders.
    """
    text = _THOUGHT.sub("", text.replace("\r\n", "\n"))
    text = _PREAMBLE.sub("", text.strip())
    fenced = _FENCE.match(text.strip())
    text = fenced.group(1) if fenced else text
    text = "".join(
        sign
        for sign in text
        if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    )
    text = "\n".join(line.rstrip() for line in text.strip().split("\n"))
    if not text:
        raise Unusable("it is empty")
    if _REFUSAL.search(text):
        raise Unusable("it is a refusal")
    if _PLACEHOLDER.search(text):
        raise Unusable("it contains placeholders")
    return re.sub(r"\n{3,}", "\n\n", text)


def mail(text: str, language: str) -> tuple[str | None, str]:
    """The subject (None where the response has none) and the body of a mail. Raises Unusable."""
    text = cleaned(text)
    subject = None
    first, _newline, rest = text.partition("\n")
    if match := _subject().match(first):
        subject, text = match.group(1).strip().strip('*"')[:120], rest.strip()
    # A mail is plain text, not Markdown.
    text = re.sub(r"\*\*(.+?)\*\*", r"\1", re.sub(r"(?m)^#+\s+", "", text))
    if not 2 <= len(text.split()) <= 600:
        raise Unusable(f"it has {len(text.split())} words")
    check_language(text, language)
    return subject, text


def check_language(text: str, language: str) -> None:
    """Raises Unusable where the text has more frequent words of another language than of its own.

    Texts of less than 12 words and languages without a list of frequent words pass.
    """
    wanted = language.partition("-")[0].lower()
    words = re.findall(r"[^\W\d_]+", text.lower())
    if wanted not in LANGUAGES or len(words) < 12:
        return
    counts = {known: sum(word in _stopwords(known) for word in words) for known in LANGUAGES}
    best = max(sorted(counts), key=lambda known: counts[known])
    if best != wanted and counts[best] > 1.3 * counts[wanted] + 2:
        raise Unusable(f"it is in {best}, not in {wanted}")


@lru_cache(maxsize=1)
def _subject() -> re.Pattern[str]:
    """Matches a line that begins with the word for Subject in any language."""
    words = (re.escape(locale_of(language).bank["block"]["subject"]) for language in LANGUAGES)
    return re.compile(rf"^\W*(?:{'|'.join(words)})\W*:\s*(.+)$", re.IGNORECASE)


@lru_cache(maxsize=None)
def _stopwords(language: str) -> frozenset[str]:
    """The most frequent words of a language."""
    return frozenset(locale_of(language).bank["stopwords"].split())


def document(text: str, content_class: str, language: str) -> str:
    """The body of a note, TODO list, draft or script. Raises Unusable."""
    text = cleaned(text)
    if not 2 <= len(text.split("\n")) <= 400:
        raise Unusable("it is too short or too long")
    if content_class == "script":
        if not text.startswith("#!"):
            raise Unusable("it has no interpreter line")
    else:
        check_language(text, language)
    if content_class == "todo" and not re.search(r"(?m)^\s*[-*] \[[ x]\] ", text):
        raise Unusable("it has no checkboxes")
    return text + "\n"
