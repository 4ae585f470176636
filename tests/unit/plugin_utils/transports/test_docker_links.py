# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The docker transport never writes through a link: Docker's archive API would follow it. The engine is a stub."""

from __future__ import annotations

import contextlib
import io
import tarfile
from collections.abc import Iterator
from typing import Any, cast

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import PlantedFile, TransportError
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.docker import DockerTransport
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.docker_engine import Engine
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.docker_tree import Tree

MTIME = 1_772_550_000_123_456_789


class StubEngine:
    """Stands in for the Docker Engine: a tree of members by path, and what was uploaded."""

    base_url = "tcp://nowhere"

    def __init__(self, **members: Any) -> None:
        self.tree = {f"/{name.replace('__', '/')}": kind for name, kind in members.items()}
        self.uploads: list[bytes] = []

    @contextlib.contextmanager
    def archive(self, path: str) -> Iterator[Iterator[bytes]]:
        if path not in self.tree:
            raise FileNotFoundError(path)
        buffer = io.BytesIO()
        above = path.rpartition("/")[0]
        with tarfile.open(fileobj=buffer, mode="w") as archive:
            for name, kind in sorted(self.tree.items()):
                if name == path or name.startswith(f"{path}/"):
                    info = tarfile.TarInfo(name[len(above) + 1 :])
                    info.type = {"directory": tarfile.DIRTYPE, "link": tarfile.SYMTYPE}.get(kind, tarfile.REGTYPE)
                    info.linkname = "/etc" if kind == "link" else ""
                    archive.addfile(info)
        yield iter([buffer.getvalue()])

    def put(self, archive: bytes) -> None:
        self.uploads.append(archive)

    def shell(self, script: bytes) -> bytes:
        raise AssertionError("nothing runs in the decky to write a file")


def transport(engine: StubEngine) -> DockerTransport:
    made = DockerTransport("d1", "d1", "tcp://127.0.0.1:1", 1.0)
    made._engine = cast(Engine, engine)
    made._tree = Tree(made._engine)
    return made


def file(path: str) -> PlantedFile:
    return PlantedFile(path, b"x\n", 1000, 2000, 0o600, MTIME, MTIME + 5)


HOME = {"home": "directory", "home__anna": "directory"}


@pytest.mark.parametrize(
    ("members", "path", "reason"),
    [
        ({"home__anna__docs": "link"}, "/home/anna/docs/x", "/home/anna/docs is a symlink, not a directory"),
        ({"home__anna__docs": "file"}, "/home/anna/docs/x", "/home/anna/docs is a file, not a directory"),
        ({"home__anna__x": "link"}, "/home/anna/x", "it is a symlink, not a regular file"),
        ({"home__anna__x": "directory"}, "/home/anna/x", "it is a directory, not a regular file"),
    ],
)
def test_a_path_that_is_or_leads_through_a_link_is_refused(members: dict[str, str], path: str, reason: str) -> None:
    engine = StubEngine(**HOME, **members)
    with pytest.raises(TransportError, match=f"{path} on d1 was not written: {reason}"):
        transport(engine).plant([file("/home/anna/fine"), file(path)])
    assert engine.uploads == []


def test_a_file_goes_up_with_its_owner_mode_and_times_and_its_missing_parents() -> None:
    engine = StubEngine(**HOME)
    transport(engine).plant([file("/home/anna/docs/x")])
    [upload] = engine.uploads
    with tarfile.open(fileobj=io.BytesIO(upload)) as archive:
        members = {member.name: member for member in archive}
    assert list(members) == ["home/anna/docs", "home/anna/docs/x"]
    one = members["home/anna/docs/x"]
    assert (one.uid, one.gid, one.mode) == (1000, 2000, 0o600)
    assert one.pax_headers["mtime"] == "1772550000.123456789"
    assert members["home/anna/docs"].isdir() and members["home/anna/docs"].uid == 1000
