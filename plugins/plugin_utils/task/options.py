# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every task word takes: its arguments, and where one that the host can have is left out its variable ``decoy_<option>``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError

from ..transports import CHOICES

#: Documented in plugins/doc_fragments/decky.py.
SHARED: dict[str, dict[str, Any]] = {
    "ledger": {"type": "str", "default": "~/.decnet/ledger.db"},
    "seed": {"type": "str"},
    "now": {"type": "raw"},
    "transport": {"type": "str", "choices": list(CHOICES), "default": "auto"},
    "rootfs": {"type": "path"},
    "timeout": {"type": "float", "default": 30.0},
    "personas": {"type": "list", "elements": "dict"},
    "personas_file": {"type": "path"},
    "domain": {"type": "str"},
    "group": {"type": "str", "default": "deckies"},
    "facts_max_age": {"type": "float", "default": 6.0},
    "fleet": {"type": "list", "elements": "str"},
    "language_default": {"type": "str", "default": "en"},
    "llm": {"type": "str", "choices": ["none", "ollama", "openai_compatible", "fake"]},
    "llm_settings": {"type": "dict", "no_log": True},
    "bus": {"type": "list", "elements": "raw", "default": ["jsonl"]},
    "lease_seconds": {"type": "float", "default": 300.0},
}

#: What the words that send mail take beside the shared ones.
MAIL: dict[str, dict[str, Any]] = {
    "mail_layout": {"type": "str", "choices": ["maildir", "spool"], "default": "maildir"},
    "maildir": {"type": "str", "default": "~/Maildir"},
    "mail_spool": {"type": "str", "default": "/var/spool/decnet-emails"},
    "mail_containers": {"type": "list", "elements": "str"},
}


#: Options of single words that are the host's to say as well. What a task is asked to do (a path, a peer) never is.
PACE = ("weights", "rate", "catch_up", "while_occupied")


def read_options(
    spec: Mapping[str, dict[str, Any]],
    arguments: Mapping[str, Any],
    variables: Mapping[str, Any],
    template: Callable[[Any], Any],
) -> dict[str, Any]:
    """The validated options of a task. ``template`` renders a variable of the inventory. Raises RealismError."""
    whole = {**SHARED, **spec}
    given = {name: value for name, value in arguments.items() if value is not None}
    for name in sorted({*SHARED, *PACE, *MAIL} & set(whole)):
        if name not in given and variables.get(f"decoy_{name}") is not None:
            given[name] = template(variables[f"decoy_{name}"])
    outcome = ArgumentSpecValidator({name: dict(item) for name, item in whole.items()}).validate(given)
    if outcome.error_messages:
        raise RealismError("; ".join(outcome.error_messages))
    options: dict[str, Any] = outcome.validated_parameters
    for name, item in whole.items():
        if item.get("type") in ("str", "path") and options.get(name) is not None:
            options[name] = str(options[name])
    if options["timeout"] <= 0:
        raise RealismError(f"timeout is {options['timeout']}; set it to a number of seconds above 0")
    return options


def parse_moment(value: object, option: str) -> datetime:
    """An aware datetime from ISO 8601 text or a YAML timestamp; without an offset it is UTC. Raises RealismError."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise RealismError(
            f"{option} is {str(value)[:60]!r}; write it as ISO 8601, such as 2026-03-02T09:30:00+01:00"
        ) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    if not 1990 <= moment.year <= 2200:
        raise RealismError(f"{option} lies in the year {moment.year}; a moment between 1990 and 2200 is needed")
    return moment.astimezone(timezone.utc)
