# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The driver of SSH probes: opens a TCP connection from the decky to a peer and reads the SSH banner.

The probe sends no credentials. It uses the decky's own tools: ssh-keyscan, else bash or nc, else perl or python3.
"""

from __future__ import annotations

import re
from typing import ClassVar

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import Action, Outcome, TrafficAction

from .base import ActivityDriver

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._:%-]{0,253}[A-Za-z0-9])?")
_BANNER = re.compile(rb"(?m)^(?:# \S+ )?(SSH-[0-9.]+-[ -~]{1,240})\r?$")

# The output: `via TOOL`, then what the tool printed. Every tool has its own time limit.
_PROBE = """
h={host}; p={port}; t={timeout}
if command -v ssh-keyscan >/dev/null 2>&1; then echo "via ssh-keyscan"
ssh-keyscan -T "$t" -t ed25519 -p "$p" "$h" 2>&1 | head -c 2048; exit 0; fi
if command -v bash >/dev/null 2>&1; then echo "via bash"
timeout "$t" bash -c 'exec 3<>"/dev/tcp/$0/$1" && IFS= read -r l <&3 && printf "%s\\n" "$l"' "$h" "$p" 2>&1 \
| head -c 2048; exit 0; fi
if command -v nc >/dev/null 2>&1; then echo "via nc"
nc -w "$t" "$h" "$p" </dev/null 2>&1 | head -n 1 | head -c 2048; exit 0; fi
if command -v perl >/dev/null 2>&1; then echo "via perl"
perl -MIO::Socket::INET -e '
my $s = IO::Socket::INET->new(PeerAddr => $ARGV[0], PeerPort => $ARGV[1], Timeout => $ARGV[2]) or die "$@\\n";
alarm $ARGV[2]; print scalar <$s>' \
"$h" "$p" "$t" 2>&1 | head -c 2048; exit 0; fi
if command -v python3 >/dev/null 2>&1; then echo "via python3"
python3 -c 'import socket, sys
s = socket.create_connection((sys.argv[1], int(sys.argv[2])), float(sys.argv[3]))
print(s.makefile("rb").readline(255).decode("ascii", "replace"))' \
"$h" "$p" "$t" 2>&1 | head -c 2048; exit 0; fi
echo "via nothing"
"""


class SshBannerDriver(ActivityDriver):
    """Carries out TrafficAction of the protocol ``ssh``."""

    carries: ClassVar[tuple[type[Action], ...]] = (TrafficAction,)
    order: ClassVar[int] = 2
    connect_timeout = 5

    def run(self, action: Action) -> Outcome:
        if not isinstance(action, TrafficAction):
            raise TypeError(f"SshBannerDriver carries out TrafficAction only, not {type(action).__name__}")
        target = f"{action.address}:{action.port}"
        payload: dict[str, object] = {"address": action.address, "port": action.port}
        if not _HOST.fullmatch(action.address) or not 0 < action.port < 65_536:
            return Outcome(
                action=action,
                success=False,
                error=f"{target} is not the address of a host; correct decoy_address of {action.peer}",
                payload=payload,
            )
        script = _PROBE.format(host=action.address, port=action.port, timeout=self.connect_timeout)
        answer = self.transport.run(script, timeout=4.0 * self.connect_timeout)
        first, _newline, rest = answer.stdout.partition(b"\n")
        via = first.removeprefix(b"via ").decode("ascii", "replace")[:20] if first.startswith(b"via ") else "nothing"
        banner = _BANNER.search(rest)
        payload["via"] = via
        if via == "nothing":
            reason = (
                f"{self.transport.host} has no ssh-keyscan, bash, nc, perl or python3 for the probe of {action.peer}; "
                "install openssh-client on it"
            )
            return Outcome(action=action, success=False, error=reason, payload=payload)
        if banner is None:
            reason = (
                f"{target} ({action.peer}) did not answer {via} with an SSH banner; start its sshd, or correct its "
                "decoy_address"
            )
            return Outcome(action=action, success=False, error=reason, payload=payload)
        seen = {**payload, "banner": banner.group(1).decode("ascii")}
        return Outcome(action=action, success=True, changed=True, payload=seen)
