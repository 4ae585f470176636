# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Delivers the mail that is due on a decky. What it says is in the module of the same name."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.plugin_utils.observation.task_context import Stage
from ansible_collections.decnet.realism.plugins.plugin_utils.services.deliver_mail import drip, quiet
from ansible_collections.decnet.realism.plugins.plugin_utils.task.base import DecoyAction
from ansible_collections.decnet.realism.plugins.plugin_utils.task.options import argument_spec


class ActionModule(DecoyAction):
    """The task word ``decoy_email_drip``."""

    SPEC = argument_spec("weights", "pace", "mail")

    def act(self, stage: Stage) -> dict[str, Any]:
        return drip(stage)

    def give_way(self, stage: Stage) -> dict[str, Any]:
        return quiet("another controller is acting on this decky")
