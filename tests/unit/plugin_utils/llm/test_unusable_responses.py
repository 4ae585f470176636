# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The responses of a model that are rejected, and the reasons."""

from __future__ import annotations

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.llm import responses

GERMAN = (
    "Hallo zusammen,\n\n"
    "das ist die Liste, die wir für den Umbau noch brauchen, und ich habe sie mit dir geprüft.\n\nGruß"
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("<think>hm</think>", "it is empty"),
        ("I cannot help with that request.\nSorry.", "it is a refusal"),
        ("I'm sorry, but this is not possible.\nBye", "it is a refusal"),
        ("As an AI, I have no notes.\n- [ ] x", "it is a refusal"),
        ("As a large language model I do not write.\n\nBye", "it is a refusal"),
        ("Hello [Your Name],\n\nthe tape is in.", "it contains placeholders"),
        ("Hello {{ name }},\n\nthe tape is in.", "it contains placeholders"),
    ],
)
def test_a_response_that_no_person_would_write_is_rejected(text: str, reason: str) -> None:
    for read in (
        lambda: responses.cleaned(text),
        lambda: responses.mail(text, "en"),
        lambda: responses.document(text, "note", "en"),
    ):
        with pytest.raises(responses.Unusable, match=reason):
            read()


@pytest.mark.parametrize(
    ("text", "kind", "language", "reason"),
    [
        ("one line", "note", "en", "it is too short or too long"),
        ("x\n" * 401, "note", "en", "it is too short or too long"),
        ("echo hi\nexit", "script", "en", "it has no interpreter line"),
        ("# List\n\nbuy tape", "todo", "en", "it has no checkboxes"),
        (GERMAN, "note", "en", "it is in de, not in en"),
    ],
)
def test_a_document_that_is_none_is_rejected(text: str, kind: str, language: str, reason: str) -> None:
    with pytest.raises(responses.Unusable, match=reason):
        responses.document(text, kind, language)


def test_what_is_left_of_a_usable_response_is_the_text() -> None:
    said = (
        "<think>short</think>Sure, here is the mail:\n\n```\nSubject: **Tape**\n\nHi,\n\nthe **tape** is in.\x07\n```"
    )
    assert responses.mail(said, "en") == ("Tape", "Hi,\n\nthe tape is in.")
    assert responses.mail(GERMAN, "de") == (None, GERMAN)
    assert responses.document("- [ ] a\n- [x] b", "todo", "en") == "- [ ] a\n- [x] b\n"
