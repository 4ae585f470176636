# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A listener for webhooks as a process of its own.

A file says how it answers: a status for each coming request, 200 without.

`listener.py PORT FOLDER`: prints its port; FOLDER/answers has one status a line, FOLDER/taken gets what was answered
with 2xx.
"""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

FOLDER = Path(sys.argv[2])


class Handler(BaseHTTPRequestHandler):
    """One request."""

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answers = FOLDER / "answers"
        lines = answers.read_text().split() if answers.exists() else []
        status = int(lines[0]) if lines else 200
        answers.write_text("\n".join(lines[1:]))
        if self.headers.get("Authorization") != "Bearer open-sesame":
            status = 401
        if status < 300:
            with (FOLDER / "taken").open("a") as taken:
                taken.write(json.dumps({"key": self.headers.get("Idempotency-Key"), **body}) + "\n")
        self.send_response(status)
        self.end_headers()


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()
