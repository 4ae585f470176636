# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A compressed log equals the output of gzip; `file`, `gzip -lv` or a hex dump shows any other origin."""

from __future__ import annotations

import gzip
import os
import subprocess
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.gzip_format import compressed


@pytest.mark.parametrize("count", [0, 1, 20_000])
def test_header_and_trailer_are_those_of_gzip_reading_an_open_file(tmp_path: Path, count: int) -> None:
    """logrotate passes the open log to gzip: the header has the time of the file and no name."""
    content = b"".join(b"line %d\n" % number for number in range(count))
    log = tmp_path / "syslog.1"
    log.write_bytes(content)
    os.utime(log, ns=(1_763_300_000_000_000_001, 1_763_290_000_123_456_789))
    with log.open("rb") as stream:
        real = subprocess.run(["gzip"], stdin=stream, stdout=subprocess.PIPE, check=True).stdout
    ours = compressed(content, 1_763_290_000)
    assert ours[:10] == real[:10]
    assert ours[-8:] == real[-8:]
    assert gzip.decompress(ours) == content
