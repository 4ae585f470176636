# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that modules, roles and inventories share, each declared once.

Their descriptions are in plugins/doc_fragments, one fragment per group. A test compares the fragments, the modules and
the argument specs of the roles with this table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError

from ..llm.factory import backend_choices
from ..transports import transport_choices

#: The groups of options of every module that works on a decky.
DECKY_GROUPS = ("ledger", "clock", "pool", "decky")
#: The groups of options of modules. An option that a task omits is read from the inventory.
MODULE_GROUPS = (*DECKY_GROUPS, "weights", "pace", "mail")


@dataclass(frozen=True, kw_only=True)
class Option:
    """One option.

    ``group`` is the doc fragment that documents it. ``registry`` returns the choices where each is a file of a package.
    """

    name: str
    group: str
    type: str = "str"
    elements: str | None = None
    default: Any = None
    choices: tuple[str, ...] = ()
    registry: Callable[[], tuple[str, ...]] | None = None
    #: Whether the value may contain a password or a token.
    no_log: bool = False

    @property
    def variable(self) -> str:
        """The inventory variable that is read where a task omits the option."""
        return f"decoy_{self.name}"

    @property
    def spec(self) -> dict[str, Any]:
        """The entry of the option in an argument spec."""
        choices = self.registry() if self.registry else self.choices
        # ansible-core fails on a masked option whose default is a list (unhashable).
        no_log = self.no_log and not isinstance(self.default, list)
        optional = {"elements": self.elements, "default": self.default, "choices": list(choices), "no_log": no_log}
        return {"type": self.type, **{key: value for key, value in optional.items() if value not in (None, [], False)}}


TABLE: tuple[Option, ...] = (
    Option(name="ledger", group="ledger", default="~/.decnet/ledger.db", no_log=True),
    Option(name="bus", group="ledger", type="list", elements="raw", default=["jsonl"], no_log=True),
    Option(name="llm", group="ledger", registry=backend_choices),
    Option(name="now", group="clock", type="raw"),
    Option(name="personas_file", group="pool", type="path"),
    Option(name="language_default", group="pool", default="en"),
    Option(name="seed", group="decky"),
    Option(name="transport", group="decky", registry=transport_choices, default="auto"),
    Option(name="rootfs", group="decky", type="path"),
    Option(name="timeout", group="decky", type="float", default=30.0),
    Option(name="personas", group="decky", type="list", elements="dict"),
    Option(name="domain", group="decky"),
    Option(name="group", group="decky", default="deckies"),
    Option(name="fleet", group="decky", type="list", elements="str"),
    Option(name="facts_max_age", group="decky", type="float", default=6.0),
    Option(name="llm_settings", group="decky", type="dict", no_log=True),
    Option(name="lease_seconds", group="decky", type="float", default=300.0),
    Option(name="weights", group="weights", type="dict"),
    Option(name="rate", group="pace", type="float", default=1.0),
    Option(name="catch_up", group="pace", type="float", default=24.0),
    Option(name="while_occupied", group="pace", choices=("defer", "ignore"), default="defer"),
    Option(name="mail_layout", group="mail", choices=("maildir", "spool"), default="maildir"),
    Option(name="maildir", group="mail", default="~/Maildir"),
    Option(name="mail_spool", group="mail", default="/var/spool/decnet-emails"),
    Option(name="mail_containers", group="mail", type="list", elements="str"),
    # Variables that are not options of a module, because other deckies read them as well.
    Option(name="services", group="host", type="list", elements="str", default=["ssh"]),
    Option(name="address", group="host"),
)


def options_of(*groups: str) -> dict[str, Option]:
    """The options of the groups, by name."""
    return {option.name: option for option in TABLE if option.group in groups}


def argument_spec(*groups: str) -> dict[str, dict[str, Any]]:
    """The argument spec of the groups."""
    return {name: option.spec for name, option in options_of(*groups).items()}


def read_options(
    spec: Mapping[str, dict[str, Any]],
    arguments: Mapping[str, Any],
    variables: Mapping[str, Any],
    template: Callable[[Any], Any],
) -> dict[str, Any]:
    """The validated options of a task on a decky. ``spec`` has the options of its module beside :data:`DECKY_GROUPS`.

    An option of the table that the task omits is read from its inventory variable, rendered by ``template``. Options of
    a single module, such as a path or a peer, are never read from the inventory. Raises RealismError.
    """
    whole = {**argument_spec(*DECKY_GROUPS), **spec}
    given = {name: value for name, value in arguments.items() if value is not None}
    for name, option in options_of(*MODULE_GROUPS).items():
        if name in whole and name not in given and variables.get(option.variable) is not None:
            given[name] = template(variables[option.variable])
    outcome = ArgumentSpecValidator({name: dict(item) for name, item in whole.items()}).validate(given)
    if outcome.error_messages:
        raise RealismError("; ".join(outcome.error_messages))
    options: dict[str, Any] = outcome.validated_parameters
    for name, item in whole.items():
        if item.get("type") in ("str", "path") and options.get(name) is not None:
            options[name] = str(options[name])
    if options["timeout"] <= 0:
        raise RealismError(f"timeout is {options['timeout']}; set it to more than 0 seconds")
    return options


def parse_moment(value: object, option: str) -> datetime:
    """The time of ISO 8601 text or a YAML timestamp, in UTC. Without an offset it is in UTC. Raises RealismError."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise RealismError(
            f"{option} is {str(value)[:60]!r}; write it as ISO 8601, such as 2026-03-02T09:30:00+01:00"
        ) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    if not 1990 <= moment.year <= 2200:
        raise RealismError(f"{option} is in the year {moment.year}; set it to a time from 1990 to 2200")
    return moment.astimezone(timezone.utc)
