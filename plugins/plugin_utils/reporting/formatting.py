# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Formats texts that an intruder may have written.

Characters that control a terminal or the text direction are escaped.
"""

from __future__ import annotations

import unicodedata

#: The most characters of one text. A longer text is cut, with a note.
MAX_CHARACTERS = 4000


def plain(value: object, limit: int = MAX_CHARACTERS) -> str:
    r"""The text with control, format (bidi), private and surrogate characters as ``\u202e``; newlines and tabs stay."""
    text = str(value)
    cut = len(text) > limit
    shown = "".join(
        sign if sign in "\n\t" or unicodedata.category(sign)[0] != "C" else f"\\u{ord(sign):04x}"
        for sign in text[:limit]
    )
    return f"{shown}\n({len(text) - limit} more characters)" if cut else shown
