# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The base class of action plugins that work on a decky: options, task context, lease, and errors."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import tempfile
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

from ansible.errors import AnsibleConnectionFailure
from ansible.plugins.action import ActionBase
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError

from ..bus.settings import names_of
from ..ledger import Ledger, LedgerError, ledger_exists, open_ledger
from ..observation.context import TaskContext
from ..observation.inventory import fleet_of, services_of, ssh_peers
from ..personas import pool as persona_pool
from ..personas.holiday_calendar import HolidayCalendar, with_holidays, years_around
from ..transports import connection_variables, for_host
from ..transports.base import DeckyUnreachable, Transport, TransportError
from .options import parse_moment, read_options


class DecoyAction(ActionBase):
    """The base class of a module that works on a decky. A subclass declares the options ``SPEC`` and :meth:`act`."""

    TRANSFERS_FILES = False
    _supports_check_mode = True
    _supports_async = False
    SPEC: Mapping[str, dict[str, Any]] = {}
    #: Whether the module changes the decky. If so, only one controller runs it on a decky at a time.
    ACTS = True

    @abstractmethod
    def act(self, task: TaskContext) -> dict[str, Any]:
        """Runs the module on the decky and returns the result of the task."""

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        variables = task_vars or {}
        result: dict[str, Any] = super().run(tmp, variables)
        try:
            with self._context(variables) as task:
                result.update(self._act_alone(task) if self.ACTS and not task.check else self.act(task))
        except DeckyUnreachable as problem:
            result.update(unreachable=True, changed=False, msg=str(problem))
        except (RealismError, TransportError, LedgerError) as problem:
            host = str(variables.get("inventory_hostname", ""))
            message = str(problem)
            result.update(failed=True, changed=False, msg=message if host in message else f"{host}: {message}")
        if not self._task.diff:
            result.pop("diff", None)
        return result

    def _act_alone(self, task: TaskContext) -> dict[str, Any]:
        """Runs :meth:`act` under the lease of the decky, or :meth:`give_way` where another controller holds it."""
        seconds = float(task.options["lease_seconds"])
        if not 1 <= seconds <= 86_400:
            raise RealismError(f"lease_seconds is {seconds:g}; set it to a number of seconds from 1 to 86400")
        holder = f"{socket.gethostname()}:{os.getpid()}"
        with task.ledger.lease(task.name, holder, seconds) as acquired:
            if not acquired:
                return self.give_way(task)
            return self.act(replace(task, renew_lease=lambda: task.ledger.renew_lease(task.name, holder, seconds)))

    def give_way(self, task: TaskContext) -> dict[str, Any]:
        """The result where another controller acts on the decky.

        A module with an explicit request fails. A module that does what is due leaves it to the other controller.
        """
        raise RealismError("another controller is acting on this decky; run again when it is done")

    @contextlib.contextmanager
    def _context(self, variables: dict[str, Any]) -> Iterator[TaskContext]:
        template = self._templar.template
        options = read_options(self.SPEC, self._task.args, variables, template)
        now = parse_moment(options["now"], "now") if options.get("now") is not None else datetime.now(timezone.utc)
        name = str(variables["inventory_hostname"])
        wanted = connection_variables()
        connection = {key: template(value) for key, value in variables.items() if key in wanted}
        with contextlib.ExitStack() as stack:
            transport = for_host(
                name,
                connection,
                self._execute,
                transport=options["transport"],
                rootfs=options.get("rootfs"),
                timeout=options["timeout"],
            )
            stack.callback(transport.close)
            named = options.get("mail_containers") or ()
            mail = tuple(
                self._mail_transport(name, str(container), transport, connection, options["timeout"])
                for container in named
            )
            for mailbox in mail:
                stack.callback(mailbox.close)
            ledger = stack.enter_context(self._ledger(options["ledger"], options.get("seed")))
            ledger.publishers = names_of(options["bus"])
            personas = persona_pool.resolve(
                options.get("personas"), options.get("personas_file"), os.environ, options["language_default"]
            )
            calendar = HolidayCalendar(ledger, keeps=not self._task.check_mode)
            yield TaskContext(
                name=name,
                now=now,
                check=bool(self._task.check_mode),
                seed=options.get("seed") or ledger.fleet_seed,
                ledger=ledger,
                transport=transport,
                personas=with_holidays(personas, years_around(now), calendar),
                services=services_of(variables, template),
                fleet=tuple(sorted(options.get("fleet") or fleet_of(variables, options["group"]))),
                find_peers=lambda: ssh_peers(variables, options["group"], template),
                options=options,
                mail_transports=mail or (transport,),
            )

    def _mail_transport(
        self, name: str, container: str, own: Transport, connection: Mapping[str, Any], timeout: float
    ) -> Transport:
        """The transport to a mail container. Raises RealismError where the transport of the decky is not docker."""
        if own.name != "docker":
            raise RealismError(
                f"mail_containers names {container[:60]}, but the transport of {name} is {own.name}; "
                "remove the option, or use the transport docker"
            )
        return for_host(
            name, {**connection, "ansible_host": container}, self._execute, transport="docker", timeout=timeout
        )

    @contextlib.contextmanager
    def _ledger(self, location: str, seed: str | None) -> Iterator[Ledger]:
        """The ledger. In check mode, a temporary ledger replaces a missing one, which is not created."""
        scratch = tempfile.mkdtemp() if self._task.check_mode and not ledger_exists(location) else None
        try:
            with open_ledger(os.path.join(scratch, "ledger.db") if scratch else location, seed=seed) as ledger:
                yield ledger
        finally:
            if scratch:
                shutil.rmtree(scratch, ignore_errors=True)

    def _execute(self, script: bytes) -> tuple[int, bytes, bytes]:
        """Runs ``sh`` over the connection of the host, with the script on its standard input."""
        try:
            done = self._low_level_execute_command("sh", in_data=script, sudoable=True, executable="/bin/sh")
        except AnsibleConnectionFailure as problem:
            raise DeckyUnreachable(" ".join(str(problem).split())[:300]) from None
        return int(done.get("rc", 1)), str(done.get("stdout", "")).encode(), str(done.get("stderr", "")).encode()
