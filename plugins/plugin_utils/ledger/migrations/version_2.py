# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Version 2: mail, leases, the outbox, breakers and the fact cache. Version 1 had a table of mails that nothing ever wrote."""

from __future__ import annotations

from typing import Any

from ..schema import sa


def upgrade(operations: Any) -> None:
    """Make the new tables, frozen as they were in version 2."""
    text, big, json = sa.Text(), sa.BigInteger(), sa.JSON()

    def column(name: str, kind: Any, **options: Any) -> Any:
        return sa.Column(name, kind, nullable=options.pop("nullable", False), **options)

    operations.drop_index("emails_by_thread", "emails")
    operations.drop_table("emails")
    operations.create_table(
        "emails",
        column("message_id", text, primary_key=True),
        column("thread_id", text),
        column("in_reply_to", text, nullable=True),
        column("references", json),
        column("decky", text),
        column("sender", text),
        column("recipient", text),
        column("cc", json),
        column("subject", text),
        column("language", text),
        column("sent_at", big),
        column("utc_offset", sa.Integer()),
        column("path", text),
        column("copies", json),
        column("body", text),
        column("about", json),
        column("author", text),
    )
    operations.create_index("emails_by_thread", "emails", ["decky", "thread_id", "sent_at"])
    operations.create_index("emails_by_time", "emails", ["decky", "sent_at"])
    operations.create_table(
        "leases", column("decky", text, primary_key=True), column("holder", text), column("expires_at", big)
    )
    operations.create_table(
        "outbox",
        column("id", big.with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        column("publisher", text),
        column("topic", text),
        column("payload", json),
        column("created_at", big),
    )
    operations.create_index("outbox_by_publisher", "outbox", ["publisher", "id"])
    operations.create_table(
        "breakers",
        column("name", text, primary_key=True),
        column("failures", sa.Integer()),
        column("open_until", big),
        column("changed_at", big),
    )
    operations.create_table(
        "fact_cache", column("key", text, primary_key=True), column("stored_at", big), column("data", text)
    )
