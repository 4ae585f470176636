# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of the controller's persona pool."""

from __future__ import annotations


class ModuleDocFragment:
    """Included by ``extends_documentation_fragment: decnet.realism.pool``.

    The table is in plugin_utils/task/options.py.
    """

    DOCUMENTATION = r"""
options:
  personas_file:
    description:
      - A JSON or YAML file with the persona pool of the controller. It is used for deckies that have no personas of
        their own.
      - If not specified, the path in the environment variable E(DECNET_EMAILGEN_PERSONAS),
        C(/etc/decnet/email_personas.json), and C(~/.decnet/email_personas.json) are tried in that order.
    type: path
  language_default:
    description:
      - The language of personas that specify none, such as V(de) or V(pt-BR).
      - It is also the language of mail between personas who have no language in common.
    type: str
    default: en
"""
