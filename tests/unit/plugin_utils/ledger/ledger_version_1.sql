-- Copyright (c) 2026 decnet.realism contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- A ledger of schema version 1, as the first release made it.
PRAGMA journal_mode=WAL;
BEGIN TRANSACTION;
CREATE TABLE emails (
	message_id TEXT NOT NULL, 
	thread_id TEXT NOT NULL, 
	in_reply_to TEXT, 
	"references" JSON NOT NULL, 
	decky TEXT NOT NULL, 
	sender TEXT NOT NULL, 
	recipient TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	language TEXT NOT NULL, 
	sent_at BIGINT NOT NULL, 
	path TEXT NOT NULL, 
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
INSERT INTO "events" VALUES('1595cd1e-eecf-4732-bc88-f45e750667e7',1772452800123456,'2026-03-02T12:00:00.123456+00:00','o1','file',NULL,'file:create','ann',NULL,'d1',1,'done','orchestrator.file.d1','{"path": "/home/ann/TODO.md", "content_class": "todo", "mode": "0644", "bytes": 8}');
CREATE TABLE facts (
	decky TEXT NOT NULL, 
	gathered_at BIGINT NOT NULL, 
	data JSON NOT NULL, 
	PRIMARY KEY (decky)
);
INSERT INTO "facts" VALUES('d1',1772452800123456,'{"hostname": "d1"}');
CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema_version','1');
INSERT INTO "meta" VALUES('fleet_seed','old seed');
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
INSERT INTO "synthetic_files" VALUES('e0a3da6b-f7cd-5e64-8e10-4de6716aad08','d1','/home/ann/TODO.md','ann','todo',1772452800123456,1772452800123456,0,'00',X'2D205B205D20780A','present');
CREATE TABLE ticks (
	decky TEXT NOT NULL, 
	last_tick BIGINT NOT NULL, 
	PRIMARY KEY (decky)
);
INSERT INTO "ticks" VALUES('d1',1772452800123456);
CREATE INDEX synthetic_files_by_actor ON synthetic_files (decky, state, persona, uuid);
CREATE INDEX events_by_time ON events (ts);
CREATE INDEX events_by_occasion ON events (occasion);
CREATE INDEX events_by_status ON events (status, dst_decky);
CREATE INDEX emails_by_thread ON emails (decky, thread_id, sent_at);
COMMIT;
