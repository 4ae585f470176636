# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`playbooks/migrate_ledger.yml` from a file into PostgreSQL, and back."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import open_ledger
from contracts.ledger import NOW, deliver, mail, plant

from .conftest import PASSWORD, ROOT


def migrate(folder: Path, source: str, target: str, *arguments: str) -> tuple[int, str]:
    environment = {
        **os.environ,
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
        "ANSIBLE_NOCOLOR": "1",
        "HOME": str(folder),
    }
    command = [
        str(Path(sys.executable).with_name("ansible-playbook")),
        "-i",
        "localhost,",
        str(ROOT / "playbooks/migrate_ledger.yml"),
    ]
    command += ["-e", f"decoy_ledger_from={source}", "-e", f"decoy_ledger_to={target}", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert "Traceback" not in done.stdout + done.stderr and PASSWORD not in done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


def filled(path: Path) -> str:
    """A ledger with rows in every table."""
    with open_ledger(str(path), seed="moving") as ledger:
        ledger.publishers = ("jsonl",)
        deliver(ledger, mail())
        for number in range(1200):
            plant(ledger, f"/home/ann/{number}", body=bytes(range(256)))
        ledger.put_facts("d1", {"hostname": "d1"}, NOW)
        ledger.put_facts("d1", {"hostname": "mail-d1"}, NOW, "mailboxes")
        ledger.put_holidays("DE", 2026, [NOW.date()])
        ledger.set_clocks("d1", {"tick": NOW})
        ledger.put_cached("h", "{}", 1)
        ledger.note_failure("x", NOW, 3, timedelta(minutes=5))
    return str(path)


def test_a_ledger_moves_whole_and_once(tmp_path: Path, location: str) -> None:
    source = filled(tmp_path / "ledger.db")
    assert "'synthetic_files': 1200" in migrate(tmp_path, source, location, "--check")[1]
    status, said = migrate(tmp_path, source, location)
    assert status == 0 and "changed=1" in said and "'emails': 1" in said
    assert "changed=0" in migrate(tmp_path, source, location)[1]
    with open_ledger(location) as new, open_ledger(source) as old:
        assert (
            new.fleet_seed == "moving"
            and new.list_synthetic_files() == old.list_synthetic_files()
            and new.list_emails() == old.list_emails()
        )
        assert new.list_events() == old.list_events()
        # The new ledger continues where the old one ended.
        new.publishers = ("jsonl",)
        deliver(new, mail("z@x"))
        ids = [row.id for row in new.unpublished("jsonl")]
        assert len(ids) == 2 == len(set(ids)) and ids == sorted(ids)
    back = tmp_path / "back.db"
    assert migrate(tmp_path, location, str(back))[0] == 0
    with open_ledger(str(back)) as third:
        assert len(third.list_emails()) == 2


def test_a_target_with_rows_is_refused_and_unchanged(tmp_path: Path, location: str) -> None:
    source = filled(tmp_path / "ledger.db")
    with open_ledger(location, seed="theirs") as theirs:
        plant(theirs)
    status, said = migrate(tmp_path, source, location)
    assert status != 0 and "is not empty" in said
    with open_ledger(location) as theirs:
        assert theirs.fleet_seed == "theirs" and len(theirs.list_synthetic_files()) == 1
