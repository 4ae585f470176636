# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders the report from the template and the stylesheet of this folder.

All values are escaped, and the page loads nothing and has no script.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import jinja2

from .formatting import plain

_HERE = Path(__file__).parent


def render(model: Mapping[str, Any]) -> str:
    """The HTML page. Its content security policy allows only its own stylesheet."""
    style = (_HERE / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(str(_HERE)),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(plain=plain, moment=_moment, ago=_ago, number=_number)
    # The stylesheet contains no angle bracket, so it is not escaped. The policy contains its hash.
    own = {"style": jinja2.utils.markupsafe.Markup(style), "style_hash": digest, "points": _points(model["growth"])}
    return environment.get_template("report.html.j2").render(**model, **own)


def _moment(value: datetime | str | None) -> str:
    if value is None:
        return "never"
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{moment:%a %d %b %Y %H:%M}"


def _ago(value: datetime | None, now: datetime) -> str:
    if value is None:
        return "never"
    span = max(timedelta(0), now - value)
    minutes = int(span.total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h" if minutes < 2880 else f"{minutes // 1440} days"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\u202f")


def _points(growth: list[tuple[str, int]]) -> str:
    """The points of the growth curve in a box of 600 by 120."""
    most = max((count for _day, count in growth), default=1) or 1
    wide = max(1, len(growth) - 1)
    return " ".join(
        f"{600 * index / wide:.1f},{118 - 112 * count / most:.1f}" for index, (_day, count) in enumerate(growth)
    )
