# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads and checks persona pools: one schema for the inventory, the pool file and its import.

What comes in may be Ansible's tagged texts and numbers, so types are asked with isinstance and
every value is turned into the plain type before it is kept.
"""

from __future__ import annotations

import difflib
import re
import reprlib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from .errors import PersonaError
from .persona import WEEKDAYS, ActiveHours, Persona

MAX_PERSONAS = 500
MAX_TEXT = 1000
MAX_MANNERISMS = 50

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"(?=.{{3,254}}\Z)({_ATOM}(?:\.{_ATOM})*)@{_LABEL}(?:\.{_LABEL})+")
#: What Debian's useradd takes for a name; it becomes a folder under /home, so it never starts with a dot or a dash.
_LOGIN = re.compile(r"[a-z_][a-z0-9_.-]{0,31}")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|[0-9]{3}))?")
_REPLY_LATENCIES = ("fast", "normal", "slow")
_SPAN = re.compile(r"([a-z]+)(?:-([a-z]+))?")

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 60
_SHORT.maxlevel = 2


class _Reason(Exception):
    """Why one field does not validate, and the way out."""


def _shown(value: object) -> str:
    """A value for a message: short, however large or deeply nested it is."""
    return _SHORT.repr(value)[:80]


def _text(value: object, *, lines: bool = False) -> str:
    if not isinstance(value, str):
        raise _Reason(f"is {_shown(value)}, which is not a text; write it in quotes")
    text = str.__str__(value)
    if len(text) > MAX_TEXT:
        raise _Reason(f"has {len(text)} characters; shorten it to {MAX_TEXT} at most")
    bad = next(
        (
            sign
            for sign in text
            if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") and not (lines and sign == "\n")
        ),
        None,
    )
    if bad is not None:
        raise _Reason(f"holds the control character U+{ord(bad):04X}; remove it")
    text = text.strip()
    if not text:
        raise _Reason("is empty; write one, or leave the field out where it is optional")
    return text


def _name(value: object) -> str:
    return " ".join(_text(value).split())


def _signature(value: object) -> str:
    return _text(value, lines=True)


def _email(value: object) -> str:
    text = _text(value)
    match = _EMAIL.fullmatch(text)
    if match is None or len(match.group(1)) > 64:
        raise _Reason(f"{_shown(text)} is not an address; write it as name@domain.example")
    return text


def _login(value: object) -> str:
    text = _text(value)
    if not _LOGIN.fullmatch(text):
        raise _Reason(
            f"{_shown(text)} is not a Unix login; use up to 32 of a-z, 0-9, dot, dash and underscore, the first a letter or underscore"
        )
    return text


def _mannerisms(value: object) -> tuple[str, ...]:
    if isinstance(value, (str, bytes)) or not isinstance(value, Sequence) or len(value) > MAX_MANNERISMS:
        raise _Reason(f"is not a list of up to {MAX_MANNERISMS} texts; write each on its own line after a dash")
    return tuple(_text(item) for item in value)


def _language(value: object) -> str:
    if isinstance(value, bool):
        raise _Reason(f"is {value}, as YAML reads a bare yes or no; put the language in quotes")
    match = _LANGUAGE.fullmatch(_text(value))
    if match is None:
        raise _Reason(f"{_shown(value)} is not a language tag; write one such as en, de or pt-BR")
    language, script, region = match.groups()
    return "-".join(part for part in (language.lower(), script and script.title(), region and region.upper()) if part)


def _timezone(value: object) -> str:
    text = _text(value)
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        try:
            ZoneInfo("Etc/UTC")
        except (KeyError, ValueError, OSError):
            raise _Reason(
                "cannot be checked as this controller has no time zone data; install the package tzdata"
            ) from None
        raise _Reason(f"{_shown(text)} is not a time zone; write an IANA name such as Europe/Madrid") from None
    return text


def _active_hours(value: object) -> ActiveHours:
    if isinstance(value, int):
        raise _Reason(
            f"is {_shown(value)}, which is not a window; write it in quotes as HH:MM-HH:MM, such as 09:00-17:30"
        )
    try:
        return ActiveHours.from_text(_text(value))
    except ValueError as error:
        raise _Reason(str(error)) from None


def _weekdays(value: object) -> tuple[int, ...]:
    items: Iterable[object] = [value]
    if isinstance(value, str):
        items = str.__str__(value).split(",")
    elif isinstance(value, Sequence):
        items = value
    days = {day for item in items for day in _days(item)}
    if not days:
        raise _Reason("is empty; name at least one day, or leave the field out")
    return tuple(sorted(days))


def _days(item: object) -> tuple[int, ...]:
    """One day by number or name, or a span of days that may run over Sunday."""
    if isinstance(item, int) and not isinstance(item, bool) and 0 <= item <= 6:
        return (int(item),)
    match = _SPAN.fullmatch(str.__str__(item).strip().lower()) if isinstance(item, str) else None
    ends = [_day(part) for part in match.groups() if part] if match else [None]
    if None in ends:
        raise _Reason(
            f"holds {_shown(item)}, which is no day; write a list such as [mon, tue], a span such as mon-fri, or 0 (Monday) to 6"
        )
    first, last = ends[0] or 0, ends[-1] or 0
    return tuple((first + step) % 7 for step in range((last - first) % 7 + 1))


def _day(text: str) -> int | None:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return next((index for index, short in enumerate(WEEKDAYS) if text in (short, names[index])), None)


def _reply_latency(value: object) -> str:
    text = _text(value)
    if text not in _REPLY_LATENCIES:
        raise _Reason(f"{_shown(text)} is not known; use fast, normal or slow")
    return text


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = str.__str__(value).lower() if isinstance(value, str) else ""
    if word not in ("true", "yes", "false", "no"):
        raise _Reason(f"is {_shown(value)}; use true or false")
    return word in ("true", "yes")


_FIELDS: Mapping[str, Callable[[object], Any]] = {
    "name": _name,
    "email": _email,
    "login": _login,
    "role": _text,
    "tone": _text,
    "mannerisms": _mannerisms,
    "language": _language,
    "timezone": _timezone,
    "active_hours": _active_hours,
    "weekdays": _weekdays,
    "reply_latency": _reply_latency,
    "uses_llms_heavily": _flag,
    "signature": _signature,
    "mail_client": _text,
}


def parse_personas(data: object, source: str, language_default: str = "en") -> tuple[Persona, ...]:
    """Read a list of mappings; who names no language has ``language_default``.

    Raises PersonaError, one sentence that names ``source``, persona, field and way out.
    """
    if isinstance(data, (str, bytes)) or not isinstance(data, Sequence):
        raise PersonaError(
            f"{source}: personas are not a list but {_shown(data)}; write a list of mappings with name and email"
        )
    if len(data) > MAX_PERSONAS:
        raise PersonaError(
            f"{source}: {len(data)} personas are more than the limit of {MAX_PERSONAS}; split the pool between groups"
        )
    personas: list[Persona] = []
    for index, item in enumerate(data, 1):
        persona = parse_persona(item, source, index, language_default)
        refuse_namesake(persona, list(enumerate(personas, 1)), source, index)
        personas.append(persona)
    return tuple(personas)


def refuse_namesake(persona: Persona, earlier: Sequence[tuple[int, Persona]], source: str, index: int) -> None:
    """Raises PersonaError where one of the ``earlier`` (with their numbers) has the persona's login or address."""
    for other, known in earlier:
        for field in ("login", "email"):
            mine, theirs = str(getattr(persona, field)), str(getattr(known, field))
            if mine.casefold() == theirs.casefold():
                raise _error(
                    source,
                    index,
                    persona.name,
                    field,
                    f"{mine!r} is also that of persona {other} ({known.name}); give each their own",
                )


def parse_persona(item: object, source: str, index: int, language_default: str = "en") -> Persona:
    """Read the ``index``-th entry (from 1) of a pool on its own; raises PersonaError as parse_personas does."""
    if not isinstance(item, Mapping):
        raise PersonaError(
            f"{source}: persona {index} is {_shown(item)}, which is not a mapping; write it with name and email"
        )
    given = {str(key): value for key, value in item.items() if value is not None}
    name = str(given["name"])[:60] if isinstance(given.get("name"), str) else ""
    for key in given:
        if key not in _FIELDS:
            closest = difflib.get_close_matches(key.lower(), _FIELDS, 1, 0.0)[0]
            raise _error(
                source,
                index,
                name,
                key[:60],
                f"is not a field of a persona; the closest is {closest}; correct or remove it",
            )
    for key in ("name", "email"):
        if key not in given:
            raise _error(source, index, name, key, "is missing; every persona needs one")
    values: dict[str, Any] = {"role": "employee", "language": language_default}
    for key, value in given.items():
        try:
            values[key] = _FIELDS[key](value)
        except _Reason as reason:
            raise _error(source, index, name, key, str(reason)) from None
    if "login" not in values:
        local = values["email"].partition("@")[0]
        if not _LOGIN.fullmatch(local):
            raise _error(
                source,
                index,
                name,
                "login",
                f"is not given and {_shown(local)} of the email is not a Unix login; set login",
            )
        values["login"] = local
    return Persona(**values)


def _error(source: str, index: int, name: str, field: str, reason: str) -> PersonaError:
    printable = "".join(sign for sign in name if sign.isprintable()).strip()
    return PersonaError(f"{source}: persona {index}{f' ({printable})' if printable else ''}: {field} {reason}")
