# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that personas create and edit."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ..changes import Change, FileEdited, FileWritten
from ..content_classes import ContentClass
from ..records import content_hash
from .base import MAX_DIFF_BYTES, Action, Outcome, content_diff

#: The longest diff in an event: enough to follow the history of a file without bloating the ledger.
MAX_DIFF_CHARACTERS = 4096


@dataclass(frozen=True, kw_only=True)
class WrittenFile(Action):
    """A regular file that is written as a whole. ``mode`` holds the permission bits."""

    path: str
    content_class: ContentClass
    body: bytes
    uid: int
    gid: int
    mode: int

    kind: ClassVar[str] = "file"
    room: ClassVar[str] = "orchestrator.file"

    @property
    def previous_body(self) -> bytes:
        """The content before the action."""
        return b""

    def payload(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "content_class": self.content_class.value,
            "mode": f"{self.mode:04o}",
            "bytes": len(self.body),
        }

    def recovery(self) -> dict[str, Any]:
        return {"paths": [self.path], "content_hash": content_hash(self.body)}

    def evidence_of_change(self) -> dict[str, Any]:
        return bounded_diff(self.previous_body, self.body)

    def outline(self) -> dict[str, Any]:
        return {
            **super().outline(),
            "path": self.path,
            "content_class": self.content_class.value,
            "uid": self.uid,
            "gid": self.gid,
            "mode": f"{self.mode:04o}",
            "bytes": len(self.body),
        }

    def diff(self) -> Mapping[str, str] | None:
        return content_diff(self.previous_body, self.body, self.path)


@dataclass(frozen=True, kw_only=True)
class FileAction(WrittenFile):
    """A file to create.

    ``author`` is ``composed`` or ``llm``; ``note`` is the reason why a language model's text was not used.
    """

    author: str = "composed"
    note: str | None = None
    #: Whether the name is random, so that no file can have it and no check for an existing file is needed.
    unguessable: bool = False

    event_action: ClassVar[str] = "file:create"

    def payload(self) -> dict[str, Any]:
        authorship = {"author": self.author} if self.author != "composed" or self.note else {}
        return {**super().payload(), **authorship, **({"note": self.note} if self.note else {})}

    def changes(self, outcome: Outcome) -> tuple[Change, ...]:
        if not outcome.success or outcome.body is None:
            return ()
        return (
            FileWritten(
                decky=self.decky,
                path=self.path,
                persona=self.persona,
                content_class=self.content_class.value,
                body=outcome.body,
                moment=self.moment,
                content_hash=outcome.content_hash,
            ),
        )


@dataclass(frozen=True, kw_only=True)
class EditAction(WrittenFile):
    """The next version of a known synthetic file. ``previous`` is the content that was read."""

    previous: bytes
    synthetic_file_uuid: str

    event_action: ClassVar[str] = "file:edit"

    @property
    def previous_body(self) -> bytes:
        return self.previous

    def changes(self, outcome: Outcome) -> tuple[Change, ...]:
        if not outcome.success or outcome.body is None:
            return ()
        return (
            FileEdited(
                uuid=self.synthetic_file_uuid,
                body=outcome.body,
                moment=self.moment,
                content_hash=outcome.content_hash,
            ),
        )


def bounded_diff(before: bytes, after: bytes) -> dict[str, str]:
    """The change as a unified diff without headers, cut at :data:`MAX_DIFF_CHARACTERS`; empty for binary content."""
    if max(len(before), len(after)) > MAX_DIFF_BYTES:
        return {}
    try:
        old, new = before.decode().splitlines(), after.decode().splitlines()
    except UnicodeDecodeError:
        return {}
    text = "\n".join(list(difflib.unified_diff(old, new, lineterm="", n=1))[2:])
    return {"diff": text if len(text) <= MAX_DIFF_CHARACTERS else text[:MAX_DIFF_CHARACTERS] + "\n(cut)"}
