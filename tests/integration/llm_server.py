# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server with the chat APIs of OpenAI and Ollama, without streaming and without a model.

It responds as real servers do: in time, in parts, wrongly, or never. The name of the model selects the behaviour.

Run it with a port (0 for any) and a file. It prints the port, and appends the body of every request to the file.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LOG = Path(sys.argv[2])
#: A request as JSON decodes it.
Request = dict[str, Any]


class Handler(BaseHTTPRequestHandler):
    """The handler of one request."""

    def log_message(self, *_arguments: object) -> None:
        """Logs nothing."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with LOG.open("a", encoding="utf-8") as log:
            log.write(json.dumps({"path": self.path, "key": self.headers.get("Authorization"), **asked}) + "\n")
        getattr(self, f"as_{asked['model'].replace('-', '_')}")(asked)

    def answer(self, text: object, status: int = 200) -> None:
        """Sends a complete response in the format of the called API."""
        ollama = self.path == "/api/chat"
        body = (
            {"message": {"content": text}, "done": True}
            if ollama
            else {"choices": [{"message": {"role": "assistant", "content": text}}]}
        )
        self.raw(json.dumps(body).encode(), status)

    def raw(self, body: bytes, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def as_echo(self, asked: Request) -> None:
        """Sends the text to reword, with one more word at the end of its first long line."""
        text = asked["messages"][1]["content"].rpartition("<text>\n")[2].partition("\n</text>")[0]
        lines = text.split("\n")
        index = max(range(len(lines)), key=lambda number: len(lines[number]))
        lines[index] += " Reworded."
        self.answer("```\n" + "\n".join(lines) + "\n```")

    def as_slow(self, _asked: Request) -> None:
        time.sleep(3600)

    def as_broken(self, _asked: Request) -> None:
        self.answer("no", 500)

    def as_missing(self, _asked: Request) -> None:
        self.raw(b'{"error": "model not found"}', 404)

    def as_empty(self, _asked: Request) -> None:
        self.answer("")

    def as_nothing(self, _asked: Request) -> None:
        self.answer(None)

    def as_malformed(self, _asked: Request) -> None:
        self.raw(b'{"choices": [')

    def as_nested(self, _asked: Request) -> None:
        self.raw(b"[" * 100_000)

    def as_huge(self, _asked: Request) -> None:
        self.answer("word " * 400_000)

    def as_dribbling(self, _asked: Request) -> None:
        self.send_response(200)
        self.end_headers()
        # Until the client closes the connection.
        with contextlib.suppress(OSError):
            while True:
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)

    def as_reset(self, _asked: Request) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'{"choices"')

    def as_elsewhere(self, _asked: Request) -> None:
        self.send_response(307)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    server.serve_forever()
