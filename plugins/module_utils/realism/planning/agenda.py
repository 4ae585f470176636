# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is due on a decky, decided before the decky is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..hostlogs.daemon_lines import LogEvent
from ..mail.records import MailPlan
from ..model.actions import FlagAction, TrafficAction
from ..model.content_classes import ContentClass
from ..model.records import SyntheticFile
from .planner import Decision


@dataclass(frozen=True, kw_only=True)
class PlannedFile:
    """A decision with its path; ``known`` is the ledger's row of a file to edit."""

    decision: Decision
    path: str
    known: SyntheticFile | None = None


@dataclass(frozen=True, kw_only=True)
class DueLogs:
    """The lines that are due on the host's logs in ``(start, until]``.

    ``targets`` maps the file to the log it continues.
    """

    start: datetime
    until: datetime
    events: tuple[LogEvent, ...] = ()
    targets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DueMail:
    """The mail that is due: mails to write since ``start``, and marks on stored ones."""

    start: datetime
    plans: tuple[MailPlan, ...] = ()
    marks: tuple[FlagAction, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """What is due. ``paths`` are further files to read first."""

    files: tuple[PlannedFile, ...] = ()
    greeting: TrafficAction | None = None
    logs: DueLogs | None = None
    mail: DueMail | None = None
    paths: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.greeting or self.paths or self.log_paths or self.has_mail)

    @property
    def has_mail(self) -> bool:
        """Whether mail will be written or marked."""
        return self.mail is not None and bool(self.mail.plans or self.mail.marks)

    @property
    def read_paths(self) -> tuple[str, ...]:
        """The files to read before the plan is made. A random name in /tmp is free on any host: no look is needed."""
        chosen = (item.path for item in self.files if item.decision.content_class is not ContentClass.CACHE_TMP)
        return tuple(sorted({*self.paths, *chosen}))

    @property
    def log_paths(self) -> tuple[str, ...]:
        """The logs whose end must be read."""
        return tuple(sorted(self.logs.targets)) if self.logs else ()
