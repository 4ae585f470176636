# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Evidence that somebody else changed a file of this collection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .actions import EditAction
from .changes import FileMarked


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A synthetic file that somebody else changed or removed.

    ``refused`` is the edit that is skipped, ``state`` is gone or tampered.
    """

    refused: EditAction
    state: str

    @property
    def change(self) -> FileMarked:
        """The change that marks the row of the file."""
        return FileMarked(uuid=self.refused.synthetic_file_uuid, state=self.state)

    def outline(self) -> dict[str, Any]:
        """The evidence as a return value of a task."""
        return {"path": self.refused.path, "state": self.state, "persona": self.refused.persona}
