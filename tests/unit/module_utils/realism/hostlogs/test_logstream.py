# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The logs of a decky record what its crontabs do, in one coherent stream.

Each test names what a reader would notice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone, tzinfo

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs import logstream
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.cronjobs import parse_crontab, runs_on
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.log_naming import (
    log_names,
    owner_mode,
    rotation_due,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.logformat import (
    last_pid,
    parse,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.hostlogs.logstream import (
    lines_between,
    writable_until,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import CronJob, Decky, DeckyFacts
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.seeded_random import seeded_random
from builders.logged_decky import AUTH, BERLIN, CMD, CRON, DECKY, FACTS, LOGS, NOW, SYSLOG, lines, read


@pytest.mark.parametrize("path", LOGS)
@pytest.mark.parametrize("log_format", ["rfc3339", "rfc3164"])
def test_lines_are_in_time_order_under_one_name_and_none_is_in_the_future(path: str, log_format: str) -> None:
    decky = replace(DECKY, facts=replace(FACTS, log_format=log_format))
    told = [parse(line, NOW, BERLIN) for line in lines(path, decky=decky)]
    moments = [line.moment for line in told if line]
    assert len(moments) == len(told) > 100
    assert moments == sorted(moments) and moments[-1] <= NOW and moments[0] > NOW - timedelta(hours=72, seconds=1)
    assert {line.host for line in told if line} == {"web-01"}


def test_every_run_of_every_job_is_there_at_its_minute_and_nothing_else() -> None:
    told = [read(line) for line in lines(CRON)]
    hourly = [moment.astimezone(BERLIN) for moment, _pid, text in told if "cron.hourly" in text]
    assert len(hourly) == 72 and all(moment.minute == 17 and moment.second <= 3 for moment in hourly)
    polls = [moment.astimezone(BERLIN) for moment, _pid, text in told if text == "(ann) CMD (bin/poll)"]
    assert len(polls) == 216 and {moment.minute for moment in polls} == {0, 20, 40}
    assert len(told) == 72 + 216 + 4 and not any("nosuchuser" in text for _moment, _pid, text in told)
    assert len({moment.microsecond for moment in hourly}) > 60


def test_cron_log_and_syslog_tell_the_same() -> None:
    assert [line for line in lines(SYSLOG) if "CRON[" in line] == lines(CRON)


def test_each_command_stands_between_the_opening_and_closing_of_its_session() -> None:
    sessions: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for line in lines(AUTH):
        moment, pid, text = read(line)
        sessions[pid].append((moment, text))
    commands = {
        pid: (moment, match.group(1))
        for line in lines(CRON)
        for moment, pid, text in [read(line)]
        if (match := CMD.match(text))
    }
    closed = {pid: said for pid, said in sessions.items() if len(said) == 2}
    assert len(closed) == len(commands) == len(sessions)
    for pid, ((opened, first), (ended, second)) in closed.items():
        shell = next(number for number in range(pid + 1, pid + 5) if number in commands)
        moment, user = commands[shell]
        uid = 0 if user == "root" else 1000
        assert opened < moment < ended and moment - opened < timedelta(milliseconds=20)
        assert first == f"pam_unix(cron:session): session opened for user {user}(uid={uid}) by (uid=0)"
        assert second == f"pam_unix(cron:session): session closed for user {user}"


def test_a_single_jobs_command_has_the_number_after_its_session() -> None:
    opened = {pid for line in lines(AUTH) for _moment, pid, text in [read(line)] if "opened" in text}
    hourly = [pid for line in lines(CRON) for _moment, pid, text in [read(line)] if "cron.hourly" in text]
    assert hourly and all(pid - 1 in opened for pid in hourly)


def test_process_numbers_rise_unevenly() -> None:
    numbers = [pid for line in lines(CRON) for _moment, pid, _text in [read(line)]]
    steps = [later - earlier for earlier, later in zip(numbers, numbers[1:])]
    assert min(steps) > 0 and len(set(steps)) > 5


@pytest.mark.parametrize("path", LOGS)
def test_an_interval_may_be_cut_anywhere(path: str) -> None:
    """The lines of several ticks equal those of one tick over the same time."""
    whole, rng = lines(path), seeded_random("cuts", path)
    for _try in range(20):
        cuts = sorted(rng.uniform(0, 72 * 3600) for _cut in range(rng.randint(1, 6)))
        moments = [
            NOW - timedelta(hours=72),
            *(NOW - timedelta(hours=72) + timedelta(seconds=cut) for cut in cuts),
            NOW,
        ]
        parts: list[str] = []
        for since, until in zip(moments, moments[1:]):
            parts += lines_between("seed", DECKY, path, since, until, last_pid("\n".join(parts)) if parts else None)
        assert parts == whole


def test_process_numbers_rise_over_the_day_on_which_the_clock_is_put_back() -> None:
    night = datetime(2026, 10, 26, 12, 0, 1, 1, timezone.utc)
    numbers = [pid for line in lines(CRON, 60, now=night) for _moment, pid, _text in [read(line)]]
    assert numbers == sorted(set(numbers))


def test_numbers_go_on_from_those_of_another_counting_and_all_logs_agree() -> None:
    since = NOW - timedelta(hours=30)
    told = {path: lines_between("seed", DECKY, path, since, NOW, last) for path, last in ((AUTH, 30211), (CRON, 30212))}
    sessions = [pid for line in told[AUTH] for _moment, pid, text in [read(line)] if "opened" in text]
    commands = [pid for line in told[CRON] for _moment, pid, _text in [read(line)]]
    assert 30212 < sessions[0] < 30212 + 200 and len(sessions) == len(commands)
    assert all(shell - session in (1, 2, 3) for session, shell in zip(sorted(sessions), commands))


def test_two_deckies_share_no_second_fraction_and_two_seeds_no_numbers() -> None:
    other = Decky("files-01", replace(FACTS, hostname="files-01"))
    first, second = ({read(line)[0].microsecond for line in lines(CRON, decky=decky)} for decky in (DECKY, other))
    assert len(first & second) < 5
    assert lines_between("other", DECKY, CRON, NOW - timedelta(hours=5), NOW) != lines(CRON, 5)


def test_where_cron_and_rsyslogd_live_nothing_is_written_after_the_start() -> None:
    started = NOW - timedelta(hours=10)
    alive = replace(FACTS, started_at=started, running=("cron", "rsyslogd", "sshd"))
    decky = replace(DECKY, facts=alive)
    assert writable_until(alive, NOW) == started and writable_until(replace(alive, running=("sshd",)), NOW) == NOW
    told = [read(line)[0] for line in lines(SYSLOG, decky=decky)]
    assert told and max(told) <= started
    assert lines(SYSLOG, hours=9, decky=decky) == []
    assert rotation_due(SYSLOG, alive, started, NOW + timedelta(days=20)) == []


def test_numbers_start_again_at_the_boot_and_at_no_other_moment() -> None:
    """The numbers of a host that booted at 14:20 local time rise until then; a fall at midnight is a tell."""
    boot = datetime(2026, 11, 23, 14, 20, 31, 410_000, tzinfo=BERLIN)
    decky = replace(DECKY, facts=replace(FACTS, started_at=boot))
    numbers = [(moment, pid) for line in lines(CRON, decky=decky) for moment, pid, _text in [read(line)]]
    before = [pid for moment, pid in numbers if moment < boot]
    after = [pid for moment, pid in numbers if moment >= boot]
    assert before == sorted(before) and after == sorted(after)
    # 13:40, 14:00, 14:17 and 14:20 have numbers of weeks of uptime; later runs have those of a few minutes.
    last_day = [pid for moment, pid in numbers if boot - timedelta(hours=15) < moment < boot]
    assert min(last_day) > 2000 and max(later - earlier for earlier, later in zip(last_day, last_day[1:])) < 200
    assert after[0] < 200 and numbers[len(before)][0] - boot < timedelta(minutes=21)


def test_a_number_from_before_the_boot_is_not_continued_after_it() -> None:
    """The last line of a log is from before the boot when a tick continues it after the boot."""
    boot = datetime(2026, 11, 23, 14, 20, 31, 410_000, tzinfo=BERLIN)
    decky = replace(DECKY, facts=replace(FACTS, started_at=boot))
    since = boot + timedelta(minutes=5)
    later = since + timedelta(hours=3)
    told = lines_between("seed", decky, CRON, since, later, 30_211, seen_at=boot - timedelta(minutes=3))
    assert told == lines_between("seed", decky, CRON, since, later)
    assert told != lines_between("seed", decky, CRON, since, later, 30_211)
    assert max(pid for line in told for _moment, pid, _text in [read(line)]) < 1000


@pytest.mark.parametrize(("os_id", "path"), [("debian", AUTH), ("alpine", "/var/log/messages")])
def test_a_boot_ends_what_ran_before_it_and_starts_the_daemons_anew(os_id: str, path: str) -> None:
    boot = datetime(2026, 11, 23, 14, 20, 1, 900_000, tzinfo=BERLIN)
    jobs = parse_crontab("*/20 * * * * ann bin/poll\n* * * * * ann bin/long\n", "/etc/cron.d/x")
    decky = replace(DECKY, facts=replace(FACTS, os_id=os_id, os_family=os_id, started_at=boot, crontabs=jobs))
    told = [(parse(line, NOW, BERLIN), line) for line in lines(path, hours=20, decky=decky)]
    if os_id == "alpine":
        number = re.compile(r"crond\[(\d+)\]")
        daemons = [
            [
                found.group(1)
                for known, line in told
                if known and (known.moment >= boot) == up and (found := number.search(line))
            ]
            for up in (False, True)
        ]
        assert len(set(daemons[0])) == len(set(daemons[1])) == 1 and set(daemons[0]) != set(daemons[1])
        return
    opened = {known.pid for known, line in told if known and "opened" in line and known.moment < boot}
    closed = {known.pid for known, line in told if known and "closed" in line and known.moment >= boot}
    assert opened and not opened & closed


@pytest.mark.parametrize(
    ("os_id", "version", "command", "session"),
    [
        ("debian", "12", "CMD (", "root(uid=0) by"),
        ("debian", "10", "CMD (", "root by"),
        ("ubuntu", "22.04", "CMD (", "root(uid=0) by"),
    ],
)
def test_releases_say_it_in_their_own_words(os_id: str, version: str, command: str, session: str) -> None:
    decky = replace(DECKY, facts=replace(FACTS, os_id=os_id, os_version=version))
    told = lines(SYSLOG, 2, decky)
    assert told and all(command in line for line in told)
    assert any(session in line for line in lines(AUTH, 2, decky))


def test_red_hat_and_alpine_have_their_own_crons() -> None:
    redhat = Decky("r", replace(FACTS, os_id="rocky", os_version="9.3", os_family="redhat", log_format="rfc3164"))
    assert re.search(r" CROND\[\d+\]: \(root\) CMD \(", "\n".join(lines("/var/log/cron", decky=redhat)))
    assert lines("/var/log/secure", decky=redhat) == []
    alpine = Decky("a", replace(FACTS, os_id="alpine", os_version="3.19.1", os_family="alpine", log_format="rfc3164"))
    assert re.search(
        r" a? ?web-01 cron.info crond\[\d+\]: USER ann pid +\d+ cmd bin/poll",
        "\n".join(lines("/var/log/messages", decky=alpine)),
    )


def test_systemd_speaks_only_where_it_runs_and_rsyslogd_when_its_logs_are_rotated() -> None:
    week = lines(SYSLOG, 24 * 7)
    assert not any("systemd" in line for line in week)
    assert sum("rsyslogd was HUPed" in line for line in week) == 1
    booted = lines(SYSLOG, 24 * 7, replace(DECKY, facts=replace(FACTS, running=("cron", "systemd"))))
    started, finished = (
        sum(word in line for line in booted)
        for word in (" Starting apt-daily.service - ", " Finished apt-daily.service - ")
    )
    assert 6 <= started <= 8 and abs(started - finished) <= 1
    assert len({line[:19] for line in booted if "Starting" in line}) > 30


@pytest.mark.parametrize(
    ("crontab", "days", "runs"),
    [
        pytest.param("* * * * * root x\n" * 300, 3, 60_000, id="every minute", marks=pytest.mark.slow),
        pytest.param("0 4 * * * root x\n", 102, 100, id="every day"),
    ],
)
def test_a_hostile_crontab_does_not_keep_the_controller_busy(
    crontab: str, days: int, runs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log of ten years has a bounded number of runs, and a bounded number of days is read."""
    looked: list[date] = []

    def looking(jobs: Iterable[CronJob], day: date, zone: tzinfo) -> tuple[tuple[datetime, CronJob], ...]:
        looked.append(day)
        return runs_on(jobs, day, zone)

    monkeypatch.setattr(logstream, "runs_on", looking)
    jobs = parse_crontab(crontab, "/etc/crontab")
    told = lines(CRON, 24 * 3650, replace(DECKY, facts=replace(FACTS, crontabs=jobs)))
    assert 0.9 * runs < len(told) <= runs and len(looked) <= days


@pytest.mark.parametrize(
    ("facts", "names", "owner"),
    [
        (DeckyFacts("h"), "syslog cron.log auth.log", (0, 4, 0o640)),
        (DeckyFacts("h", os_version="11"), "syslog daemon.log auth.log", (0, 4, 0o640)),
        (DeckyFacts("h", os_id="ubuntu", os_version="24.04"), "syslog auth.log", (0, 4, 0o640)),
        (DeckyFacts("h", os_id="rocky", os_family="redhat"), "cron messages secure", (0, 0, 0o600)),
        (DeckyFacts("h", os_id="alpine", os_family="alpine"), "messages", (0, 0, 0o640)),
    ],
)
def test_logs_have_the_names_and_owners_of_their_release(
    facts: DeckyFacts, names: str, owner: tuple[int, int, int]
) -> None:
    assert log_names(facts) == tuple(f"/var/log/{name}" for name in names.split()) and owner_mode(facts) == owner


def test_rotation_is_on_sunday_after_cron_daily() -> None:
    due = [moment.astimezone(BERLIN) for moment in rotation_due(SYSLOG, FACTS, NOW - timedelta(days=28), NOW)]
    assert [(moment.weekday(), moment.hour) for moment in due] == [(6, 6)] * 4
    assert all(25 <= moment.minute <= 56 for moment in due) and len({moment.minute for moment in due}) > 1
    assert rotation_due(SYSLOG, replace(FACTS, crontabs=()), NOW - timedelta(days=28), NOW) == []


def test_sessions_of_the_live_lines_are_in_one_format() -> None:
    """Times have the offset of the decky's own zone and six digits of microseconds, as rsyslog always writes them."""
    assert all(
        re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+01:00 web-01 CRON\[\d+\]: ", line) for line in lines(CRON)
    )
