# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Action plugin of the module decoy_email_drip, which delivers the mail that is due on a decky."""

from __future__ import annotations

from typing import Any

from ansible_collections.decnet.realism.plugins.plugin_utils.observation.context import TaskContext
from ansible_collections.decnet.realism.plugins.plugin_utils.services.deliver_mail import deliver_mail
from ansible_collections.decnet.realism.plugins.plugin_utils.task.base import DecoyAction
from ansible_collections.decnet.realism.plugins.plugin_utils.task.options import argument_spec
from ansible_collections.decnet.realism.plugins.plugin_utils.task.results import quiet


class ActionModule(DecoyAction):
    """The action plugin of decoy_email_drip."""

    SPEC = argument_spec("weights", "pace", "mail")

    def act(self, task: TaskContext) -> dict[str, Any]:
        return deliver_mail(task)

    def give_way(self, task: TaskContext) -> dict[str, Any]:
        return quiet("another controller is acting on this decky")
