# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A webhook listener, to be run as a separate process.

`listener.py PORT FOLDER` prints its port. FOLDER/answers has one status per line for the coming requests; without one,
the status is 200. The bodies of requests with a status of 2xx are appended to FOLDER/taken.
"""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

FOLDER = Path(sys.argv[2])


class Handler(BaseHTTPRequestHandler):
    """The handler of one request."""

    def log_message(self, *_arguments: object) -> None:
        """Logs nothing."""

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
