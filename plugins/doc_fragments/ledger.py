# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that locate the ledger and what belongs to it: publishers, language model, clock."""

from __future__ import annotations


class ModuleDocFragment:
    """Included by ``extends_documentation_fragment: decnet.realism.ledger``.

    The table is in plugin_utils/task/options.py.
    """

    DOCUMENTATION = r"""
options:
  ledger:
    description:
      - The location of the ledger, which is the controller's memory of the fleet.
      - A path, or C(sqlite:///path), is a SQLite file. It is created if it does not exist.
      - C(postgresql://user:password@host/database) is a PostgreSQL database, for a fleet with several controllers.
    type: str
    default: ~/.decnet/ledger.db
  bus:
    description:
      - The publishers of the fleet's events. Each item is a type, or a dictionary with the key C(type), optionally
        C(name), and settings.
      - The type V(jsonl) appends to a file. Its setting is C(path), by default C(events.jsonl) beside the ledger.
      - The type V(nats) publishes to the NATS server C(url). Its other settings are C(token), or C(user) and
        C(password), C(jetstream) to have a stream keep the messages, C(prefix) for the subjects, and C(timeout) in
        seconds.
      - The type V(webhook) sends HTTP POST requests to C(url). Its other settings are C(token), C(headers), and
        C(timeout) in seconds.
      - The name identifies the publisher's messages in the ledger. It defaults to the type and must be unique.
      - An empty list disables publishing.
    type: list
    elements: raw
    default: [jsonl]
  llm:
    description:
      - The backend of the language model that rewords what personas write.
      - The composed text is kept if the model does not respond in time, or if its response fails the checks.
      - If not specified, the environment variable E(DECNET_EMAILGEN_LLM) is used by the modules that write texts. If
        that is not set either, no model is called.
      - V(fake) returns a canned response and is meant for tests.
    type: str
    choices: [none, fake, ollama, openai_compatible]
requirements:
  - SQLAlchemy >= 2.0 on the controller
"""

    #: The option of the modules that can be run at another time.
    CLOCK = r"""
options:
  now:
    description:
      - The time at which the module runs, in ISO 8601 format. It freezes the clock for tests and simulations.
      - A time without an offset is in UTC.
      - If not specified, the controller's clock is used.
    type: raw
"""
