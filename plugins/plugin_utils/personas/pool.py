# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the persona pool of a decky: the inventory, else a pool file. The module validation checks it."""

from __future__ import annotations

import json
import stat
from collections.abc import Mapping
from pathlib import Path

import yaml
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import PersonaError
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.persona import Persona

from .validation import parse_personas

ENVIRONMENT_VARIABLE = "DECNET_EMAILGEN_PERSONAS"
SYSTEM_POOL = Path("/etc/decnet/email_personas.json")
USER_POOL = Path(".decnet/email_personas.json")
#: The most bytes of a pool: 500 personas with every field at its limit.
MAX_POOL_BYTES = 4 * 1024 * 1024
#: The deepest nesting in a pool. A valid pool has three levels; the compiled loader recurses in C and crashes on a file
#: of brackets.
MAX_POOL_DEPTH = 16

_YamlLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def resolve(
    inventory: object | None, option: str | None, environ: Mapping[str, str], language_default: str = "en"
) -> tuple[Persona, ...]:
    """The first pool of: inventory, ``decoy_personas_file``, environment, system folder, user folder; else no personas.

    A file that is set explicitly must exist. With an empty list in the inventory, the decky has no personas.
    Raises PersonaError.
    """
    if inventory is not None:
        return parse_personas(inventory, "decoy_personas", language_default)
    home = Path(environ["HOME"]) if environ.get("HOME") else None
    for text, asked_by in ((option, "decoy_personas_file"), (environ.get(ENVIRONMENT_VARIABLE), ENVIRONMENT_VARIABLE)):
        if text:
            path = home / text[2:] if home and text.startswith("~/") else Path(text)
            return read_pool(path, asked_by, language_default)
    for folder in (SYSTEM_POOL, home / USER_POOL if home else None):
        if folder is not None and folder.exists():
            return read_pool(folder, "", language_default)
    return ()


def read_pool(path: Path, asked_by: str, language_default: str = "en") -> tuple[Persona, ...]:
    """The personas of a JSON or YAML file. ``asked_by`` is the option that sets its path. Raises PersonaError."""
    source = f"{asked_by} {path}".strip()
    return parse_personas(load_pool(path, asked_by), source, language_default)


def load_pool(path: Path, asked_by: str) -> object:
    """The data of a pool file, not validated. Raises PersonaError for a file that cannot be read as JSON or YAML."""
    source = f"{asked_by} {path}".strip()
    way_out = (
        f"correct {asked_by}, or create the file with a list of personas in JSON or YAML"
        if asked_by
        else "replace it by a list of personas in JSON or YAML, or remove it"
    )
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise PersonaError(f"{source}: is not a regular file; {way_out}")
        with path.open("rb") as stream:
            raw = stream.read(MAX_POOL_BYTES + 1)
    except FileNotFoundError:
        raise PersonaError(f"{source}: no such file; {way_out}") from None
    except (OSError, ValueError) as error:
        raise PersonaError(
            f"{source}: cannot be read ({getattr(error, 'strerror', None) or error}); {way_out}"
        ) from None
    if len(raw) > MAX_POOL_BYTES:
        raise PersonaError(
            f"{source}: is larger than {MAX_POOL_BYTES} bytes; split the pool between groups of the inventory"
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PersonaError(f"{source}: is not UTF-8 at byte {error.start}; save it as UTF-8") from None
    try:
        return json.loads(text) if text.lstrip()[:1] in ("[", "{") and path.suffix == ".json" else _load_yaml(text)
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        line = getattr(error, "lineno", None) or getattr(getattr(error, "problem_mark", None), "line", -1) + 1
        where = f" at line {line}" if line else ""
        kind = getattr(error, "msg", None) or getattr(error, "problem", None) or "nested too deeply"
        raise PersonaError(f"{source}: is neither JSON nor YAML{where} ({kind}); correct it there") from None


def _load_yaml(text: str) -> object:
    depth = 0
    for event in yaml.parse(text, Loader=_YamlLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_POOL_DEPTH:
            raise RecursionError
    return yaml.load(text, Loader=_YamlLoader)
