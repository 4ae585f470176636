# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Validates persona pools of the inventory, of pool files and of imports, and reports all faults at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import PersonaError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import ActiveHours, Persona

from .schema import FIELDS, MAX_PERSONAS, faults, is_login, plain, shown, weekdays_of

#: The most faults in one error message; further ones are counted.
MAX_REPORTED = 20


@dataclass(frozen=True)
class Survey:
    """The personas that validate, the number of those that do not, and one sentence for each fault.

    A sentence names source, number, field, reason, and way out.
    """

    good: tuple[Persona, ...]
    bad: int
    problems: tuple[str, ...]


@dataclass
class _Entry:
    """One entry of a pool: the converted values of its valid fields, and the reasons for the others."""

    index: int
    name: str
    values: dict[str, Any]
    faults: dict[str, str]

    def __str__(self) -> str:
        return f"persona {self.index}" + (f" ({self.name})" if self.name else "")


def parse_personas(data: object, source: str, language_default: str = "en") -> tuple[Persona, ...]:
    """The personas of a list of mappings. ``language_default`` is the language of those that set none.

    Raises PersonaError with all faults of the pool, one sentence for each: source, persona, field, reason and way out.
    """
    entries = _entries(data, source, language_default)
    sentences = [sentence for entry in entries for sentence in _sentences(entry)]
    if sentences:
        more = len(sentences) - MAX_REPORTED
        listed = sentences[:MAX_REPORTED] + ([f"and {more} more faults"] if more > 0 else [])
        raise PersonaError(f"{source}: {' | '.join(listed)}")
    return tuple(Persona(**entry.values) for entry in entries)


def survey(data: object, source: str, language_default: str = "en") -> Survey:
    """The valid personas of a pool, and all of its faults.

    Raises PersonaError where the data are not a list, or have too many items.
    """
    entries = _entries(data, source, language_default)
    good = tuple(Persona(**entry.values) for entry in entries if not entry.faults)
    problems = tuple(f"{source}: {sentence}" for entry in entries for sentence in _sentences(entry))
    return Survey(good, len(entries) - len(good), problems)


def _entries(data: object, source: str, language_default: str) -> list[_Entry]:
    if isinstance(data, (str, bytes)) or not isinstance(data, Sequence):
        raise PersonaError(
            f"{source}: personas are {shown(data)}, which is not a list; write a list of mappings with name and email"
        )
    if len(data) > MAX_PERSONAS:
        raise PersonaError(
            f"{source}: {len(data)} personas are more than the limit of {MAX_PERSONAS}; split the pool between groups"
        )
    entries = [_entry(item, index, language_default) for index, item in enumerate(data, 1)]
    _find_namesakes(entries)
    return entries


def _entry(item: object, index: int, language_default: str) -> _Entry:
    if not isinstance(item, Mapping):
        return _Entry(index, "", {}, {"": f"is {shown(item)}, which is not a mapping; write it with name and email"})
    given = {str(key): value for key, value in item.items() if value is not None}
    values = {field: plain(value) for field, value in given.items()}
    name = values.get("name")
    reasons = faults(given, values)
    converted: dict[str, Any] = {"role": FIELDS["role"]["default"], "language": language_default}
    for field, value in values.items():
        if field not in reasons:
            converted[field] = _CONVERSIONS.get(field, _unchanged)(value)
    if "login" not in given and "email" in converted:
        local = converted["email"].partition("@")[0]
        if not is_login(local):
            reasons["login"] = f"is not set, and {shown(local)} of the email is not a Unix login; set login"
        converted["login"] = local
    return _Entry(index, _printable(name) if isinstance(name, str) else "", converted, reasons)


def _find_namesakes(entries: Sequence[_Entry]) -> None:
    """Adds a fault to every entry with the login or address of an earlier one. Case is ignored."""
    owners: dict[tuple[str, str], _Entry] = {}
    for entry in entries:
        for field in ("login", "email"):
            if field in entry.values and field not in entry.faults:
                value = entry.values[field]
                owner = owners.setdefault((field, value.casefold()), entry)
                if owner is not entry:
                    entry.faults[field] = f"{value!r} is also that of {owner}; set a different {field}"


def _sentences(entry: _Entry) -> list[str]:
    return [
        f"{entry}: {_printable(field)} {reason}" if field else f"{entry} {reason}"
        for field, reason in entry.faults.items()
    ]


def _printable(text: str) -> str:
    """The beginning of a name for a message, without unprintable characters."""
    return "".join(sign for sign in text[:60] if sign.isprintable()).strip()


def _unchanged(value: Any) -> Any:
    return value


def _words(text: str) -> str:
    return " ".join(text.split())


def _language(text: str) -> str:
    """The tag in the case of RFC 5646: language in lower, script in title, region in upper case."""
    first, *rest = text.split("-")
    return "-".join([first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def _flag(value: object) -> bool:
    return value is True or str(value).lower() in ("true", "yes")


_CONVERSIONS: Mapping[str, Callable[[Any], Any]] = {
    "name": _words,
    "mannerisms": tuple,
    "language": _language,
    "country": str.upper,
    "active_hours": ActiveHours.from_text,
    "weekdays": weekdays_of,
    "uses_llms_heavily": _flag,
}
