# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Malformed facts of a hostile decky are skipped, and valid ones are bounded."""

from __future__ import annotations

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.decky import Account, DeckyFacts
from ansible_collections.decnet.realism.plugins.plugin_utils.observation import facts_parsing as parsing

GOOD = "ann:x:1000:1001:Ann,,,:/home/ann:/bin/bash"
ANN = Account("ann", 1000, 1001, "/home/ann", "/bin/bash")


@pytest.mark.parametrize(
    "line",
    [
        "daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin",
        "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin",
        "Bob:x:1002:1002::/home/bob:/bin/sh",
        "b b:x:1002:1002::/home/b:/bin/sh",
        "$(id):x:1002:1002::/home/b:/bin/sh",
        "bob:x:-5:1002::/home/bob:/bin/sh",
        "bob:x:٣٣٣٣:1002::/home/bob:/bin/sh",
        "bob:x:1²:1002::/home/bob:/bin/sh",
        "bob:x:99999999999999999999:1::/home/bob:/bin/sh",
        "bob:x:1002:4294967296::/home/bob:/bin/sh",
        "bob:x:1002:1002::home/bob:/bin/sh",
        "bob:x:1002:1002::/home/../etc:/bin/sh",
        "bob:x:1002:1002::/home/bob\x1b[2J:/bin/sh",
        "bob:x:1002:1002::/home/bob",
        "bob:x:1002:1002::/home/bob:/bin/sh:more",
        "bob" * 20 + ":x:1002:1002::/home/bob:/bin/sh",
        "ann:x:1009:1009::/home/evil:/bin/sh",
        "\0" * 1000,
        "",
    ],
)
def test_only_root_and_people_with_sane_lines_have_accounts(line: str) -> None:
    assert parsing.accounts(f"{GOOD}\n{line}\n") == (ANN,)


def test_root_is_an_account_and_so_is_who_owns_a_cron_job() -> None:
    passwd = f"root:x:0:0:root:/root:/bin/bash\nbackup:x:34:34:backup:/var/backups:/usr/sbin/nologin\n{GOOD}\n"
    assert [account.login for account in parsing.accounts(passwd)] == ["root", "ann"]
    assert [account.login for account in parsing.accounts(passwd, {"backup"})] == ["root", "backup", "ann"]


def test_a_passwd_without_end_is_bounded() -> None:
    passwd = "".join(f"u{number}:x:{1000 + number}:100::/home/u{number}:/bin/sh\n" for number in range(20_000))
    assert len(parsing.accounts(passwd)) == 500


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("", "", "12.15\n", ""), {"ID": "debian", "VERSION_ID": "12"}),
        (("", "", "trixie/sid\n", ""), {}),
        (
            ("", "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=24.04\n", "trixie/sid\n", ""),
            {"ID": "ubuntu", "VERSION_ID": "24.04", "ID_LIKE": "debian"},
        ),
        (("", "", "", "3.19.1\n"), {"ID": "alpine", "VERSION_ID": "3.19.1"}),
        (
            ('ID="rocky"\nVERSION_ID="9.3"\nID_LIKE="rhel centos fedora"\n', "", "", ""),
            {"ID": "rocky", "VERSION_ID": "9.3", "ID_LIKE": "rhel centos fedora"},
        ),
        (("", "", "12\n12", ""), {}),
        (("", "", "", ""), {}),
    ],
)
def test_the_release_is_told_by_what_is_in_etc(texts: tuple[str, str, str, str], expected: dict[str, str]) -> None:
    assert parsing.release(*texts) == expected


@pytest.mark.parametrize(
    ("os_id", "like", "family"),
    [
        ("debian", "", "debian"),
        ("ubuntu", "debian", "debian"),
        ("rocky", "rhel centos fedora", "redhat"),
        ("fedora", "", "redhat"),
        ("alpine", "", "alpine"),
    ],
)
def test_families(os_id: str, like: str, family: str) -> None:
    assert parsing.family(os_id, like) == family


@pytest.mark.parametrize("text", ["", "-h", "a b", "a\nb", "x" * 300, "h\x1b[2J", "../x"])
def test_what_is_no_host_name_is_none(text: str) -> None:
    assert parsing.hostname(text) is None
    assert parsing.hostname("web-01.corp.example\n") == "web-01.corp.example"


@pytest.mark.parametrize(
    "text", ["", "Mars/Olympus", "../../../etc/passwd", "/etc/localtime", "Europe/Berlin\nx", "\0", "A" * 500]
)
def test_a_zone_that_is_none_is_utc(text: str) -> None:
    assert parsing.timezone_name(text) == "Etc/UTC"
    assert parsing.timezone_name("Europe/Berlin\n") == "Europe/Berlin"


def test_paths_and_processes_that_were_made_to_be_seen_are_not_kept() -> None:
    assert parsing.paths(["/var/log/syslog", "/var/log/\x1b[2J", "/var/log/a b", "/var/log/auth.log.2.gz"]) == (
        "/var/log/auth.log.2.gz",
        "/var/log/syslog",
    )
    assert parsing.daemons(["cron", "x\x1b", "", "y" * 41, "(sd-pam)"]) == ("cron", "(sd-pam)")
    assert parsing.daemons(["init", "systemd-journald"]) == ("init", "systemd-journald", "systemd")


@pytest.mark.parametrize(
    ("conf", "log_format"),
    [
        ("", "rfc3339"),
        ("$ActionFileDefaultTemplate RSYSLOG_TraditionalFileFormat\n", "rfc3164"),
        ("  #$ActionFileDefaultTemplate RSYSLOG_TraditionalFileFormat\n", "rfc3339"),
        ('module(load="builtin:omfile" Template="RSYSLOG_TraditionalFileFormat")\n', "rfc3164"),
    ],
)
def test_rsyslogs_configuration_decides_the_format(conf: str, log_format: str) -> None:
    assert parsing.with_log_format(DeckyFacts("h"), "rfc3339", conf).log_format == log_format
