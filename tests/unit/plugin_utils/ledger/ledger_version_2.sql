-- Copyright (c) 2026 decnet.realism contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- A ledger of schema version 2, as its release made it.
PRAGMA journal_mode=WAL;
BEGIN TRANSACTION;
CREATE TABLE breakers (
	name TEXT NOT NULL,
	failures INTEGER NOT NULL,
	open_until BIGINT NOT NULL,
	changed_at BIGINT NOT NULL,
	PRIMARY KEY (name)
);
INSERT INTO "breakers" VALUES('x',1,0,1772452800123456);
INSERT INTO "breakers" VALUES('y',3,1772453100123456,1772452800123456);
CREATE TABLE emails (
	message_id TEXT NOT NULL,
	thread_id TEXT NOT NULL,
	in_reply_to TEXT,
	"references" JSON NOT NULL,
	decky TEXT NOT NULL,
	sender TEXT NOT NULL,
	recipient TEXT NOT NULL,
	cc JSON NOT NULL,
	subject TEXT NOT NULL,
	language TEXT NOT NULL,
	sent_at BIGINT NOT NULL,
	utc_offset INTEGER NOT NULL,
	path TEXT NOT NULL,
	copies JSON NOT NULL,
	body TEXT NOT NULL,
	about JSON NOT NULL,
	author TEXT NOT NULL,
	PRIMARY KEY (message_id)
);
CREATE TABLE events (
	uuid TEXT NOT NULL,
	ts BIGINT NOT NULL,
	occurred_at TEXT NOT NULL,
	occasion TEXT,
	kind TEXT NOT NULL,
	protocol TEXT,
	action TEXT NOT NULL,
	persona TEXT,
	src_decky TEXT,
	dst_decky TEXT,
	success BOOLEAN NOT NULL,
	status TEXT NOT NULL,
	topic TEXT NOT NULL,
	payload JSON NOT NULL,
	PRIMARY KEY (uuid)
);
CREATE TABLE fact_cache (
	"key" TEXT NOT NULL,
	stored_at BIGINT NOT NULL,
	data TEXT NOT NULL,
	PRIMARY KEY ("key")
);
INSERT INTO "fact_cache" VALUES('h',1,'{}');
CREATE TABLE facts (
	decky TEXT NOT NULL,
	gathered_at BIGINT NOT NULL,
	data JSON NOT NULL,
	PRIMARY KEY (decky)
);
INSERT INTO "facts" VALUES('d1',1772452800123456,'{"hostname": "d1"}');
INSERT INTO "facts" VALUES('mail:d1',1772452800123456,'{"hostname": "mail-d1"}');
CREATE TABLE leases (
	decky TEXT NOT NULL,
	holder TEXT NOT NULL,
	expires_at BIGINT NOT NULL,
	PRIMARY KEY (decky)
);
INSERT INTO "leases" VALUES('d1','one',1795555127710381);
CREATE TABLE meta (
	"key" TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema_version','2');
INSERT INTO "meta" VALUES('fleet_seed','old seed');
CREATE TABLE outbox (
	id INTEGER NOT NULL,
	publisher TEXT NOT NULL,
	topic TEXT NOT NULL,
	payload JSON NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (id)
);
INSERT INTO "outbox" VALUES(1,'jsonl','system.orchestrator.health','{"ok": true}',1772452800123456);
CREATE TABLE synthetic_files (
	uuid TEXT NOT NULL,
	decky TEXT NOT NULL,
	path TEXT NOT NULL,
	persona TEXT,
	content_class TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	last_modified BIGINT NOT NULL,
	edit_count INTEGER NOT NULL,
	content_hash TEXT NOT NULL,
	last_body BLOB NOT NULL,
	state TEXT NOT NULL,
	PRIMARY KEY (uuid),
	UNIQUE (decky, path)
);
INSERT INTO "synthetic_files" VALUES('e0a3da6b-f7cd-5e64-8e10-4de6716aad08','d1','/home/ann/TODO.md','ann','todo',1772452800123456,1772452800123456,0,'4ba742783b97f8d51f7d13daeaed33ac4c89d1ccc54083083b93f5407b5a5bb1',X'2D205B205D20780A','present');
CREATE TABLE ticks (
	decky TEXT NOT NULL,
	last_tick BIGINT NOT NULL,
	PRIMARY KEY (decky)
);
INSERT INTO "ticks" VALUES('d1',1772452800123456);
INSERT INTO "ticks" VALUES('logs:d1',1772456400123456);
INSERT INTO "ticks" VALUES('mail:d1',1772460000123456);
INSERT INTO "ticks" VALUES('rack1:web',1772452800123456);
INSERT INTO "ticks" VALUES('logs:rack1:web',1772456400123456);
INSERT INTO "ticks" VALUES('mail:rack1:web',1772460000123456);
CREATE INDEX synthetic_files_by_actor ON synthetic_files (decky, state, persona, uuid);
CREATE INDEX events_by_occasion ON events (occasion);
CREATE INDEX events_by_time ON events (ts);
CREATE INDEX events_by_status ON events (status, dst_decky);
CREATE INDEX emails_by_thread ON emails (decky, thread_id, sent_at);
CREATE INDEX emails_by_time ON emails (decky, sent_at);
CREATE INDEX outbox_by_publisher ON outbox (publisher, id);
COMMIT;
