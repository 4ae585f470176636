# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of the ledgers' keys: the name of a decky is never mistaken for another key.

A module that imports these tests defines the fixture ``ledger``.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger

MORNING = datetime(2026, 3, 2, 8, 0, 0, 7, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("name", ["rack1:web", "mail:x", "logs:x", "x"])
def test_a_decky_of_any_name_has_its_own_clocks(ledger: Ledger, name: str) -> None:
    ledger.set_clocks("x", {"mail": MORNING, "logs": MORNING})
    ledger.set_clocks(name, {"tick": MORNING, "logs": MORNING + HOUR})
    ledger.set_clocks(name, {"tick": MORNING + HOUR})
    assert ledger.last_ticks() == {name: MORNING + HOUR}
    assert ledger.clocks(name).items() >= {"tick": MORNING + HOUR, "logs": MORNING + HOUR}.items()
    assert ledger.clocks("x")["mail"] == MORNING


def test_the_facts_of_mailboxes_are_no_deckys_facts(ledger: Ledger) -> None:
    ledger.put_facts("x", {"hostname": "decky"}, MORNING)
    ledger.put_facts("x", {"hostname": "mailboxes"}, MORNING, "mailboxes")
    ledger.put_facts("mail:x", {"hostname": "colon"}, MORNING)
    known = [
        ledger.get_facts("x", HOUR, MORNING),
        ledger.get_facts("x", HOUR, MORNING, "mailboxes"),
        ledger.get_facts("mail:x", HOUR, MORNING),
        ledger.get_facts("mail:x", HOUR, MORNING, "mailboxes"),
    ]
    assert [item and item["hostname"] for item in known] == ["decky", "mailboxes", "colon", None]


def test_a_listing_has_no_bodies_and_a_single_row_has(ledger: Ledger) -> None:
    """The bodies of up to 256 kB each are most of a fleet's ledger."""
    body = b"x" * 1000
    ledger.record_synthetic_file("x", "/a", persona="ann", content_class="todo", body=body, moment=MORNING)
    [listed] = ledger.list_synthetic_files("x")
    single = ledger.get_synthetic_file("x", "/a")
    assert (listed.last_body, listed.path) == (b"", "/a") and single is not None and single.last_body == body


def test_a_lease_that_another_has_had_is_not_renewed(ledger: Ledger) -> None:
    assert not ledger.renew_lease("x", "one", 60)
    assert ledger.acquire_lease("x", "one", 0) and ledger.renew_lease("x", "one", 0)
    assert ledger.acquire_lease("x", "two", 60) and not ledger.renew_lease("x", "one", 60)
    # The snapshot of the first holder lacks the changes of the second.
    ledger.release_lease("x", "two")
    assert not ledger.renew_lease("x", "one", 60)
