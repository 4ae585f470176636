# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The quote of the parent in a reply: below an attribution line, or as a block, by mail program and language."""

from __future__ import annotations

import random
from zoneinfo import ZoneInfo

from ..model.records import SentMail
from .locale import locale_of
from .records import MailClient

#: 78 % of replies quote (measured on lists). Quotes of quotes are kept to this depth and length.
QUOTES = 0.78
MAX_DEPTH, MAX_LINES = 3, 60


def quoted(
    parent: SentMail,
    own: str,
    *,
    author: str,
    recipients: str,
    client: MailClient,
    language: str,
    zone: ZoneInfo,
    rng: random.Random,
) -> str:
    """The complete text of a reply, unwrapped: ``own`` text and the quoted parent, in the layout of ``client``.

    ``author`` is the name of the parent's sender, ``recipients`` are the names of its recipients. Dates are in
    ``zone``, the zone of the replier.
    """
    if rng.random() >= QUOTES:
        return own
    locale, sent_at = locale_of(language), parent.sent_at.astimezone(zone)
    if client.quoting == "header_block":
        block = locale.bank["block"]
        head = [
            block["rule"],
            f"{block['from']}: {author} <{parent.sender}>",
            f"{block['sent']}: {locale.block_date(sent_at)}",
            f"{block['to']}: {recipients}",
            f"{block['subject']}: {parent.subject}",
        ]
        return f"{own}\n\n" + "\n".join(line for line in head if line) + f"\n\n{_bounded(parent.body)}"
    attribution = locale.attribution(sent_at, author)
    if client.quoting == "top":
        return f"{own}\n\n{attribution}\n\n{_marked(_bounded(_unsigned(parent.body)))}"
    # People who reply below the quote also trim it.
    return f"{attribution}\n{_marked(_trimmed(_unsigned(parent.body), rng))}\n\n{own}"


def _unsigned(text: str) -> str:
    """The text without its signature, which mail programs do not quote."""
    return text.partition("\n-- \n")[0].rstrip()


def _trimmed(text: str, rng: random.Random) -> str:
    """Some of the parent's own paragraphs; earlier quotes are removed."""
    kept = [part for part in text.split("\n\n") if part and not part.lstrip().startswith(">")]
    kept = [part for part in kept if "\n>" not in part] or kept
    if len(kept) > 3 and rng.random() < 0.6:
        start = rng.randrange(0, len(kept) - 2)
        kept = kept[start : start + rng.choice((2, 3))]
    return "\n\n".join(kept[:8])


def _marked(text: str) -> str:
    return "\n".join(
        (f">{line}" if line.startswith(">") else f"> {line}") if line else ">" for line in text.split("\n")
    )


def _bounded(text: str) -> str:
    lines = [
        line
        for line in text.split("\n")
        if not line.startswith(">" * MAX_DEPTH) and not line.startswith("> " * MAX_DEPTH)
    ]
    return "\n".join(lines[:MAX_LINES]).rstrip()
