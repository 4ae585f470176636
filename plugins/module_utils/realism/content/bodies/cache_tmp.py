# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the system's own jobs leave in /tmp: written once, and never gone on with."""

from __future__ import annotations

import random

from ...model.persona import Persona
from .base import Body, BodyContext

_PACKAGES = (
    "adduser apt base-files base-passwd bash bsdutils coreutils cron dash debconf debianutils diffutils dpkg e2fsprogs findutils gpgv "
    "grep gzip hostname init-system-helpers libacl1 libattr1 libaudit1 libblkid1 libbz2-1.0 libc-bin libc6 libcap2 libcrypt1 libdb5.3 "
    "libgcc-s1 libgcrypt20 libgmp10 libgnutls30 liblz4-1 liblzma5 libmount1 libncursesw6 libpam-modules libpcre2-8-0 libselinux1 "
    "libssl3 libsystemd0 libtinfo6 libudev1 libuuid1 login logrotate logsave mawk mount ncurses-bin openssh-client openssh-server "
    "passwd perl-base procps rsyslog sed sysvinit-utils tar tzdata util-linux zlib1g "
).split()


class CacheTmp(Body):
    """The content class ``cache_tmp``."""

    def make(self, persona: Persona | None, rng: random.Random, context: BodyContext) -> str:
        return rng.choice((_packages, _sizes, _accounts))(rng, context)

    def next_iteration(self, persona: Persona | None, previous: str, rng: random.Random, context: BodyContext) -> str:
        raise KeyError("cache_tmp files are written once")


def _packages(rng: random.Random, _context: BodyContext) -> str:
    """A list as a package job sorts it."""
    return "".join(f"{name}\tinstall\n" for name in sorted(rng.sample(_PACKAGES, rng.randrange(18, len(_PACKAGES)))))


def _sizes(rng: random.Random, context: BodyContext) -> str:
    """`du -k` of the homes, by size."""
    homes = sorted({account.home for account in context.decky.facts.accounts if account.uid >= 1000}) or ["/root"]
    rows = [
        (rng.randrange(20, 60_000) * 4, home) for home in [*homes, "/var/log", "/var/cache", "/var/lib", "/opt", "/srv"]
    ]
    return "".join(f"{size}\t{path}\n" for size, path in sorted(rows, reverse=True))


def _accounts(rng: random.Random, context: BodyContext) -> str:
    """Logins with a counter, as an accounting job gathers them."""
    logins = [account.login for account in context.decky.facts.accounts] or ["root"]
    return "".join(f"{login:<12} {rng.randrange(0, 900):>6} {rng.randrange(0, 9000) / 100:>8.2f}\n" for login in logins)
