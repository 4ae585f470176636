# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the docker transport uploads, and that it never writes through a link: Docker's archive API would follow it.

The engine is a stub.
"""

from __future__ import annotations

import contextlib
import io
import tarfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.transports import docker
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import PlantedFile, TransportError

OLD, MTIME = 1_772_000_000, 1_772_550_000_123_456_789
TYPES = {"directory": tarfile.DIRTYPE, "symlink": tarfile.SYMTYPE, "file": tarfile.REGTYPE}


class StubEngine:
    """Stands in for the Docker Engine: a tree of kinds by path, and what was uploaded."""

    base_url, host = "tcp://nowhere", "d1"

    def __init__(self) -> None:
        self.tree = {"/home": "directory", "/home/anna": "directory"}
        self.uploads: list[dict[str, tarfile.TarInfo]] = []

    @contextlib.contextmanager
    def archive(self, path: str) -> Iterator[tuple[Iterator[bytes], int]]:
        if path not in self.tree:
            raise FileNotFoundError(path)
        buffer, above = io.BytesIO(), path.rpartition("/")[0]
        with tarfile.open(fileobj=buffer, mode="w") as archive:
            for name, kind in sorted(self.tree.items()):
                if name == path or name.startswith(f"{path}/"):
                    info = tarfile.TarInfo(name[len(above) + 1 :])
                    info.type, info.mtime = TYPES[kind], OLD
                    info.linkname = "/etc" if kind == "symlink" else ""
                    archive.addfile(info)
        yield iter([buffer.getvalue()]), 0

    def put(self, content: bytes) -> None:
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            self.uploads.append({f"/{member.name}": member for member in archive})

    def shell(self, script: bytes) -> bytes:
        raise AssertionError("nothing runs in the decky to write a file")


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> StubEngine:
    """The engine of a decky with one home, which the transport of the test finds."""
    made = StubEngine()
    monkeypatch.setattr(docker, "Engine", lambda *_address: made)
    return made


def plant(*paths: str, in_place: bool = False) -> None:
    files = [PlantedFile(path, b"x\n", 1000, 2000, 0o600, MTIME, MTIME + 5) for path in paths]
    docker.DockerTransport("d1", "c1").plant([replace(file, in_place=in_place) for file in files])


@pytest.mark.parametrize(
    ("path", "kind", "reason"),
    [
        ("/home/anna/docs", "symlink", "/home/anna/docs is a symlink, not a directory"),
        ("/home/anna/docs", "file", "/home/anna/docs is a file, not a directory"),
        ("/home/anna/docs/x", "symlink", "it is a symlink, not a regular file"),
        ("/home/anna/docs/x", "directory", "it is a directory, not a regular file"),
    ],
)
def test_a_path_that_is_or_leads_through_a_link_is_refused(
    engine: StubEngine, path: str, kind: str, reason: str
) -> None:
    engine.tree |= {"/home/anna/docs": "directory", path: kind}
    with pytest.raises(TransportError, match=f"/home/anna/docs/x on d1 was not written: {reason}"):
        plant("/home/anna/fine", "/home/anna/docs/x")
    assert engine.uploads == []


def test_a_file_goes_up_with_its_owner_mode_and_times_and_its_missing_parents(engine: StubEngine) -> None:
    plant("/home/anna/docs/x")
    [upload] = engine.uploads
    one, parent = upload["/home/anna/docs/x"], upload["/home/anna/docs"]
    assert (one.uid, one.gid, one.mode) == (1000, 2000, 0o600)
    assert one.pax_headers["mtime"] == "1772550000.123456789"
    assert parent.isdir() and (parent.uid, parent.gid) == (1000, 2000)


@pytest.mark.parametrize(("in_place", "times"), [(False, {"1772550000.123456789"}), (True, {"1772000000.000000000"})])
def test_a_directory_has_the_time_of_the_save_and_an_edit_in_place_leaves_it(
    engine: StubEngine, in_place: bool, times: set[str]
) -> None:
    engine.tree["/home/anna/x"] = "file"
    plant("/home/anna/x", in_place=in_place)
    assert {engine.uploads[0]["/home/anna"].pax_headers["mtime"]} == times
