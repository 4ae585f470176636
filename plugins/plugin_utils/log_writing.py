# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which lines the logs of a decky are due, and the appends and rotations that bring them.

Where the decky's own cron and rsyslogd live, what they log since the host started is theirs; only the time before is ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from ansible_collections.decnet.realism.plugins.module_utils.realism import (
    daemon_lines,
    log_naming,
    logformat,
    logstream,
    rotation_status,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.decky import DeckyFacts
from ansible_collections.decnet.realism.plugins.module_utils.realism.mail.delivery import Said
from ansible_collections.decnet.realism.plugins.module_utils.realism.taxonomy import (
    Action,
    ContentClass,
    EditAction,
    LogNote,
    RotateAction,
)

from .stage import Stage
from .transports.base import Entry, TransportError

#: Debian's logrotate keeps four weeks of what rsyslog writes.
KEEP_WEEKS = 4
_TAIL_BYTES = 8192


def logs_due(stage: Stage, start: datetime) -> dict[str, str]:
    """The files to append to, each with the log whose lines it gets, where a line or a rotation is due. The decky is not looked at."""
    facts = stage.decky.facts
    until = log_naming.writable_until(facts, stage.now)
    if start >= until:
        return {}
    theirs = log_naming.daemons_alive(facts)
    due = [
        path
        for path in log_files(facts)
        if logstream.lines_between(stage.seed, stage.decky, path, start, until)
        or (not theirs and log_naming.rotation_due(path, facts, start, until))
    ]
    return {log_naming.rotated_names(path)[0] if theirs else path: path for path in due}


def log_actions(stage: Stage, targets: Mapping[str, str], start: datetime) -> list[Action]:
    """The appends that bring the ``targets`` of :func:`logs_due` from ``start`` up to now, and the rotations that fell due.

    Looks at the end of each, which over docker and shell is a short process in the decky.
    """
    if not targets:
        return []
    facts = stage.decky.facts
    until = log_naming.writable_until(facts, stage.now)
    theirs = log_naming.daemons_alive(facts)
    found = stage.transport.tail(sorted(targets), _TAIL_BYTES)
    actions: list[Action] = []
    for target, path in sorted(targets.items()):
        entry, like, earlier = found[target], None, None
        since = start
        for moment in [] if theirs else log_naming.rotation_due(path, facts, start, until):
            # What was logged before logrotate came belongs into the file that it renames. It leaves an empty one alone, and rsyslogd with it.
            before = _append(stage, target, path, entry, since, moment, like, earlier)
            if before is None and not (entry and entry.size):
                since = moment + daemon_lines.HUP_DELAY
                continue
            actions += [*([before] if before else []), _rotation(stage, path, moment)]
            entry, like, earlier, since = None, entry or like, before or earlier, moment
        last = _append(stage, target, path, entry, since, until, like, earlier)
        actions += [last] if last else []
    return actions


def log_notes(facts: DeckyFacts, now: datetime, said: Sequence[Said], shared: bool) -> tuple[LogNote, ...]:
    """What the decky's mail log is to say, where it has one, and what ``syslog`` says of the same.

    From before the decky's own rsyslogd lived it stands in the rotated logs. Logs that ticks write themselves up to some moment, those and the syslog of
    a host without rsyslogd, take lines of mail from a tick only (``shared``): a later line in it would have the next tick leave out what comes before.
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


def _append(
    stage: Stage,
    target: str,
    path: str,
    entry: Entry | None,
    start: datetime,
    until: datetime,
    like: Entry | None = None,
    earlier: EditAction | None = None,
) -> EditAction | None:
    """The lines due in ``(start, until]``. ``like`` has owner and mode of a log that is rotated away first, ``earlier`` the lines that it got last."""
    facts = stage.decky.facts
    if entry is not None and (entry.kind != "file" or entry.content is None):
        raise TransportError(
            f"{target} on {stage.name} is a {entry.kind}, not a log file; remove it, or take it out of what rsyslog writes"
        )
    tail = entry.content or b"" if entry else b""
    text = tail.decode("utf-8", "replace")
    last = logformat.last_moment(text, stage.now, ZoneInfo(facts.timezone))
    since = max(start, last) if last is not None else start
    before = ((earlier.previous_body + earlier.body) if earlier else like.content or b"" if like else tail).decode(
        "utf-8", "replace"
    )
    lines = logstream.lines_between(stage.seed, stage.decky, path, since, until, logformat.last_pid(before))
    if not lines:
        return None
    added = "".join(f"{line}\n" for line in lines)
    moment = logformat.last_moment(added, stage.now, ZoneInfo(facts.timezone)) or until
    if like is not None:
        # A format without fractions of a second puts the first line before the rotation that it follows.
        moment = max(moment, since + daemon_lines.HUP_DELAY)
    shape = entry or like
    uid, gid, mode = log_naming.owner_mode(facts) if shape is None else (shape.uid, shape.gid, shape.mode)
    row = stage.ledger.get_synthetic_file(stage.name, target)
    return EditAction(
        stage.name,
        target,
        None,
        class_of(path),
        tail,
        added.encode(),
        uid,
        gid,
        mode,
        moment.astimezone(timezone.utc),
        row.uuid if row else "",
        append=True,
    )


def _rotation(stage: Stage, path: str, moment: datetime) -> RotateAction:
    facts = stage.decky.facts
    return RotateAction(
        stage.name,
        path,
        class_of(path),
        KEEP_WEEKS,
        moment,
        "",
        status_path=rotation_status.status_path(facts),
        status_entry=rotation_status.status_entry(path, moment, facts),
    )


def log_files(facts: DeckyFacts) -> list[str]:
    """The logs that the host keeps by default and really has."""
    return [path for path in log_naming.log_names(facts) if path in facts.log_files]


def class_of(path: str) -> ContentClass:
    """The content class of a log by its name: cron's own file, else a daemon log."""
    return ContentClass.LOG_CRON if path.rpartition("/")[2].startswith("cron") else ContentClass.LOG_DAEMON
