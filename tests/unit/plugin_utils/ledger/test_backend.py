# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The location of a ledger alone says which backend it has, where files beside it go, and what may be shown of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import (
    LedgerError,
    ledger_exists,
    ledger_folder,
    open_ledger,
)
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger.backend import backend_for

HOME = os.path.expanduser("~")


@pytest.mark.parametrize(
    ("location", "scheme", "shown", "folder"),
    [
        ("/srv/ledger.db", "sqlite", "/srv/ledger.db", "/srv"),
        ("~/.decnet/ledger.db", "sqlite", f"{HOME}/.decnet/ledger.db", f"{HOME}/.decnet"),
        ("ledger.db", "sqlite", f"{os.getcwd()}/ledger.db", os.getcwd()),
        ("sqlite:////srv/ledger.db", "sqlite", "/srv/ledger.db", "/srv"),
        ("sqlite:///ledger.db", "sqlite", f"{os.getcwd()}/ledger.db", os.getcwd()),
        ("/srv/postgresql:x/l.db", "sqlite", "/srv/postgresql:x/l.db", "/srv/postgresql:x"),
        ("postgresql://ann:secret@db/fleet", "postgresql", "postgresql://ann@db/fleet", f"{HOME}/.decnet"),
        ("postgresql://ann:s@cr:t@db/fleet?sslkey=x", "postgresql", "postgresql://ann@db/fleet", f"{HOME}/.decnet"),
        ("postgresql://db/fleet", "postgresql", "postgresql://db/fleet", f"{HOME}/.decnet"),
    ],
)
def test_a_location_has_one_backend(location: str, scheme: str, shown: str, folder: str) -> None:
    backend = backend_for(location)
    assert (backend.scheme, backend.shown, backend.folder, ledger_folder(location)) == (scheme, shown, folder, folder)


def test_a_message_of_the_server_is_repeated_without_the_password() -> None:
    backend = backend_for("postgresql://ann:secret@db/fleet")
    assert backend.cause("no secret for ann") == "no *** for ann"


@pytest.mark.parametrize("ask", [open_ledger, ledger_exists, ledger_folder])
def test_an_unknown_scheme_is_refused(ask: object) -> None:
    with pytest.raises(
        LedgerError, match=r"^the ledger mysql://\.\.\. has an unknown scheme; .* postgresql://\.\.\."
    ) as caught:
        ask("mysql://ann:secret@db/fleet")  # type: ignore[operator]  # one of three functions of a location
    assert "secret" not in str(caught.value)


def test_a_file_exists_once_it_is_opened_and_a_server_always(tmp_path: Path) -> None:
    for location in (str(tmp_path / "a.db"), f"sqlite:///{tmp_path}/b.db"):
        assert not ledger_exists(location)
        open_ledger(location).close()
        assert ledger_exists(location)
    assert ledger_exists("postgresql://ann@nowhere/fleet")
