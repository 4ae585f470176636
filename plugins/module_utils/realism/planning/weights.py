# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shares by which the planner chooses, read from the option ``weights``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from ..content import bodies
from ..model.errors import RealismError

#: 70 % of all artefacts are people's, 30 % the system's.
DEFAULT_USER_SHARE = 0.7


@dataclass(frozen=True)
class Weights:
    """Relative weights of create, edit and leave alone, shares from 0 to 1, and a weight for each content class.

    A weight or share of 0 switches a thing off.
    """

    create: float = 60.0
    edit: float = 30.0
    leave_alone: float = 10.0
    user_share: float = DEFAULT_USER_SHARE
    traffic_share: float = 0.25
    email_share: float = 0.3
    classes: Mapping[str, float] = field(default_factory=bodies.default_weights)

    @classmethod
    def from_option(cls, option: Mapping[str, object] | None) -> Weights:
        """Reads ``decoy_weights``: shares and classes by name.

        Raises RealismError for an unknown name or a bad number.
        """
        shares = {"create", "edit", "leave_alone", "user_share", "traffic_share", "email_share"}
        weights, classes = cls(), bodies.default_weights()
        for key, value in (option or {}).items():
            name = str(key)
            try:
                number = float(str(value))
            except ValueError:
                number = -1.0
            if name not in shares and name not in classes:
                raise RealismError(
                    f"weights: {name!r} is neither a share ({', '.join(sorted(shares))}) nor a content class"
                    f" ({', '.join(classes)}); remove it or correct its name"
                )
            if not 0 <= number < 1e9 or (name.endswith("_share") and number > 1):
                limit = "a number from 0 to 1" if name.endswith("_share") else "a number of 0 or more"
                raise RealismError(f"weights: {name} is {value!r}; set it to {limit}")
            if name in classes:
                classes[name] = number
            else:
                weights = replace(weights, **cast(dict[str, Any], {name: number}))
        if weights.create + weights.edit + weights.leave_alone <= 0:
            raise RealismError("weights: create, edit and leave_alone are all 0; give one of them a weight")
        return replace(weights, classes=classes)
