# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the ledger, declared once for all databases.

The import of SQLAlchemy is guarded: documentation tools and import checks run without it, and then without tables.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Annotated, Any

try:
    import sqlalchemy as sa
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
except ImportError as missing:
    sa = None  # type: ignore[assignment]
    IMPORT_ERROR: str | None = str(missing)
else:
    IMPORT_ERROR = None

#: The version of the tables. Every change of them raises it by one. A ledger with a higher version is refused.
SCHEMA_VERSION = 4
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def to_stored(moment: datetime) -> int:
    """Microseconds since the epoch of an aware moment."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


if IMPORT_ERROR is None:

    class Moment(sa.types.TypeDecorator[datetime]):
        """An aware moment, stored as microseconds since the epoch and read in UTC."""

        impl = sa.BigInteger
        cache_ok = True

        def process_bind_param(self, value: datetime | None, dialect: object) -> int | None:
            return None if value is None else to_stored(value)

        def process_result_value(self, value: int | None, dialect: object) -> datetime | None:
            return None if value is None else _EPOCH + timedelta(microseconds=value)

    #: Microseconds since the epoch on a real clock, for arithmetic in the database.
    Microseconds = Annotated[int, mapped_column(sa.BigInteger)]
    #: A number that the database assigns in ascending order.
    Serial = Annotated[int, mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"))]
    Key = Annotated[str, mapped_column(primary_key=True)]

    class Base(DeclarativeBase):
        """The base of the tables: the column types of Python's types."""

        type_annotation_map = {
            str: sa.Text(),
            datetime: Moment(),
            list[str]: sa.JSON(),
            list[dict[str, str]]: sa.JSON(),
            dict[str, Any]: sa.JSON(),
        }

    class Files(Base):
        """Synthetic files. ``state`` is present, gone or tampered."""

        __tablename__ = "synthetic_files"
        __table_args__ = (
            sa.UniqueConstraint("decky", "path"),
            # For the choice of a file to edit: equality on the first three columns, a range on the last.
            sa.Index("synthetic_files_by_actor", "decky", "state", "persona", "uuid"),
        )
        uuid: Mapped[Key]
        decky: Mapped[str]
        path: Mapped[str]
        persona: Mapped[str | None]
        content_class: Mapped[str]
        created_at: Mapped[datetime]
        last_modified: Mapped[datetime]
        edit_count: Mapped[int]
        content_hash: Mapped[str]
        last_body: Mapped[bytes]
        state: Mapped[str]

    class Events(Base):
        """Every attempted action.

        ``ts`` is the time of the attempt. ``occurred_at`` is the moment that the action claims, in ISO 8601 with the
        offset of its zone.
        """

        __tablename__ = "events"
        __table_args__ = (
            sa.Index("events_by_time", "ts"),
            sa.Index("events_by_status", "status", "dst_decky"),
            sa.Index("events_by_activity_time", "activity_time"),
        )
        uuid: Mapped[Key]
        ts: Mapped[datetime]
        occurred_at: Mapped[str]
        activity_time: Mapped[str | None]
        kind: Mapped[str]
        protocol: Mapped[str | None]
        action: Mapped[str]
        persona: Mapped[str | None]
        src_decky: Mapped[str | None]
        dst_decky: Mapped[str | None]
        success: Mapped[bool]
        status: Mapped[str]
        topic: Mapped[str]
        payload: Mapped[dict[str, Any]]

    class Emails(Base):
        """Delivered mails.

        ``utc_offset`` is the offset of the sender's clock in seconds east of UTC. ``copies`` holds the owner, the path
        and the flags of each copy.
        """

        __tablename__ = "emails"
        __table_args__ = (
            sa.Index("emails_by_thread", "decky", "thread_id", "sent_at"),
            sa.Index("emails_by_time", "decky", "sent_at"),
        )
        message_id: Mapped[Key]
        thread_id: Mapped[str]
        in_reply_to: Mapped[str | None]
        references: Mapped[list[str]]
        decky: Mapped[str]
        sender: Mapped[str]
        recipient: Mapped[str]
        cc: Mapped[list[str]]
        subject: Mapped[str]
        language: Mapped[str]
        sent_at: Mapped[datetime]
        utc_offset: Mapped[int]
        path: Mapped[str]
        copies: Mapped[list[dict[str, str]]]
        body: Mapped[str]
        about: Mapped[dict[str, Any]]
        author: Mapped[str]

    class Facts(Base):
        """Facts. ``place`` is ``decky``, or ``mailboxes`` for the container that holds a decky's mailboxes."""

        __tablename__ = "facts"
        decky: Mapped[Key]
        place: Mapped[Key]
        gathered_at: Mapped[datetime]
        data: Mapped[dict[str, Any]]

    class Clocks(Base):
        """The moments up to which a decky is aged (``tick``), has its logs (``logs``) and has its mail (``mail``)."""

        __tablename__ = "clocks"
        decky: Mapped[Key]
        name: Mapped[Key]
        moment: Mapped[datetime]

    class Holidays(Base):
        """The public holidays of a country in a year, as ISO 8601 dates. A row never changes."""

        __tablename__ = "holidays"
        country: Mapped[Key]
        year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
        days: Mapped[list[str]]

    class Leases(Base):
        """The leases. ``holder`` is the controller that may act, ``expires_at`` the end of the lease if it dies."""

        __tablename__ = "leases"
        name: Mapped[Key]
        holder: Mapped[str]
        expires_at: Mapped[Microseconds]

    class Outbox(Base):
        """Messages that wait for publication: one row for each publisher, deleted once the publisher has taken it."""

        __tablename__ = "outbox"
        __table_args__ = (sa.Index("outbox_by_publisher", "publisher", "id"),)
        id: Mapped[Serial] = mapped_column(primary_key=True, autoincrement=True)
        publisher: Mapped[str]
        topic: Mapped[str]
        payload: Mapped[dict[str, Any]]
        created_at: Mapped[datetime]

    class Breakers(Base):
        """The circuit breakers of language models, which outlive a tick."""

        __tablename__ = "breakers"
        name: Mapped[Key]
        failures: Mapped[int]
        open_until: Mapped[datetime | None]

    class FactCache(Base):
        """The entries of Ansible's fact cache (plugins/cache/sqlite.py)."""

        __tablename__ = "fact_cache"
        key: Mapped[Key]
        stored_at: Mapped[Microseconds]
        data: Mapped[str]

    class Meta(Base):
        """Settings of the ledger: the version of the tables, the fleet's seed, and counters."""

        __tablename__ = "meta"
        key: Mapped[Key]
        value: Mapped[str]
