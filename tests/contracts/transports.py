# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of the transports. A module that imports these tests defines the fixture ``bench``."""

from __future__ import annotations

import os
from shlex import quote

import pytest
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.base import (
    Append,
    CommandResult,
    PlantedFile,
    Reordering,
    TransportError,
)
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.renames import Rename
from ansible_collections.decnet.realism.plugins.plugin_utils.transports.rotation import (
    IRREGULAR,
    LINKED,
    NOT_THERE,
    Rotation,
)

from .bench import Bench

MTIME, ATIME = 1_700_000_123_456_789_012, 1_700_000_123_987_654_321


def planted(path: str, content: bytes = b"buy milk\n", mode: int = 0o640) -> PlantedFile:
    return PlantedFile(path, content, 1000, 1000, mode, MTIME, ATIME)


def test_all_that_stat_shows_is_as_planted(bench: Bench) -> None:
    bench.transport.plant([planted("/home/alice/TODO.md", mode=0o600), planted("/home/alice/run.sh", mode=0o755)])
    shown = bench.sh("stat -c '%u %g %a %s %.9Y %.9X' $R/home/alice/TODO.md $R/home/alice/run.sh").split("\n")
    assert shown[0] == "1000 1000 600 9 1700000123.456789012 1700000123.987654321"
    assert shown[1].startswith("1000 1000 755 ")


def test_missing_parents_belong_to_the_persona_and_existing_ones_stay(bench: Bench) -> None:
    bench.transport.plant([planted("/home/alice/a/b/note.md")])
    assert bench.sh("stat -c '%u %a' $R/home/alice $R/home/alice/a $R/home/alice/a/b").split() == [
        "1000",
        "750",
        "1000",
        "755",
        "1000",
        "755",
    ]


@pytest.mark.parametrize("name", ["a b", "it's", 'q"q', "new\nline", "-rf", "ünïcode", "$(id)", "*", "\\n"])
def test_unusual_names_are_written_and_read(bench: Bench, name: str) -> None:
    path = f"/home/alice/{name}"
    bench.transport.plant([planted(path, b"x\x00\xff\n")])
    assert bench.transport.read_file(path) == b"x\x00\xff\n"
    assert bench.sh(f"cd $R/home/alice; ls -A | wc -l; test -f ./{quote(name)} && echo yes").split()[-1] == "yes"


def test_twenty_megabytes_of_any_bytes(bench: Bench) -> None:
    content = os.urandom(1 << 20) * 20
    bench.transport.plant([planted("/home/alice/big", content)])
    assert bench.transport.read_file("/home/alice/big") == content


def test_a_replaced_file_has_the_new_content_only(bench: Bench) -> None:
    bench.transport.plant([planted("/home/alice/n", b"a long first version\n")])
    bench.transport.plant([planted("/home/alice/n", b"short\n")])
    assert bench.sh("cat $R/home/alice/n; ls -A $R/home/alice") == "short\nn\n"


def test_a_missing_file_is_not_found(bench: Bench) -> None:
    with pytest.raises(FileNotFoundError):
        bench.transport.read_file("/home/alice/nothing")
    with pytest.raises(FileNotFoundError):
        bench.transport.read_file("/home/nobody-here/nothing")


def test_a_file_that_is_too_large_is_refused(bench: Bench) -> None:
    bench.sh("head -c 5000 /dev/zero > $R/home/alice/z")
    with pytest.raises(TransportError, match="5000 bytes"):
        bench.transport.read_file("/home/alice/z", max_bytes=4999)


def test_links_are_never_followed(bench: Bench) -> None:
    bench.sh("cd $R/home/alice; mkdir real; echo secret > real/s; ln -s real/s link; ln -s real way")
    for path in ("/home/alice/link", "/home/alice/way/s"):
        with pytest.raises(TransportError, match="symlink"):
            bench.transport.read_file(path)
        with pytest.raises(TransportError, match="link"):
            bench.transport.plant([planted(path)])
    with pytest.raises(TransportError, match="link"):
        bench.transport.plant([planted("/home/alice/way/deep/new")])
    assert bench.sh("cd $R/home/alice; cat real/s; ls real") == "secret\ns\n"


def test_a_directory_is_never_replaced(bench: Bench) -> None:
    bench.sh("mkdir $R/home/alice/d; touch $R/home/alice/d/kept")
    with pytest.raises(TransportError, match="directory"):
        bench.transport.plant([planted("/home/alice/d")])
    assert bench.sh("ls $R/home/alice/d") == "kept\n"


@pytest.mark.parametrize("path", ["home/alice/x", "/home/alice/../x", "/", "/home//x", "/home/alice/"])
def test_a_path_that_is_not_absolute_and_normal_is_refused(bench: Bench, path: str) -> None:
    with pytest.raises(TransportError, match="absolute"):
        bench.transport.plant([planted(path)])


def test_appending_keeps_the_inode_and_sets_the_time(bench: Bench) -> None:
    bench.sh("echo one > $R/home/alice/log")
    inode = bench.sh("stat -c %i $R/home/alice/log")
    add = Append("/home/alice/log", b"two\n", 0, 4, 0o640, MTIME, expected_size=4)
    assert bench.transport.append([add]) == {"/home/alice/log": True}
    assert bench.transport.append([add]) == {"/home/alice/log": False}
    assert (
        bench.sh("cat $R/home/alice/log; stat -c %i $R/home/alice/log; stat -c %.9Y $R/home/alice/log")
        == f"one\ntwo\n{inode}1700000123.456789012\n"
    )


def test_expected_lines_of_a_log_are_reordered(bench: Bench) -> None:
    """The bytes before and behind the region stay, and so do the inode and the mtime."""
    bench.sh(
        "cd $R/home/alice; printf 'one\\nthree\\ntwo\\nfour\\n' > log; touch -d @1700000123.456789012 log; "
        "cp -p log same"
    )
    inode = bench.sh("stat -c %i $R/home/alice/log")
    move = Reordering("/home/alice/log", 4, b"three\ntwo\n", b"two\nthree\n")
    assert bench.transport.reorder([move]) == {"/home/alice/log": True}
    assert bench.transport.reorder([move]) == {"/home/alice/log": False}
    said = bench.sh("cat $R/home/alice/log; stat -c %i $R/home/alice/log; stat -c %.9Y $R/home/alice/log")
    assert said == f"one\ntwo\nthree\nfour\n{inode}1700000123.456789012\n"
    whole = Reordering("/home/alice/same", 0, b"one\nthree\ntwo\nfour\n", b"four\nthree\ntwo\none\n")
    assert bench.transport.reorder([whole]) == {"/home/alice/same": True}
    assert bench.sh("cat $R/home/alice/same") == "four\nthree\ntwo\none\n"


@pytest.mark.parametrize("name", ["link", "way/s", "d", "pipe", "none", "none/x", "shorter", "longer"])
def test_nothing_is_reordered_without_the_expected_lines(bench: Bench, name: str) -> None:
    bench.sh(
        "cd $R/home/alice; mkdir -p real d; printf 'a\\nb\\n' > real/s; ln -s real/s link; ln -s real way; mkfifo pipe"
    )
    bench.sh("cd $R/home/alice; printf 'a\\n' > shorter; printf 'x\\na\\nb\\n' > longer")
    path = f"/home/alice/{name}"
    assert bench.transport.reorder([Reordering(path, 0, b"a\nb\n", b"b\na\n")]) == {path: False}
    assert bench.sh("cd $R/home/alice; cat real/s shorter longer; ls real d").split() == [*"abaxab", "d:", "real:", "s"]


def test_an_append_is_in_one_piece(bench: Bench) -> None:
    """While a daemon writes, none of its lines splits an appended block, and none is lost."""
    blocks = [f"{number}{'x' * 98}\n".encode() * 700 for number in range(4)]
    bench.sh("touch $R/home/alice/log")
    daemon = "cd $R/home/alice; i=0; while [ ! -e stop ]; do echo daemon >> log; i=$((i+1)); done; echo $i > count"
    with bench.started(daemon):
        while not bench.sh("head -n 1 $R/home/alice/log"):
            pass
        for block in blocks:
            bench.transport.append([Append("/home/alice/log", block, 0, 4, 0o640, MTIME)])
        bench.sh("touch $R/home/alice/stop")
    content, count = bench.transport.read_file("/home/alice/log"), int(bench.sh("cat $R/home/alice/count"))
    assert [content.count(block) for block in blocks] == [1] * 4
    assert content.count(b"daemon\n") == count and len(content) == count * 7 + sum(len(block) for block in blocks)


def test_a_reordering_beside_a_daemon_loses_no_line(bench: Bench) -> None:
    """Each round appends a line and moves it to the front of the log, while a daemon writes."""
    log = "/home/alice/log"
    bench.sh("echo first > $R/home/alice/log")
    moved: list[bool] = []
    with bench.started(
        "i=0; while [ $i -lt 150 ]; do echo daemon $i >> $R/home/alice/log; sleep 0.01; i=$((i+1)); done"
    ) as daemon:
        while daemon.poll() is None and len(moved) < 100:
            ours = f"ours {len(moved)}\n".encode()
            bench.transport.append([Append(log, ours, 0, 4, 0o640, MTIME)])
            entry = bench.transport.tail([log], 200)[log]
            assert entry is not None and entry.content is not None
            start, end = entry.content.find(b"\n") + 1, entry.content.rfind(ours)
            before = entry.content[start : end + len(ours)]
            move = Reordering(log, entry.size - len(entry.content) + start, before, ours + before[: -len(ours)])
            moved.append(bench.transport.reorder([move])[log])
    lines = bench.transport.read_file(log).decode().splitlines()
    assert [line for line in lines if line.startswith("daemon")] == [f"daemon {number}" for number in range(150)]
    assert sorted(line for line in lines if line.startswith("ours")) == sorted(f"ours {n}" for n in range(len(moved)))
    assert len(lines) == 151 + len(moved) and len(moved) > 2 and all(moved)


def test_the_first_line_of_a_log_creates_it(bench: Bench) -> None:
    bench.transport.append([Append("/home/alice/new.log", b"one\n", 0, 4, 0o640, MTIME)])
    assert bench.sh("stat -c '%u %g %a %s' $R/home/alice/new.log") == "0 4 640 4\n"


def test_the_tail_of_a_log_and_the_children_of_a_directory(bench: Bench) -> None:
    bench.sh("cd $R/home/alice; seq 1000 > log; mkdir sub; ln -s log l")
    entry = bench.transport.tail(["/home/alice/log"], max_bytes=9)["/home/alice/log"]
    assert entry is not None and entry.content == b"999\n1000\n" and entry.size == 3893
    kinds = {child.path: child.kind for child in bench.transport.list_directories(["/home/alice"])["/home/alice"]}
    assert kinds == {"/home/alice/log": "file", "/home/alice/sub": "directory", "/home/alice/l": "symlink"}


def test_a_fifo_does_not_hang_the_reader(bench: Bench) -> None:
    bench.sh("mkfifo $R/home/alice/pipe")
    with pytest.raises(TransportError, match="other"):
        bench.transport.read_file("/home/alice/pipe")


def test_a_file_is_renamed_where_it_is_found_and_nothing_is_replaced(bench: Bench) -> None:
    """A mail server moves a message from new to cur and adds flags after a colon. It is still found, once."""
    bench.sh(
        "cd $R/home/alice; mkdir new cur; echo a > new/1.x; echo b > 'cur/2.x:2,'; "
        "echo c > cur/3.x; echo d > 'cur/3.x:2,S'"
    )
    bench.sh("cd $R/home/alice; ln -s /etc/passwd new/4.x; echo e > 'cur/6.x:2,S'")
    here = "/home/alice"
    moves = [Rename(f"{here}/new/{name}.x", f"{here}/cur/{name}.x", f"{here}/cur/{name}.x:2,S") for name in "123456"]
    assert bench.transport.rename(moves)[:2] == ["done", "done"]
    assert bench.transport.rename(moves)[3:] == ["gone", "gone", "same"]
    assert bench.sh("cd $R/home/alice/cur; cat '1.x:2,S' '2.x:2,S' '3.x:2,S'").split() == ["a", "b", "d"]
    assert bench.sh("cd $R/home/alice; ls new").split() == ["4.x"]


def test_a_log_is_rotated_as_logrotate_does_it(bench: Bench) -> None:
    """Over three weeks, the log keeps its inode as .1, and .2.gz has the header that gzip writes for an open file."""
    bench.sh("cd $R/home/alice; mkdir l; chown 0:4 l; cd l; umask 027")
    inodes = []
    for week in (1, 2, 3):
        bench.sh(
            f"cd $R/home/alice/l; echo {week} > log; chown 0:4 log; chmod 640 log; touch -d @170000000{week}.5 log"
        )
        inodes.append(bench.sh("stat -c %i $R/home/alice/l/log"))
        if week == 3:
            bench.sh("gzip < $R/home/alice/l/log.1 > $R/home/alice/expected")
        assert bench.transport.rotate([Rotation("/home/alice/l/log", 4, MTIME)]) == {"/home/alice/l/log": None}
    assert bench.sh("cd $R/home/alice/l; ls -A").split() == ["log", "log.1", "log.2.gz", "log.3.gz"]
    assert bench.sh("cd $R/home/alice/l; cat log.1; gunzip -c log.2.gz log.3.gz").split() == ["3", "2", "1"]
    assert bench.sh("stat -c %i $R/home/alice/l/log.1") == inodes[-1]
    shown = bench.sh("cd $R/home/alice/l; stat -c '%u %g %a %.9Y' log log.1 log.2.gz log.3.gz").splitlines()
    times = ["1700000123.456789012", "1700000003.500000000", "1700000002.500000000", "1700000001.500000000"]
    assert shown == [f"0 4 640 {time}" for time in times]
    assert bench.sh("stat -c '%s %.9X' $R/home/alice/l/log") == "0 1700000123.456789012\n"
    packed, expected = (bench.transport.read_file(f"/home/alice/{name}") for name in ("l/log.2.gz", "expected"))
    assert packed[:10] == expected[:10] and packed[-8:] == expected[-8:]


def test_the_compressed_log_has_the_access_time_of_its_source(bench: Bench) -> None:
    bench.sh(
        "cd $R/home/alice; echo 2 > log; echo 1 > log.1; touch -d @1700000001.25 log.1; touch -m -d @1700000000.5 log.1"
    )
    assert bench.transport.rotate([Rotation("/home/alice/log", 4, MTIME)]) == {"/home/alice/log": None}
    assert bench.sh("stat -c '%.2X %.2Y' $R/home/alice/log.2.gz") == "1700000001.25 1700000000.50\n"


def test_a_log_that_logrotate_would_leave_alone_is_not_rotated(bench: Bench) -> None:
    """The other logs of the batch are rotated. Nothing is read or written through a link or a pipe."""
    bench.sh(
        "cd $R/home/alice; mkdir real; echo secret > real/s; ln -s real way; for n in a b c d e; do echo $n > $n; done"
    )
    bench.sh(
        "cd $R/home/alice; ln -s real/s a.1; mkfifo b.1; mkdir c.3.gz; ln -s /nowhere d.2.gz; "
        "echo w > real/w; ln -s real/s f"
    )
    names = ("a", "b", "c", "d", "e", "f", "way/w", "none")
    answer = bench.transport.rotate([Rotation(f"/home/alice/{name}", 4, MTIME) for name in names])
    expected = [IRREGULAR, IRREGULAR, IRREGULAR, IRREGULAR, None, IRREGULAR, LINKED, NOT_THERE]
    assert answer == {f"/home/alice/{name}": reason for name, reason in zip(names, expected)}
    assert bench.sh("cd $R/home/alice; cat a b c d e.1 real/s real/w; ls real").split() == [
        *"abcde",
        "secret",
        "w",
        "s",
        "w",
    ]
    with pytest.raises(TransportError, match="absolute"):
        bench.transport.rotate([Rotation("/home/alice/../x", 4, MTIME)])
    assert bench.transport.rotate([]) == {}


def test_the_directories_beside_a_file_are_created(bench: Bench) -> None:
    """A Maildir has cur, new and tmp from its first message on. Existing directories keep their mode."""
    beside = tuple(f"/home/alice/Maildir/{name}" for name in ("cur", "new", "tmp"))
    for number in (1, 2):
        bench.transport.plant(
            [
                PlantedFile(
                    f"{beside[1]}/{number}", b"x", 1000, 1000, 0o600, MTIME, ATIME, parent_mode=0o700, beside=beside
                )
            ]
        )
        shown = bench.sh(
            "stat -c '%u %g %a %n' $R/home/alice $R/home/alice/Maildir $R/home/alice/Maildir/*"
        ).splitlines()
        assert [line.split()[:3] for line in shown] == [["1000", "1000", "750"], *([["1000", "1000", "700"]] * 4)]
    assert bench.sh("ls $R/home/alice/Maildir/new").split() == ["1", "2"]


OLD, SAVE = "1600000000.250000000", "1700000123.456789012"
FUTURE = "1800000000.250000000"


def dated_directories(bench: Bench, time: str = OLD) -> None:
    """Creates directories with unusual modes and one mtime."""
    bench.sh(
        "cd $R/home/alice; mkdir -p a/b shared; echo old > a/n; chmod 2775 shared; chmod 1777 a; "
        f"touch -d @{time} a/b a shared ."
    )


def same(bench: Bench, found: list[str], expected: list[str]) -> bool:
    """Whether the times are equal. Archives of docker have whole seconds, and the transport invents the fraction."""
    if bench.transport.name == "docker":
        assert all(float(time) % 1 for time in found)
        return [time.partition(".")[0] for time in found] == [time.partition(".")[0] for time in expected]
    return found == expected


def mtimes(bench: Bench, *names: str) -> list[str]:
    return bench.sh("cd $R/home/alice; stat -c %.9Y " + " ".join(names)).split()


def test_a_directory_has_the_time_of_the_newest_file_created_in_it(bench: Bench) -> None:
    """So have the directories that are created for a file. Existing directories keep their owner and mode."""
    dated_directories(bench)
    earlier = PlantedFile("/home/alice/a/2", b"x", 1000, 1000, 0o640, MTIME - 5_000_000_000, MTIME)
    bench.transport.plant([planted("/home/alice/a/1"), earlier, planted("/home/alice/shared/new/deep/1")])
    assert mtimes(bench, "a", "shared", "shared/new", "shared/new/deep") == [SAVE] * 4
    assert mtimes(bench, ".", "a/b") == [OLD] * 2
    shown = bench.sh("cd $R/home/alice; stat -c '%u %g %a' . a shared").splitlines()
    assert shown == ["1000 1000 750", "0 0 1777", "0 0 2775"]


def test_a_replaced_file_dates_its_directory_and_one_written_in_place_does_not(bench: Bench) -> None:
    dated_directories(bench)
    edit = PlantedFile("/home/alice/a/n", b"new", 1000, 1000, 0o640, MTIME, ATIME, in_place=True)
    bench.transport.plant([edit])
    assert same(bench, mtimes(bench, "a", "a/n"), [OLD, SAVE])
    bench.transport.plant([planted("/home/alice/a/n")])
    assert mtimes(bench, "a", "a/n") == [SAVE] * 2
    bench.sh("rm $R/home/alice/shared/*; true")
    fresh = PlantedFile("/home/alice/shared/n", b"new", 1000, 1000, 0o640, MTIME, ATIME, in_place=True)
    bench.transport.plant([fresh])
    assert mtimes(bench, "shared") == [SAVE]


def test_a_directory_never_becomes_older(bench: Bench) -> None:
    dated_directories(bench, FUTURE)
    bench.sh("cd $R/home/alice; echo 1 > a/1; echo log > a/log; touch -d @1800000000.25 a")
    bench.transport.plant([planted("/home/alice/a/2")])
    assert bench.transport.rename([Rename("/home/alice/a/1", "/home/alice/a/1", "/home/alice/a/b/1", MTIME)]) == [
        "done"
    ]
    assert bench.transport.rotate([Rotation("/home/alice/a/log", 4, MTIME)]) == {"/home/alice/a/log": None}
    assert same(bench, mtimes(bench, "a", "a/b"), [FUTURE] * 2)


def test_a_delivery_dates_the_folder_and_tmp_and_a_mark_dates_both_folders(bench: Bench) -> None:
    here = "/home/alice/Maildir"
    bench.sh(
        "cd $R/home/alice; mkdir -p Maildir/cur Maildir/new Maildir/tmp; touch -d @1600000000.25 Maildir/* Maildir"
    )
    mail = PlantedFile(f"{here}/new/1", b"x", 1000, 1000, 0o600, MTIME, ATIME, through=f"{here}/tmp")
    bench.transport.plant([mail])
    folders = ("Maildir", "Maildir/new", "Maildir/tmp", "Maildir/cur")
    assert mtimes(bench, *folders) == [OLD, SAVE, SAVE, OLD]
    mark = Rename(f"{here}/new/1", f"{here}/cur/1", f"{here}/cur/1:2,S", MTIME + 1_000_000_000)
    assert bench.transport.rename([mark]) == ["done"]
    assert mtimes(bench, *folders) == [OLD, "1700000124.456789012", SAVE, "1700000124.456789012"]


def test_a_rotation_and_a_new_log_date_their_directory_and_an_append_does_not(bench: Bench) -> None:
    dated_directories(bench)
    bench.sh("cd $R/home/alice; echo log > a/log; echo log > shared/log; touch -d @1600000000.25 a shared")
    bench.transport.append([Append("/home/alice/shared/log", b"x\n", 0, 4, 0o640, MTIME)])
    bench.transport.append([Append("/home/alice/a/b/log", b"x\n", 0, 4, 0o640, MTIME)])
    assert mtimes(bench, "a", "shared", "a/b") == [OLD, OLD, SAVE]
    bench.transport.rotate([Rotation("/home/alice/a/log", 4, MTIME)])
    assert mtimes(bench, "a", "shared", "a/b") == [SAVE, OLD, SAVE]


def test_only_directories_have_children(bench: Bench) -> None:
    """A link, a file, a pipe, a missing path and a path behind a link have none. No read hangs or fails."""
    bench.sh("cd $R/home/alice; mkdir -p real/sub empty; touch real/sub/f f; ln -s real way; mkfifo pipe")
    paths = [f"/home/alice/{name}" for name in ("way", "way/sub", "f", "f/x", "pipe", "none", "none/x", "empty")]
    assert bench.transport.list_directories(paths) == dict.fromkeys(paths, ())
    found = bench.transport.list_directories(["/home/alice/real/sub"])["/home/alice/real/sub"]
    assert [(entry.path, entry.kind) for entry in found] == [("/home/alice/real/sub/f", "file")]


def test_only_files_have_a_tail(bench: Bench) -> None:
    bench.sh("cd $R/home/alice; mkdir -p real/sub; echo s > real/s; ln -s real/s link; ln -s real way; mkfifo pipe")
    kinds = {"real": "directory", "link": "symlink", "way/s": "symlink", "pipe": "other", "none": None, "no/x": None}
    for look in (bench.transport.tail, bench.transport.read):
        found = look([f"/home/alice/{name}" for name in kinds], 100)
        assert {path.partition("/alice/")[2]: entry and entry.kind for path, entry in found.items()} == kinds
        assert all(entry is None or entry.content is None for entry in found.values())


@pytest.mark.parametrize("name", ["link", "way/s", "d", "pipe", "none/x", "dangling"])
def test_only_regular_files_are_appended_to(bench: Bench, name: str) -> None:
    bench.sh("cd $R/home/alice; mkdir -p real d; echo s > real/s; ln -s real/s link; ln -s real way; mkfifo pipe")
    bench.sh("cd $R/home/alice; ln -s real/made dangling")
    with pytest.raises(TransportError, match=name):
        bench.transport.append([Append(f"/home/alice/{name}", b"x\n", 0, 4, 0o640, MTIME)])
    assert bench.sh("cd $R/home/alice; cat real/s; ls real d").split() == ["s", "d:", "real:", "s"]


def test_a_file_that_cannot_be_renamed_is_kept_or_gone(bench: Bench) -> None:
    """An existing target stays, even a dangling link. No file is moved from or to a path behind a link."""
    here = "/home/alice"
    bench.sh(
        "cd $R/home/alice; mkdir a b real; for n in 1 2 3 4; do echo $n > a/$n; done; echo 6 > real/6; ln -s real way"
    )
    bench.sh("cd $R/home/alice; ln -s /nowhere b/1; mkdir b/2")
    old_names = "a/1 a/2 a/3 a/4 a/5 way/6 none/7".split()
    new_names = "b/1 b/2 way/3 none/4 b/5 b/6 b/7".split()
    ends = list(zip(old_names, new_names, strict=True))
    said = bench.transport.rename([Rename(f"{here}/{old}", f"{here}/{old}", f"{here}/{new}") for old, new in ends])
    assert said == ["kept", "kept", "kept", "kept", "gone", "gone", "gone"]
    assert bench.sh("cd $R/home/alice; ls a real; ls b").split() == ["a:", *"1234", "real:", "6", "1", "2"]


def test_the_activity_of_a_decky_is_reported_or_unknown(bench: Bench) -> None:
    """A transport that cannot run a command refuses it in one sentence and reports no session."""
    transport = bench.transport
    assert transport.sessions() == 0
    if transport.can_run:
        assert transport.run("echo yes; exit 3") == CommandResult(3, b"yes\n", b"")
        assert transport.started_at() is not None and "sleep" in transport.processes()
    else:
        with pytest.raises(TransportError, match="cannot run"):
            transport.run("true")
        assert transport.started_at() is None and transport.processes() == () and transport.identity() is None


def test_an_empty_batch_does_nothing(bench: Bench) -> None:
    transport = bench.transport
    transport.plant([])
    assert (transport.read([]), transport.tail([]), transport.append([]), transport.rotate([])) == ({}, {}, {}, {})
    assert transport.reorder([]) == {}
    assert (transport.list_directories([]), transport.rename([])) == ({}, [])
