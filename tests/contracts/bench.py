# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bench of the contract tests: a transport, and direct access to its decky."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator, Sequence

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import Transport

#: Creates an empty /home/alice of uid 1000.
_FURNISH = """
rm -rf $R/home/alice; mkdir -p $R/home/alice; chown 1000:1000 $R/home/alice; chmod 750 $R/home/alice
touch -d @1700000000.5 $R/home/alice
"""


class Bench:
    """A transport under test, and a shell in its decky that does not use the transport.

    ``prefix`` is the command that runs a shell in the decky, ``root`` the directory that the transport calls ``/``.
    ``small`` is a directory on a disk of 256 KiB, None if the decky has none.
    """

    #: Whether a process can run in the decky while the transport works.
    lives = True

    def __init__(
        self, transport: Transport, prefix: Sequence[str] = (), root: str = "", small: str | None = None
    ) -> None:
        self.transport, self.prefix, self.root, self.small = transport, prefix, root, small

    def furnish(self) -> None:
        """Prepares the decky as every test of the contract expects it."""
        self.sh(_FURNISH)
        if self.small:
            self.sh(f"rm -rf {self.small}/*")

    def sh(self, script: str) -> str:
        """The output of a shell script in the decky. ``$R`` is the root of the decky."""
        command = [*self.prefix, "sh", "-c", f"R={self.root}; {script}"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    @contextlib.contextmanager
    def started(self, script: str) -> Iterator[subprocess.Popen[bytes]]:
        """Runs a shell script in the decky during the context, and waits for its end."""
        if not self.lives:
            pytest.skip("this decky runs no process")
        process = subprocess.Popen([*self.prefix, "sh", "-c", f"R={self.root}; {script}"])
        try:
            yield process
        finally:
            assert process.wait(60) == 0
