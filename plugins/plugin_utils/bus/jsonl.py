# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The publisher ``jsonl``: one line of JSON per message, in a file that log shippers can tail.

The file is opened for each run, so that it can be rotated.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from .base import BusError, Message, Publisher
from .settings import default_path

#: The bytes at the end of the file that are searched for messages of a run that crashed before it updated the outbox.
_TAIL_BYTES = 1024 * 1024


class JsonlPublisher(Publisher):
    """Appends to ``path``. Several controllers on one host may share the file."""

    kind = "jsonl"
    settings = ("path",)

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name)
        self.path = os.path.abspath(os.path.expanduser(path))

    @classmethod
    def configured(cls, name: str, settings: Mapping[str, Any], ledger: str) -> JsonlPublisher:
        return cls(name, str(settings.get("path") or default_path(ledger)))

    def publish(self, messages: Sequence[Message]) -> None:
        try:
            os.makedirs(os.path.dirname(self.path), mode=0o700, exist_ok=True)
            handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            with open(handle, "r+b", buffering=0) as stream:
                fcntl.flock(stream, fcntl.LOCK_EX)
                size = os.fstat(handle).st_size
                tail = os.pread(handle, _TAIL_BYTES, max(0, size - _TAIL_BYTES))
                lines = b"" if not tail or tail.endswith(b"\n") else b"\n"
                lines += b"".join(
                    json.dumps(message.as_dict(), ensure_ascii=True, sort_keys=True).encode() + b"\n"
                    for message in messages
                    if f'"id": "{message.id}"'.encode() not in tail
                )
                written = 0
                try:
                    while written < len(lines):
                        written += os.write(handle, lines[written:])
                except OSError:
                    # Removes a partial line.
                    os.ftruncate(handle, size)
                    raise
        except OSError as problem:
            raise BusError(
                f"{self.path} cannot be written ({problem.strerror}); "
                f"set path of {self.name} in decoy_bus to a writable file"
            ) from None
