# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A transport with a second way into its decky, to prepare it and to look."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator, Sequence

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import Transport

#: An empty /home/alice of uid 1000.
_FURNISH = """
rm -rf $R/home/alice; mkdir -p $R/home/alice; chown 1000:1000 $R/home/alice; chmod 750 $R/home/alice
touch -d @1700000000.5 $R/home/alice
"""


class Bench:
    """``prefix`` is the command that gets into the decky, ``root`` the directory that the transport calls /.

    ``small`` is a directory on a disk of 256 KiB, where the decky has one.
    """

    #: Whether something can run in the decky while the transport works.
    lives = True

    def __init__(
        self, transport: Transport, prefix: Sequence[str] = (), root: str = "", small: str | None = None
    ) -> None:
        self.transport, self.prefix, self.root, self.small = transport, prefix, root, small

    def furnish(self) -> None:
        """Makes what every test of the contract expects."""
        self.sh(_FURNISH)
        if self.small:
            self.sh(f"rm -rf {self.small}/*")

    def sh(self, script: str) -> str:
        """Runs a shell line in the decky, ``$R`` being its root; what it prints."""
        command = [*self.prefix, "sh", "-c", f"R={self.root}; {script}"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    @contextlib.contextmanager
    def started(self, script: str) -> Iterator[subprocess.Popen[bytes]]:
        """A shell line that runs in the decky meanwhile; its end is waited for."""
        if not self.lives:
            pytest.skip("nothing runs in this decky")
        process = subprocess.Popen([*self.prefix, "sh", "-c", f"R={self.root}; {script}"])
        try:
            yield process
        finally:
            assert process.wait(60) == 0
