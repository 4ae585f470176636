# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cache plugin that stores Ansible's facts in the ledger."""

from __future__ import annotations

DOCUMENTATION = r"""
name: sqlite
short_description: Cache facts in the ledger
version_added: 0.2.0
description:
  - Stores the facts that Ansible gathers in the ledger of the fleet, so that one file holds everything that a
    controller remembers.
  - A ledger that cannot be opened is an error. The plugin does not fall back to memory.
options:
  _uri:
    description: The location of the ledger, a path or a URL such as C(postgresql://user:password@host/database). A file
      that does not exist is created.
    type: str
    default: ~/.decnet/ledger.db
    env:
      - name: ANSIBLE_CACHE_PLUGIN_CONNECTION
    ini:
      - key: fact_caching_connection
        section: defaults
  _prefix:
    description: The prefix of the keys in the ledger, for several inventories with one ledger.
    type: str
    default: ""
    env:
      - name: ANSIBLE_CACHE_PLUGIN_PREFIX
    ini:
      - key: fact_caching_prefix
        section: defaults
  _timeout:
    description: The time in seconds after which facts expire. With V(0) they never do.
    type: integer
    default: 86400
    env:
      - name: ANSIBLE_CACHE_PLUGIN_TIMEOUT
    ini:
      - key: fact_caching_timeout
        section: defaults
requirements:
  - SQLAlchemy >= 2.0 on the controller
author:
  - decnet.realism contributors (@decnet)
"""

import json
import time
from collections.abc import Iterator
from typing import Any

from ansible.errors import AnsibleError
from ansible.plugins.cache import BaseCacheModule
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger, LedgerError, open_ledger

#: The most bytes of the facts of a host. No genuine host has more.
MAX_BYTES = 8 * 1024 * 1024


class CacheModule(BaseCacheModule):
    """Facts by host. A process opens the ledger once and reads it for each request, as several runs may share it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._timeout = int(self.get_option("_timeout"))
        self._prefix = str(self.get_option("_prefix") or "")
        # The ledger is opened later: if the constructor fails, ansible-core warns and falls back to a cache in memory.
        self._opened: Ledger | None = None

    def get(self, key: str) -> Any:
        text = self._ask("get_cached", self._prefix + key, self._oldest())
        if text is None:
            raise KeyError(key)
        return _decoded(text)

    def set(self, key: str, value: Any) -> None:
        text = _encoded(value)
        if len(text) > MAX_BYTES:
            raise AnsibleError(
                f"the facts of {key} have {len(text)} bytes, and the limit is {MAX_BYTES}; gather fewer of them"
            )
        self._ask("put_cached", self._prefix + key, text, _now())

    def keys(self) -> list[str]:
        keys: list[str] = self._ask("cached_keys", self._prefix, self._oldest())
        return [key[len(self._prefix) :] for key in keys]

    def contains(self, key: str) -> bool:
        return self._ask("get_cached", self._prefix + key, self._oldest()) is not None

    def delete(self, key: str) -> None:
        self._ask("forget_cached", [self._prefix + key])

    def flush(self) -> None:
        self._ask("forget_cached", self._ask("cached_keys", self._prefix, 0))

    def copy(self) -> dict[str, Any]:
        return {key: self.get(key) for key in self.keys()}

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def _oldest(self) -> int:
        return _now() - self._timeout * 1_000_000 if self._timeout > 0 else 0

    def _ask(self, method: str, *arguments: Any) -> Any:
        try:
            if self._opened is None:
                self._opened = open_ledger(str(self.get_option("_uri")))
            return getattr(self._opened, method)(*arguments)
        except LedgerError as problem:
            raise AnsibleError(f"the fact cache cannot be used: {problem}") from None


def _now() -> int:
    """Microseconds since the epoch."""
    return time.time_ns() // 1000


def _encoded(value: Any) -> str:
    """The facts as JSON. Before ansible-core 2.19, they contain texts that are marked as unsafe."""
    if hasattr(BaseCacheModule, "_persistent"):
        return json.dumps(value)
    from ansible.module_utils.common.json import AnsibleJSONEncoder

    return json.dumps(value, cls=AnsibleJSONEncoder, preprocess_unsafe=True, vault_to_text=True)


def _decoded(text: str) -> Any:
    if hasattr(BaseCacheModule, "_persistent"):
        return json.loads(text)
    from ansible.parsing.ajson import AnsibleJSONDecoder

    return json.loads(text, cls=AnsibleJSONDecoder)
