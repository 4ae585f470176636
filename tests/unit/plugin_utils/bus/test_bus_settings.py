# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option ``bus``: each publisher declares its settings, and an error is one sentence."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.plugin_utils.bus.jsonl import JsonlPublisher
from ansible_collections.decnet.realism.plugins.plugin_utils.bus.settings import names_of, publishers_of


@pytest.mark.parametrize(
    ("bus", "sentence"),
    [
        (["pigeon"], r"'pigeon' is not a publisher; use jsonl, nats, webhook"),
        ([7], r"'' is not a publisher"),
        (["webhook"], r"webhook needs url; write it as \{type: webhook, url: \.\.\.\}"),
        ([{"type": "nats", "token": "x"}], r"nats needs url"),
        ([{"type": "jsonl", "url": "http://x"}], r"'url' is not a setting of jsonl; use path"),
        (["jsonl", "jsonl"], r"two publishers have the name jsonl"),
    ],
)
def test_what_is_wrong_is_one_sentence(bus: list[Any], sentence: str) -> None:
    with pytest.raises(RealismError, match=f"^bus: .*{sentence}"):
        names_of(bus)


@pytest.mark.parametrize(
    ("bus", "ledger", "path"),
    [
        (["jsonl"], "/srv/decoys/ledger.db", "/srv/decoys/events.jsonl"),
        (["jsonl"], "sqlite:////srv/decoys/ledger.db", "/srv/decoys/events.jsonl"),
        ([{"type": "jsonl", "path": "/var/log/decoys.jsonl"}], "/srv/decoys/ledger.db", "/var/log/decoys.jsonl"),
    ],
)
def test_a_file_lies_beside_the_ledger_unless_it_has_a_path(bus: list[Any], ledger: str, path: str) -> None:
    [publisher] = publishers_of(bus, ledger)
    assert isinstance(publisher, JsonlPublisher)
    assert (publisher.name, publisher.path) == ("jsonl", path)


def test_publishers_keep_their_order_and_names() -> None:
    bus = [{"type": "webhook", "url": "http://x", "name": "siem"}, "jsonl"]
    assert names_of(bus) == tuple(item.name for item in publishers_of(bus, "/srv/ledger.db")) == ("siem", "jsonl")
