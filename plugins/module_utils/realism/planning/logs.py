# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logs that the controller writes: lines that are due, rotations, and what mail logs record.

Where the decky's own cron and rsyslogd live, what they log since the host started is theirs; only the time before is
ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from ..hostlogs import daemon_lines, log_naming, logformat, logstream, rotation_status
from ..mail.delivery import Said
from ..model.actions import Action, AppendAction, LogNote, RotateAction
from ..model.content_classes import ContentClass
from ..model.decky import DeckyFacts
from ..model.entries import Entry
from ..model.errors import RealismError
from ..model.records import LOG_CLOCK, TICK_CLOCK
from .agenda import DueLogs
from .snapshot import Snapshot

#: Debian's logrotate keeps four weeks of what rsyslog writes.
KEEP_WEEKS = 4


def due_logs(snapshot: Snapshot) -> DueLogs:
    """The lines that are due since the logs were last written. The lines are generated here, once a tick."""
    facts = snapshot.decky.facts
    # Lines that were let go because somebody was there come when they are gone: a hole in a log would show for ever.
    start = snapshot.window_start(LOG_CLOCK, snapshot.window_start(TICK_CLOCK))
    until = log_naming.writable_until(facts, snapshot.now)
    if start >= until:
        return DueLogs(start=start, until=until)
    events = logstream.log_events(snapshot.seed, snapshot.decky, start, until)
    streams = {event.stream for event in events}
    theirs = log_naming.daemons_alive(facts)
    due = [
        path
        for path in log_files(facts)
        if snapshot.options.weights.classes.get(class_of(path).value, 0.0) > 0
        and (
            streams & set(log_naming.streams_of(path, facts))
            or (not theirs and log_naming.rotation_due(path, facts, start, until))
        )
    ]
    targets = {log_naming.rotated_names(path)[0] if theirs else path: path for path in due}
    return DueLogs(start=start, until=until, events=tuple(events), targets=targets)


def log_actions(snapshot: Snapshot, due: DueLogs) -> list[Action]:
    """The appends that bring the logs up to date, and the rotations that fell due.

    Raises RealismError for a log that is no regular file.
    """
    theirs = log_naming.daemons_alive(snapshot.decky.facts)
    actions: list[Action] = []
    for target, path in sorted(due.targets.items()):
        log = _Log(snapshot, due, target, path)
        entry, since, seen, rotated = log.entry, due.start, log.seen, False
        rotations = [] if theirs else log_naming.rotation_due(path, snapshot.decky.facts, due.start, due.until)
        for moment in rotations:
            # What was logged before logrotate came belongs into the file that it renames. logrotate leaves an empty log
            # alone, and rsyslogd with it.
            before = log.append(entry, since, moment, seen, rotated)
            if before is None and not (entry and entry.size):
                since = moment + daemon_lines.HUP_DELAY
                continue
            actions += [*([before] if before else []), log.rotation(moment)]
            seen = (before.tail + before.body) if before else seen
            entry, since, rotated = None, moment, True
        last = log.append(entry, since, due.until, seen, rotated)
        actions += [last] if last else []
    return actions


class _Log:
    """One log of one tick."""

    def __init__(self, snapshot: Snapshot, due: DueLogs, target: str, path: str) -> None:
        self.snapshot, self.due, self.target, self.path = snapshot, due, target, path
        self.entry: Entry | None = snapshot.tails.get(target)
        if self.entry is not None and (self.entry.kind != "file" or self.entry.content is None):
            raise RealismError(
                f"{target} on {snapshot.decky.name} is a {self.entry.kind}, not a log file;"
                " remove it, or take it out of what rsyslog writes"
            )

    @property
    def seen(self) -> bytes:
        """The end of the log as it was read."""
        return (self.entry.content or b"") if self.entry else b""

    def rotation(self, moment: datetime) -> RotateAction:
        """The rotation of the log at that moment."""
        facts = self.snapshot.decky.facts
        return RotateAction(
            decky=self.snapshot.decky.name,
            moment=moment,
            path=self.path,
            content_class=class_of(self.path),
            keep=KEEP_WEEKS,
            status_path=rotation_status.status_path(facts),
            status_entry=rotation_status.status_entry(self.path, moment, facts),
        )

    def append(
        self, entry: Entry | None, start: datetime, until: datetime, seen: bytes, rotated: bool
    ) -> AppendAction | None:
        """The lines due in ``(start, until]`` for what stands at the target then.

        ``seen`` is the last text of the log, by which process numbers continue; ``rotated`` says that the log was
        rotated at ``start``.
        """
        snapshot, facts = self.snapshot, self.snapshot.decky.facts
        zone = ZoneInfo(facts.timezone)
        tail = (entry.content or b"") if entry else b""
        last = logformat.last_moment(tail.decode("utf-8", "replace"), snapshot.now, zone)
        since = max(start, last) if last is not None else start
        known = logformat.last_moment(seen.decode("utf-8", "replace"), snapshot.now, zone)
        seen_at = min(known, since) if known is not None else since
        number = logformat.last_pid(seen.decode("utf-8", "replace"))
        lines = logstream.lines_of(
            snapshot.seed, snapshot.decky, self.path, self.due.events, since, until, last_pid=number, seen_at=seen_at
        )
        if not lines:
            return None
        added = "".join(f"{line}\n" for line in lines)
        moment = logformat.last_moment(added, snapshot.now, zone) or until
        if rotated:
            # A format without fractions of a second puts the first line before the rotation that it follows.
            moment = max(moment, start + daemon_lines.HUP_DELAY)
        shape = self.entry
        uid, gid, mode = log_naming.owner_mode(facts) if shape is None else (shape.uid, shape.gid, shape.mode)
        return AppendAction(
            decky=snapshot.decky.name,
            moment=moment.astimezone(timezone.utc),
            path=self.target,
            content_class=class_of(self.path),
            tail=tail,
            body=added.encode(),
            uid=uid,
            gid=gid,
            mode=mode,
        )


def log_notes(facts: DeckyFacts, now: datetime, said: Sequence[Said], shared: bool) -> tuple[LogNote, ...]:
    """What the decky's mail log records of deliveries, where it has one, and what ``syslog`` records of the same.

    What lies before the start of the decky's own rsyslogd stands in the rotated logs. Logs that ticks write up to some
    moment (those, and the syslog of a host without rsyslogd) take lines of mail from a tick only (``shared``): with a
    later line in it, the next tick would leave out the lines before it.
    """
    own, *others = log_naming.mail_logs(facts)
    if not said or own not in facts.log_files:
        return ()
    alive = log_naming.daemons_alive(facts)
    until = log_naming.writable_until(facts, now) if alive else None
    before = [item for item in said if until and item.moment <= until]
    later = [item for item in said if item not in before]
    ours = [log for log in others if shared]
    notes = [_note(facts, log, later, None) for log in (own, *(others if alive else ours)) if log in facts.log_files]
    notes += [_note(facts, log_naming.rotated_names(own)[0], before, log_naming.owner_mode(facts))]
    notes += [_note(facts, log_naming.rotated_names(log)[0], before, None) for log in ours]
    return tuple(note for note in notes if note.lines)


def _note(facts: DeckyFacts, path: str, said: Sequence[Said], owner: tuple[int, int, int] | None) -> LogNote:
    zone, host = logformat.zone_of(facts.timezone), facts.hostname.partition(".")[0]
    lines = tuple(
        (item.moment, logformat.render(item.moment, host, item.tag, item.text, zone, facts.log_format)) for item in said
    )
    return LogNote(path, lines, facts.timezone, owner)


def log_files(facts: DeckyFacts) -> list[str]:
    """The logs that the host keeps by default and really has."""
    return [path for path in log_naming.log_names(facts) if path in facts.log_files]


def class_of(path: str) -> ContentClass:
    """The content class of a log by its name: cron's own file, else a daemon log."""
    return ContentClass.LOG_CRON if path.rpartition("/")[2].startswith("cron") else ContentClass.LOG_DAEMON
