# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An in-memory HTTP server with the API of AWX 24.6.1. AWX itself needs images and a cluster.

It covers:

- tokens and basic authentication;
- lists with the filters and pages that `awx.awx` uses, detail, POST, PATCH and DELETE of organizations, projects,
  inventories and their sources, credential types, credentials, execution environments, job templates with surveys and
  credentials, and schedules;
- the refusals in `awx_rules`;
- updates of projects that take time;
- inventories that are deleted in the background and refuse a second deletion in the meantime;
- templates that cannot be deleted while one of their jobs runs;
- credential types that cannot be deleted while they are in use;
- the cascade of a deletion.

It does not cover permissions, named URLs, launching jobs, roles, teams, labels, notifications, instances or workflows.
"""

from __future__ import annotations

import base64
import copy
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from .awx_rules import CASCADES, DEFAULTS, Thing, refused, shown, taken

TOKEN = "a-token-of-the-tests"
PASSWORD = "a-password-of-the-tests"
PAGE = 25
NOT_FOUND = {"detail": "Not found."}
# The seconds that an update of a project and the deletion of an inventory take.
UPDATE = 1.5
DELETION = 2.0


class Awx(ThreadingHTTPServer):
    """The server and its objects. `playbooks` are the playbooks of projects by URL; other URLs cannot be fetched."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.lock = threading.RLock()
        self.things: dict[str, dict[int, Thing]] = {kind: {} for kind in (*DEFAULTS, "tokens", "project_updates")}
        self.playbooks: dict[str, list[str]] = {}
        self.requests: list[tuple[str, str]] = []
        #: The templates with a running job, each with the number of deletions that the job outlasts.
        self.running: dict[str, int] = {}
        self.last = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def names(self) -> dict[str, list[str]]:
        """The names of all named objects, by kind."""
        return {kind: sorted(thing["name"] for thing in self.objects(kind)) for kind in DEFAULTS if self.objects(kind)}

    def objects(self, kind: str) -> list[Thing]:
        with self.lock:
            self._catch_up()
            return list(self.things[kind].values())

    def add(self, kind: str, thing: Thing, said: Thing) -> Thing:
        with self.lock:
            self.last += 1
            thing["id"] = self.last
            taken(kind, thing, said, self.objects)
            self.things[kind][self.last] = thing
            if thing.pop("_update_wanted", False):
                self.update_project(thing)
            return thing

    def update_project(self, project: Thing) -> Thing:
        project["status"] = "pending"
        self.last += 1
        update = {
            "id": self.last,
            "_project": project["id"],
            "_until": time.monotonic() + UPDATE,
            "status": "pending",
            "finished": None,
            "failed": False,
            "scm_revision": "",
        }
        self.things["project_updates"][self.last] = update
        return update

    def delete(self, kind: str, number: int) -> None:
        self.things[kind].pop(number, None)
        for other, field in CASCADES.get(kind, []):
            for thing in [one for one in self.things[other].values() if one.get(field) == number]:
                self.delete(other, thing["id"])
        for template in self.things["job_templates"].values():
            for field in ("project", "inventory", "execution_environment"):
                if (
                    kind == {"project": "projects", "inventory": "inventories"}.get(field, "execution_environments")
                    and template.get(field) == number
                ):
                    template[field] = None

    def _catch_up(self) -> None:
        """Applies the background work since the last request."""
        now = time.monotonic()
        for update in self.things["project_updates"].values():
            project = self.things["projects"].get(update["_project"])
            if update["status"] == "pending" and now > update["_until"] and project:
                found = self.playbooks.get(project["scm_url"])
                update.update(
                    status="failed" if found is None else "successful",
                    failed=found is None,
                    finished="now",
                    scm_revision=f"r{found}",
                )
                project.update(
                    status=update["status"], scm_revision=update["scm_revision"], _playbooks=list(found or [])
                )
        for number in [
            number for number, thing in self.things["inventories"].items() if thing.get("_gone", now + 1) < now
        ]:
            self.delete("inventories", number)


class _Handler(BaseHTTPRequestHandler):
    server: Awx
    protocol_version = "HTTP/1.1"

    def log_message(self, *_arguments: object) -> None:
        """Logs nothing on the terminal of the tests."""

    def _answer(self, status: int, body: Any = None) -> None:
        data = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(data)),
            "X-API-Product-Name": "AWX",
            "X-API-Product-Version": "24.6.1",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _handle(self) -> None:
        address = urlsplit(self.path)
        query = dict(parse_qsl(address.query))
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}") if length else {}
        parts = address.path.strip("/").split("/")[2:]
        with self.server.lock:
            self.server.requests.append((self.command, address.path))
            if not self._authenticated():
                self._answer(401, {"detail": "Authentication credentials were not provided."})
            elif parts == ["me"]:
                self._answer(200, {"count": 1, "results": [{"id": 1, "username": "admin"}]})
            elif parts == ["unified_job_templates"]:
                self._list(("projects", "inventory_sources", "job_templates"), query)
            elif not parts or parts[0] not in self.server.things:
                self._answer(404, NOT_FOUND)
            elif len(parts) > 1:
                self._detail(parts[0], int(parts[1]), parts[2:], body)
            elif self.command == "GET":
                self._list((parts[0],), query)
            else:
                self._create(parts[0], body)

    do_GET = do_POST = do_PATCH = do_DELETE = _handle

    def _authenticated(self) -> bool:
        basic = "Basic " + base64.b64encode(f"admin:{PASSWORD}".encode()).decode()
        tokens = {TOKEN} | {thing["token"] for thing in self.server.things["tokens"].values()}
        said = self.headers.get("Authorization", "")
        return said == basic or said.removeprefix("Bearer ") in tokens

    def _detail(self, kind: str, number: int, related: list[str], body: Thing) -> None:
        self.server.objects(kind)
        thing = self.server.things[kind].get(number)
        if thing is None:
            self._answer(404, NOT_FOUND)
        elif related:
            self._related(kind, thing, related[0], body)
        else:
            self._one(kind, thing, body)

    def _show(self, kind: str, thing: Thing) -> Thing:
        if kind in ("tokens", "project_updates"):
            return {name: value for name, value in thing.items() if not name.startswith("_")} | {
                "url": f"/api/v2/{kind}/{thing['id']}/"
            }
        return shown(kind, thing, self.server.objects)

    def _list(self, kinds: tuple[str, ...], query: dict[str, str]) -> None:
        found = [
            self._show(kind, thing)
            for kind in kinds
            for thing in self.server.objects(kind)
            if self._matches(thing, query)
        ]
        page = int(query.get("page", 1))
        more = (
            f"{urlsplit(self.path).path}?{urlencode(query | {'page': str(page + 1)})}"
            if len(found) > page * PAGE
            else None
        )
        self._answer(200, {"count": len(found), "next": more, "results": found[(page - 1) * PAGE : page * PAGE]})

    def _matches(self, thing: Thing, query: dict[str, str]) -> bool:
        wanted = {name: value for name, value in query.items() if name != "page"}
        either = [str(thing.get(name[4:])) == value for name, value in wanted.items() if name.startswith("or__")]
        if either and not any(either):
            return False
        for name, value in wanted.items():
            if name == "organization__name":
                holder = self.server.things["organizations"].get(thing.get("organization") or 0)
                if holder is None or holder["name"] != value:
                    return False
            elif name == "name__in":
                if thing["name"] not in value.split(","):
                    return False
            elif not name.startswith("or__") and str(thing.get(name)) != value:
                return False
        return True

    def _create(self, kind: str, body: Thing) -> None:
        if kind == "tokens":
            made = self.server.add("tokens", {"token": f"token-{self.server.last}"}, body)
            return self._answer(201, self._show(kind, made))
        thing = copy.deepcopy(DEFAULTS[kind]) | body
        problem = refused(kind, thing, self.server.objects)
        if problem:
            return self._answer(400, problem)
        return self._answer(201, self._show(kind, self.server.add(kind, thing, body)))

    def _one(self, kind: str, thing: Thing, body: Thing) -> None:
        if self.command == "GET":
            return self._answer(200, self._show(kind, thing))
        if self.command == "PATCH":
            changed = thing | body
            if kind == "credentials":
                changed["inputs"] = {
                    name: thing["inputs"].get(name) if value == "$encrypted$" else value
                    for name, value in changed["inputs"].items()
                }
            problem = refused(kind, changed, self.server.objects)
            if problem:
                return self._answer(400, problem)
            thing |= changed
            taken(kind, thing, body, self.server.objects)
            if thing.pop("_update_wanted", False):
                self.server.update_project(thing)
            return self._answer(200, self._show(kind, thing))
        return self._delete(kind, thing)

    def _delete(self, kind: str, thing: Thing) -> None:
        if kind == "job_templates" and self.server.running.get(thing["name"], 0) > 0:
            self.server.running[thing["name"]] -= 1
            return self._answer(
                409, {"error": "Resource is being used by running jobs.", "active_jobs": [{"type": "job", "id": 1}]}
            )
        if kind == "credential_types" and any(
            one["credential_type"] == thing["id"] for one in self.server.objects("credentials")
        ):
            return self._answer(403, {"detail": "Credential types that are in use cannot be deleted"})
        if kind == "inventories":
            if thing["pending_deletion"]:
                return self._answer(400, {"error": "Inventory is already pending deletion."})
            thing |= {"pending_deletion": True, "_gone": time.monotonic() + DELETION}
            return self._answer(202)
        self.server.delete(kind, thing["id"])
        return self._answer(204)

    def _related(self, kind: str, thing: Thing, what: str, body: Thing) -> None:
        if (kind, what) == ("projects", "playbooks"):
            self._answer(200, thing["_playbooks"])
        elif (kind, what, self.command) == ("projects", "update", "POST"):
            if thing["scm_type"]:
                self._answer(202, self._show("project_updates", self.server.update_project(thing)))
            else:
                self._answer(405, {})
        elif (kind, what) == ("job_templates", "survey_spec"):
            self._survey(thing, body)
        elif (kind, what) == ("job_templates", "credentials"):
            self._credentials(thing, body)
        else:
            self._answer(404, NOT_FOUND)

    def _survey(self, template: Thing, body: Thing) -> None:
        if self.command == "GET":
            self._answer(200, template["_survey"])
        else:
            template["_survey"] = body if self.command == "POST" else {}
            self._answer(200)

    def _credentials(self, template: Thing, body: Thing) -> None:
        if self.command == "GET":
            stored = self.server.things["credentials"]
            there = [self._show("credentials", stored[number]) for number in template["_credentials"]]
            self._answer(200, {"count": len(there), "next": None, "results": there})
        else:
            template["_credentials"] = [number for number in template["_credentials"] if number != body["id"]]
            if not body.get("disassociate"):
                template["_credentials"].append(body["id"])
            self._answer(204)
