# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON schema of persona pools, and the faults of an entry by it.

The schema is a file (``persona_pool.schema.json``), so that editors can use it. Functions of this module implement its
``format`` names, which are checks that JSON schema cannot express.
"""

from __future__ import annotations

import difflib
import json
import re
import reprlib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import PersonaError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import WEEKDAYS, ActiveHours

from .countries import known_countries

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

try:
    from jsonschema import Draft7Validator, FormatChecker
except ImportError:
    MISSING: str | None = "jsonschema"
else:
    MISSING = None

SCHEMA: dict[str, Any] = json.loads(Path(__file__).with_name("persona_pool.schema.json").read_text(encoding="utf-8"))
PERSONA: dict[str, Any] = SCHEMA["definitions"]["persona"]
FIELDS: dict[str, Any] = PERSONA["properties"]
MAX_PERSONAS: int = SCHEMA["definitions"]["pool"]["maxItems"]

#: The order of the faults of a field. Only the first is reported, so that a text that is too long is not also called
#: an invalid address.
_ORDER = ("type", "minLength", "maxLength", "format", "pattern")
#: The most items of a list that are copied and validated. No valid list is longer.
_LONGEST_LIST = 1000
#: The most unknown fields of one entry that are reported.
_MOST_UNKNOWN = 20
_SPAN = re.compile(r"([a-z]+)(?:-([a-z]+))?")
_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 60
_SHORT.maxlevel = 2


def shown(value: object) -> str:
    """The value in a short form for a message, however large or deeply nested it is."""
    return _SHORT.repr(value)[:80]


def plain(value: object, lists: int = 1) -> Any:
    """The value in plain types: texts stripped, tags of Ansible dropped, None for types that no field has.

    ``lists`` is the number of levels of lists that are copied, so that neither a recursive nor a huge value reaches the
    validator.
    """
    if isinstance(value, str):
        return str.__str__(value).strip()
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)) and lists:
        return [plain(item, lists - 1) for item in islice(value, _LONGEST_LIST)]
    return None


def faults(given: Mapping[str, object], values: Mapping[str, Any]) -> dict[str, str]:
    """The faults of an entry by field, each with the reason and the way out.

    ``given`` is the entry as it was written, for the messages; ``values`` is the same in plain types.
    """
    reasons: dict[str, str] = {}
    for field in sorted(set(given) - set(FIELDS))[:_MOST_UNKNOWN]:
        closest = difflib.get_close_matches(field[:60].lower(), FIELDS, 1, 0.0)[0]
        reasons[field] = f"is not a field of a persona; the closest is {closest}; correct or remove it"
    for field in PERSONA["required"]:
        if field not in given:
            reasons[field] = "is missing; every persona needs one"
    for field, value in values.items():
        sign = _control_character(value, lines=FIELDS.get(field, {}).get("format") == "lines")
        if sign:
            reasons.setdefault(field, f"contains the control character U+{ord(sign):04X}; remove it")
    for error in sorted(_validator().iter_errors(values), key=_rank):
        if error.path:
            reasons.setdefault(str(error.path[0]), _reason(error, given))
    return reasons


def is_login(text: str) -> bool:
    """Whether the text is a valid login."""
    return len(text) <= FIELDS["login"]["maxLength"] and re.fullmatch(FIELDS["login"]["pattern"], text) is not None


def weekdays_of(value: object) -> tuple[int, ...]:
    """The weekdays, from 0 (Monday), of a number, a text such as ``mon-wed, sat``, or a list of both.

    Raises ValueError.
    """
    if isinstance(value, list):
        return tuple(sorted({day for item in value for day in weekdays_of(item)}))
    if isinstance(value, (int, float)):
        return (int(value),)
    days: set[int] = set()
    for part in str(value).split(","):
        match = _SPAN.fullmatch(part.strip().lower())
        if match is None:
            raise ValueError(f"{shown(part)} is not a weekday")
        first, last = _weekday(match[1]), _weekday(match[2] or match[1])
        days |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return tuple(sorted(days))


@lru_cache(maxsize=1)
def _validator() -> Draft7Validator:
    if MISSING:
        raise PersonaError(f"personas are validated with the Python package {MISSING}; install it on the controller")
    checker = FormatChecker(formats=())
    for name, check in _FORMATS.items():
        checker.checks(name, raises=ValueError)(check)
    return Draft7Validator({**PERSONA, "definitions": SCHEMA["definitions"]}, format_checker=checker)


def _rank(error: ValidationError) -> int:
    return _ORDER.index(str(error.validator)) if error.validator in _ORDER else len(_ORDER)


def _reason(error: ValidationError, given: Mapping[str, object]) -> str:
    """The reason of one error: that of the format check, else the errorMessage of the schema, else one by keyword."""
    kind, schema = str(error.validator), error.schema if isinstance(error.schema, Mapping) else {}
    path = list(error.absolute_path)
    # The invalid item of a list is shown, not the list.
    deepest = max((list(part.absolute_path) for part in error.context or ()), key=len, default=path)
    wrong: Any = given[str(path[0])]
    for step in deepest[1:]:
        wrong = wrong[step]
    item = f"item {int(path[1]) + 1} " if len(path) > 1 else ""
    if kind == "format" and error.cause is not None:
        return str(error.cause)
    if kind == "minLength":
        return f"{item}is empty; set it, or omit the field if it is optional"
    if kind == "maxLength" and "pattern" not in schema:
        return f"{item}has {len(str(error.instance))} characters; shorten it to {error.validator_value} at most"
    if kind == "type" and error.validator_value == "string" and isinstance(wrong, bool):
        return f"{item}is {wrong}, because YAML reads an unquoted yes or no as a boolean; put it in quotes"
    if "errorMessage" in schema:
        return f"{shown(wrong)} {schema['errorMessage']}"
    return f"{item}is {shown(wrong)}, which is not a text; write it in quotes"


def _control_character(value: object, *, lines: bool) -> str | None:
    texts = value if isinstance(value, list) else [value]
    for text in texts:
        for sign in text if isinstance(text, str) else "":
            if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") and not (lines and sign == "\n"):
                return str(sign)
    return None


def _weekday(text: str) -> int:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for index, short in enumerate(WEEKDAYS):
        if text in (short, names[index]):
            return index
    raise ValueError(f"{shown(text)} is not a weekday")


def _is_timezone(text: object) -> bool:
    if not isinstance(text, str):
        return True
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        try:
            ZoneInfo("Etc/UTC")
        except (KeyError, ValueError, OSError):
            raise ValueError(
                "cannot be checked, because the controller has no time zone data; install the package tzdata"
            ) from None
        raise ValueError(f"{shown(text)} is not a time zone; write an IANA name such as Europe/Madrid") from None
    return True


def _is_country(text: object) -> bool:
    return not isinstance(text, str) or not known_countries() or text.upper() in known_countries()


def _is_window(text: object) -> bool:
    return not isinstance(text, str) or bool(ActiveHours.from_text(text))


def _are_weekdays(text: object) -> bool:
    return not isinstance(text, str) or bool(weekdays_of(text))


_FORMATS: Mapping[str, Callable[[object], bool]] = {
    "timezone": _is_timezone,
    "country": _is_country,
    "active-hours": _is_window,
    "weekdays": _are_weekdays,
}
