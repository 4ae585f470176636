# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which activity times are due on a decky."""

from __future__ import annotations

from ..behaviour.activity_times import ActivityTime, activity_times_between
from .planner import within_share
from .snapshot import Snapshot


def due_activity_times(snapshot: Snapshot, clock: str) -> tuple[ActivityTime, ...]:
    """The activity times of everybody here since the last run by ``clock``, in the order of their moments.

    In a fleet whose mailboxes stand in containers of their own, some people write mail here without an account on the
    decky itself. What an earlier run has done already is not known here.
    """
    start = snapshot.window_start(clock)
    owners = snapshot.mailbox_owners() if snapshot.has_mailboxes else ()
    actors = [*dict.fromkeys([*snapshot.decky.usable_personas(), *owners]), None]
    found = [
        item
        for actor in actors
        for item in activity_times_between(
            snapshot.seed, snapshot.decky.name, actor, start, snapshot.now, snapshot.options.rate
        )
        if within_share(snapshot.seed, item, snapshot.options.weights.user_share)
    ]
    return tuple(sorted(found, key=lambda item: (item.moment, item.id)))
