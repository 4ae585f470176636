# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The validation and the saving of objects in AWX 24.6.1, by kind of object, for `awx_server`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from zoneinfo import available_timezones

from dateutil.rrule import rrulestr

Thing = dict[str, Any]
SECRET = "$encrypted$"

# The defaults of an object.
DEFAULTS: dict[str, Thing] = {
    "organizations": {"description": "", "max_hosts": 0, "default_environment": None},
    "credential_types": {"description": "", "kind": "cloud", "managed": False, "inputs": {}, "injectors": {}},
    "credentials": {"description": "", "organization": None, "inputs": {}},
    "execution_environments": {
        "description": "",
        "organization": None,
        "credential": None,
        "pull": "",
        "managed": False,
    },
    "projects": {
        "description": "",
        "scm_type": "",
        "scm_url": "",
        "scm_branch": "",
        "local_path": "",
        "credential": None,
        "scm_revision": "",
        "status": "ok",
    },
    "inventories": {"description": "", "kind": "", "host_filter": None, "variables": "", "pending_deletion": False},
    "inventory_sources": {
        "description": "",
        "source_path": "",
        "overwrite": False,
        "overwrite_vars": False,
        "update_on_launch": False,
    },
    "job_templates": {
        "description": "",
        "extra_vars": "",
        "forks": 0,
        "job_slice_count": 1,
        "survey_enabled": False,
        "allow_simultaneous": False,
        "ask_variables_on_launch": False,
        "execution_environment": None,
        "inventory": None,
    },
    "schedules": {"description": "", "extra_data": {}, "enabled": True},
}
REQUIRED = {
    "credential_types": ["name", "kind"],
    "credentials": ["name", "credential_type"],
    "execution_environments": ["name", "image"],
    "projects": ["name"],
    "inventories": ["name", "organization"],
    "inventory_sources": ["name", "inventory", "source"],
    "job_templates": ["name", "project", "playbook"],
    "schedules": ["name", "unified_job_template", "rrule"],
    "organizations": ["name"],
}
# The fields within which names are unique.
UNIQUE = {
    "credentials": ("organization", "credential_type"),
    "projects": ("organization",),
    "inventories": ("organization",),
    "job_templates": ("organization",),
    "schedules": ("unified_job_template",),
    "inventory_sources": ("inventory",),
}
# The relations of which the deletion cascades.
CASCADES = {
    "organizations": [
        (kind, "organization") for kind in ("projects", "inventories", "credentials", "execution_environments")
    ],
    "inventories": [("inventory_sources", "inventory")],
    "job_templates": [("schedules", "unified_job_template")],
}

Objects = Callable[[str], list[Thing]]


def refused(kind: str, thing: Thing, objects: Objects) -> Thing | None:
    """The body of the status 400 with which AWX refuses ``thing``; None if AWX accepts it."""
    missing = [field for field in REQUIRED[kind] if thing.get(field) in (None, "")]
    if missing:
        return {field: ["This field is required."] for field in missing}
    for other in objects(kind):
        if (
            other["id"] != thing.get("id")
            and other["name"] == thing["name"]
            and all(other.get(field) == thing.get(field) for field in UNIQUE.get(kind, ()))
        ):
            return {"__all__": [f"{kind} with this Name already exists."]}
    special = {"job_templates": _template, "schedules": _schedule, "credentials": _credential}.get(kind)
    return special(thing, objects) if special else None


def _one(things: list[Thing], number: Any) -> Thing | None:
    return next((thing for thing in things if thing["id"] == number), None)


def _template(thing: Thing, objects: Objects) -> Thing | None:
    project = _one(objects("projects"), thing["project"])
    if project is None:
        return {"project": [f'Invalid pk "{thing["project"]}" - object does not exist.']}
    return None if thing["playbook"] in project["_playbooks"] else {"playbook": ["Playbook not found for project."]}


def _credential(thing: Thing, objects: Objects) -> Thing | None:
    kind = _one(objects("credential_types"), thing["credential_type"])
    known = {field["id"] for field in kind["inputs"].get("fields", [])} if kind else set()
    return (
        {"inputs": f"Invalid fields: {sorted(set(thing['inputs']) - known)}"} if set(thing["inputs"]) - known else None
    )


def _schedule(thing: Thing, objects: Objects) -> Thing | None:
    rule = thing["rrule"]
    starts = re.findall(r"DTSTART(?:;TZID=([^:]+))?:(\d+T\d+)(Z?)", rule)
    problems = [] if starts else ["Valid DTSTART required in rrule. Value should start with: DTSTART:YYYYMMDDTHHMMSSZ"]
    problems += ["Multiple DTSTART is not supported."] if len(starts) > 1 else []
    problems += (
        ["DTSTART cannot be a naive datetime."] if any(not zone and not utc for zone, _time, utc in starts) else []
    )
    problems += (
        ["A valid TZID must be provided"]
        if any(zone and zone not in available_timezones() for zone, _time, _utc in starts)
        else []
    )
    problems += [] if "RRULE:" in rule else ["One or more rule required in rrule."]
    for part in re.findall(r"RULE:\S*", rule):
        problems += [] if "INTERVAL" in part else [f"INTERVAL required in rrule: {part}"]
        problems += [f"SECONDLY is not supported: {part}"] if "SECONDLY" in part else []
    if problems:
        return {"rrule": problems}
    rrulestr(rule)
    template = _one(objects("job_templates"), thing["unified_job_template"])
    assert template is not None
    questions = template["_survey"].get("spec", []) if template["survey_enabled"] else []
    required = [question["variable"] for question in questions if question["required"]]
    unanswered = [f"'{variable}' value missing" for variable in required if not thing["extra_data"].get(variable)]
    if unanswered:
        return {"variables_needed_to_start": unanswered}
    unknown = set(thing["extra_data"]) - {question["variable"] for question in questions}
    if unknown and not template["ask_variables_on_launch"]:
        return {"extra_data": [f"Variables {', '.join(sorted(unknown))} are not allowed on launch."]}
    return None


def taken(kind: str, thing: Thing, said: Thing, objects: Objects) -> None:
    """Changes ``thing`` as AWX does when it saves it. ``said`` is the body of the request."""
    if kind == "credential_types":
        for field in thing["inputs"].get("fields", []):
            field.setdefault("type", "string")
    if kind == "inventories":
        thing["kind"] = thing["kind"] or ""
    if kind == "job_templates":
        project = _one(objects("projects"), thing["project"])
        thing["organization"] = project["organization"] if project else None
        thing.setdefault("_survey", {})
        thing.setdefault("_credentials", [])
    if kind == "projects":
        thing.setdefault("_playbooks", [])
        thing["_update_wanted"] = bool(thing["scm_type"]) and bool({"scm_type", "scm_url", "scm_branch"} & set(said))


def shown(kind: str, thing: Thing, objects: Objects) -> Thing:
    """The representation of ``thing`` in AWX: no secrets, with links and a summary of related objects."""
    url = f"/api/v2/{kind}/{thing['id']}/"
    seen = {name: value for name, value in thing.items() if not name.startswith("_")} | {
        "url": url,
        "type": kind[:-1],
        "related": {},
        "summary_fields": {},
    }
    if kind == "credentials":
        kinds = _one(objects("credential_types"), thing["credential_type"])
        secrets = (
            {field["id"] for field in kinds["inputs"].get("fields", []) if field.get("secret")} if kinds else set()
        )
        seen["inputs"] = {name: SECRET if name in secrets else value for name, value in thing["inputs"].items()}
    if kind == "projects":
        seen["related"] = {"update": f"{url}update/"}
    if kind == "job_templates":
        seen["related"] = {"survey_spec": f"{url}survey_spec/", "credentials": f"{url}credentials/"}
    if kind == "organizations":
        counts = {
            other: sum(one["organization"] == thing["id"] for one in objects(other))
            for other in ("projects", "inventories", "job_templates")
        }
        seen["summary_fields"] = {"related_field_counts": counts | {"teams": 0, "users": 0, "admins": 0}}
    return seen
