# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The test for technical job titles. Notes, TODO lists, mail and the choice of a mail client depend on it."""

from __future__ import annotations

import re

#: Parts of titles in the languages of personas. They match within compounds too, such as Systemadministrator.
_STEMS = (
    "admin(?!istrati)",  # no administrative assistant, no head of administration
    "architect",
    r"data(?! (?:entry|protection))|datenbank",
    r"(?<!business )d[eé]velop|entwickl|desarroll|desenvolv|svilupp",
    "devops",
    "engineer|ing[eé]nieur|ingenier|ingegner|engenheir",
    "help ?desk",
    "informati[ckq]",
    "infrastru",
    "network|netzwerk",
    "operator",
    "program(?:m(?:er|ier)|ador|atore)",
    "release",
    r"(?<!social )security(?! (?:guard|officer))",
    "software",
    "support",
    "sysop",
    r"\bsyst[eè]ms?\b|sistem",
    "te(?:ch|c)ni[ckq]|técnic",
)
#: Whole words.
_WORDS = ("cto", "dba", "edv", "it", "qa", "sre")
_TECHNICAL = re.compile(rf"{'|'.join(_STEMS)}|\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)


def is_technical(role: str) -> bool:
    """Whether people with this job title run machines, write programs or support users."""
    return _TECHNICAL.search(role) is not None
