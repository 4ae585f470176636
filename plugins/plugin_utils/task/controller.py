# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The base class of action plugins that work on the controller only, without a decky."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.plugins.action import ActionBase
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.errors import RealismError

from ..ledger import LedgerError


class ControllerAction(ActionBase):
    """The base class of a module that needs no decky. A subclass declares the options ``SPEC`` and :meth:`act`."""

    TRANSFERS_FILES = False
    _supports_check_mode = True
    _supports_async = False
    SPEC: Mapping[str, dict[str, Any]] = {}

    @abstractmethod
    def act(self, options: dict[str, Any], check: bool) -> dict[str, Any]:
        """Runs the module and returns the result of the task. Raises RealismError, LedgerError."""

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result: dict[str, Any] = super().run(tmp, task_vars or {})
        given = {name: value for name, value in self._task.args.items() if value is not None}
        outcome = ArgumentSpecValidator({name: dict(item) for name, item in self.SPEC.items()}).validate(given)
        try:
            if outcome.error_messages:
                raise RealismError("; ".join(outcome.error_messages))
            result.update(self.act(dict(outcome.validated_parameters), bool(self._task.check_mode)))
        except (RealismError, LedgerError) as problem:
            result.update(failed=True, changed=False, msg=str(problem))
        if not self._task.diff:
            result.pop("diff", None)
        return result
