# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A controller renews its lease while a slow language model writes. Without the lease it writes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger, open_ledger, sqlite
from ansible_collections.decnet.realism.plugins.plugin_utils.llm import LLMError, LLMResult, Prompt
from ansible_collections.decnet.realism.plugins.plugin_utils.llm.backends.fake import FakeBackend
from ansible_collections.decnet.realism.plugins.plugin_utils.observation.context import TaskContext
from ansible_collections.decnet.realism.plugins.plugin_utils.services.tick import tick
from ansible_collections.decnet.realism.plugins.plugin_utils.task.base import DecoyAction
from ansible_collections.decnet.realism.plugins.plugin_utils.task.options import TABLE
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rootfs import RootfsTransport

MORNING = datetime(2026, 3, 3, 7, 0, 0, 4711, tzinfo=timezone.utc)
LEASE_SECONDS = 60
ANN = Persona(name="Ann Lee", email="ann@corp.example", login="ann", role="systems administrator")


class Clock:
    """The machine's clock, which only the test moves. It stands for real time."""

    def __init__(self) -> None:
        self.seconds = 1_000_000

    def time_ns(self) -> int:
        return self.seconds * 1_000_000_000

    def monotonic(self) -> float:
        return float(self.seconds)

    def sleep(self, seconds: float) -> None:
        raise AssertionError("nothing waits here")


class Model:
    """A language model that takes ``seconds`` for each response. ``meanwhile`` is what else happens then."""

    def __init__(self, clock: Clock, seconds: int, meanwhile: Callable[[], None], fails: bool = False) -> None:
        self.clock, self.seconds, self.meanwhile, self.fails, self.calls = clock, seconds, meanwhile, fails, 0

    def complete(self, backend: FakeBackend, prompt: Prompt) -> LLMResult:
        self.calls += 1
        self.clock.seconds += self.seconds
        self.meanwhile()
        if self.fails:
            raise LLMError("it broke down")
        return LLMResult(prompt.user.rpartition("<text>\n")[2].partition("\n</text>")[0], "slow", float(self.seconds))


class Tick(DecoyAction):
    """The module decoy_tick without Ansible around it."""

    def __init__(self) -> None:
        pass

    def act(self, task: TaskContext) -> dict[str, Any]:
        return tick(task)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(sqlite, "time", made)
    return made


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    with open_ledger(str(tmp_path / "ledger.db"), seed="leases") as made:
        made.set_clocks("web-01", {"tick": MORNING, "logs": MORNING})
        yield made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "web-01"
    (root / "home/ann").mkdir(parents=True)
    (root / "etc").mkdir()
    (root / "etc/passwd").write_text(f"ann:x:{os.getuid()}:{os.getgid()}::/home/ann:/bin/bash\n")
    (root / "etc/hostname").write_text("web-01\n")
    return root


def run(
    root: Path, ledger: Ledger, model: Model, monkeypatch: pytest.MonkeyPatch, max_calls: int = 10
) -> dict[str, Any]:
    """One tick at the end of a day on which Ann wrote several texts, ``max_calls`` of them by way of the model."""

    def complete(backend: FakeBackend, prompt: Prompt) -> LLMResult:
        return model.complete(backend, prompt)

    monkeypatch.setattr(FakeBackend, "complete", complete)
    options = {option.name: option.default for option in TABLE}
    options.update(llm="fake", llm_settings={"max_calls": max_calls}, rate=6, lease_seconds=LEASE_SECONDS)
    transport = RootfsTransport("web-01", str(root), 30.0)
    return Tick()._act_alone(
        TaskContext(
            name="web-01",
            now=MORNING + timedelta(hours=11),
            check=False,
            seed="leases",
            options=options,
            ledger=ledger,
            transport=transport,
            mail_transports=(transport,),
            personas=(ANN,),
            services=("ssh",),
            fleet=("web-01",),
            find_peers=lambda: (),
        )
    )


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file() and path.parent.name != "etc")


def test_a_lease_outlasts_many_calls_that_are_shorter_than_it(
    root: Path, ledger: Ledger, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[bool] = []
    model = Model(clock, LEASE_SECONDS - 5, lambda: refused.append(not ledger.acquire_lease("web-01", "other", 60)))
    result = run(root, ledger, model, monkeypatch)
    assert model.calls >= 2 and refused == [True] * model.calls
    assert result["changed"] and len(files(root)) >= model.calls
    # Once the tick is over the decky is anybody's.
    assert ledger.acquire_lease("web-01", "other", 60)


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize("released", [False, True])
def test_a_task_that_lost_its_decky_writes_nothing(
    root: Path, ledger: Ledger, clock: Clock, monkeypatch: pytest.MonkeyPatch, released: bool, fails: bool
) -> None:
    """Even where the other controller is done with it: what was planned is then of an earlier decky."""

    def takes_over() -> None:
        assert ledger.acquire_lease("web-01", "other", 60)
        if released:
            ledger.release_lease("web-01", "other")

    model = Model(clock, LEASE_SECONDS + 5, takes_over, fails)
    with pytest.raises(RealismError, match="another controller took over this decky"):
        run(root, ledger, model, monkeypatch, max_calls=1)
    assert (model.calls, files(root), ledger.list_events(), ledger.list_synthetic_files()) == (1, [], [], [])
    assert ledger.clocks("web-01") == {"tick": MORNING, "logs": MORNING}
    # The other's lease is not taken away by the end of this task.
    assert ledger.acquire_lease("web-01", "third", 60) is released
