# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report in Chromium without a network.

The page runs and fetches nothing, fits a phone, and shows the texts of an intruder as text.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.actions import (
    EditAction,
    EmailAction,
    FileAction,
    MailCopy,
    Outcome,
    TrafficAction,
)
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.content_classes import ContentClass
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.evidence import Evidence
from ansible_collections.decnet.realism.plugins.module_utils.realism.model.records import content_hash
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger import Ledger, open_ledger
from ansible_collections.decnet.realism.plugins.plugin_utils.personas.validation import parse_personas
from ansible_collections.decnet.realism.plugins.plugin_utils.reporting import collect, render
from ansible_collections.decnet.realism.plugins.plugin_utils.reporting.health import health

from ..conditions import wait_until

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 3, 20, 17, 30, 5, 123, tzinfo=timezone.utc)
EVIL = (
    "<script>window.top.pwned = 1; window.pwned = 1</script><img src=x onerror='window.pwned=1'>"
    "\x1b[31m\u202egnp.exe\x00 {{ 7*7 }} " + "A" * 300
)
PEOPLE = parse_personas(
    [
        {"name": "Anna <b>Berg</b>", "email": "anna@corp.example", "login": "anna"},
        {"name": "Ed", "email": "ed@corp.example", "login": "ed", "active_hours": "22:00-06:00"},
    ],
    "t",
)


def done(ledger: Ledger, action: Any, success: bool = True, error: str | None = None) -> None:
    [uuid] = ledger.begin([action], NOW)
    body = getattr(action, "body", None)
    body = body if isinstance(body, bytes) else None
    digest = content_hash(body) if body is not None else ""
    outcome = Outcome(action=action, success=success, changed=success, error=error, body=body, content_hash=digest)
    ledger.record(action.decky, NOW, outcomes=[(uuid, outcome)], moments={"tick": NOW})


def note(decky: str, path: str, body: bytes, moment: datetime, **more: Any) -> FileAction:
    return FileAction(
        decky=decky,
        path=path,
        body=body,
        moment=moment,
        **{"persona": "anna", "content_class": ContentClass.NOTE, "uid": 1000, "gid": 1000, "mode": 0o644, **more},
    )


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report of three weeks with hostile names, bodies, subjects and errors, one of them of ten megabytes."""
    folder = tmp_path_factory.mktemp("report")
    with open_ledger(str(folder / "ledger.db"), seed="s") as ledger:
        for day in range(20):
            moment = NOW - timedelta(days=20 - day, minutes=37 * day)
            for decky in ("web-01", "files-01", EVIL[:80]):
                body = (EVIL + f" {day}\n").encode()
                path = f"/home/anna/{day}-{EVIL[:60]}.md"
                done(
                    ledger,
                    note(decky, path, body, moment, activity_time=f"o{day}{decky}"),
                )
                row = ledger.get_synthetic_file(decky, path)
                assert row
                changed = b"more\n" + body
                done(
                    ledger,
                    EditAction(
                        decky=decky,
                        path=path,
                        persona="anna",
                        content_class=ContentClass.NOTE,
                        previous=body,
                        body=changed,
                        uid=1,
                        gid=1,
                        mode=0o644,
                        moment=moment + timedelta(hours=2),
                        synthetic_file_uuid=row.uuid,
                    ),
                )
            done(
                ledger,
                TrafficAction(decky="web-01", peer="files-01", address="h", port=22, moment=moment, persona="anna"),
            )
            parent = f"{day - 1}@x"
            references = tuple(f"{number}@x" for number in range(day % 9))
            copies = (MailCopy("anna", f"/m/{day}", b"m", 1, 1, 0o600, moment),)
            done(
                ledger,
                EmailAction(
                    decky="web-01",
                    persona="ed",
                    message_id=f"{day}@x",
                    thread_id=f"t{day // 9}",
                    in_reply_to=parent if day else None,
                    references=references,
                    sender="ed@corp.example",
                    recipient=EVIL[:100],
                    cc=(),
                    subject=EVIL,
                    language="en",
                    body=EVIL * (30_000 if day == 3 else 1),
                    about={},
                    moment=moment,
                    copies=copies,
                ),
            )
        done(ledger, note("web-01", "/x", b"x", NOW, persona=None, content_class=ContentClass.CACHE_TMP), False, EVIL)
        [some, *_rest] = ledger.list_synthetic_files("web-01")
        refused = EditAction(
            decky="web-01",
            path=some.path,
            persona="anna",
            content_class=ContentClass.NOTE,
            previous=b"",
            body=b"",
            uid=1,
            gid=1,
            mode=0o644,
            moment=NOW,
            synthetic_file_uuid=some.uuid,
        )
        ledger.record("web-01", NOW, evidence=[Evidence(refused=refused, state="tampered")])
        beat = health(ledger, NOW, {}, None, ("jsonl",))
        return render(collect(ledger, {"web-01": PEOPLE, "never": PEOPLE}, beat, NOW))


def test_what_was_planted_is_shown_and_cannot_run(page: str) -> None:
    assert "<script" not in page and "<img" not in page and "&lt;script&gt;" in page
    assert "\\u202e" in page and "\\u001b[31m" in page and "\\u0000" in page
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", page)
    assert "{{ 7*7 }}" in page and "more characters" in page and len(page) < 4_000_000
    assert not re.search(r"""(?:src|href)=["'](?!#)""", page)
    assert "default-src 'none'" in unescape(page)


def test_it_tells_what_the_ledger_knows(page: str) -> None:
    text = re.sub(r"<[^>]+>", " ", page)
    for said in ("60 edits", "greetings", "tampered", "never", "Due next", "+more", "Anna &lt;b&gt;Berg"):
        assert said in text, said
    assert page.count('class="heat"') >= 4 and page.count("<polyline") == 1


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    name = f"decoy-chromium-{os.getpid()}"
    folder = tmp_path_factory.mktemp("browser")
    folder.chmod(0o777)
    image = subprocess.run(
        [str(ROOT / "tools/services/build"), "chromium"], check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    run = [
        "docker",
        "run",
        "-d",
        "--init",
        "--name",
        name,
        "--network",
        "none",
        "--shm-size",
        "256m",
        "-v",
        f"{folder}:/page",
        image,
        "sleep",
        "infinity",
    ]
    subprocess.run(run, check=True, capture_output=True)

    def view(*arguments: str) -> tuple[str, str]:
        command = [
            "docker",
            "exec",
            name,
            "chromium",
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--allow-file-access-from-files",
            "--enable-logging=stderr",
            "--virtual-time-budget=30000",
            *arguments,
        ]
        shown = subprocess.run(command, capture_output=True, text=True, timeout=900, check=True)
        return shown.stdout, shown.stderr

    try:
        yield folder, view
    finally:
        subprocess.run(["docker", "rm", "-f", name], check=False, capture_output=True)


#: Opens the report in a frame as wide as a phone or a desktop, unfolds everything, and prints its measurements.
HARNESS = """<!DOCTYPE html><body>
<iframe id="f" src="report.html" style="width:WIDTHpx;height:800px;border:0"></iframe><pre id="out"></pre><script>
document.getElementById('f').onload = () => {
  const w = document.getElementById('f').contentWindow, d = w.document, all = [...d.querySelectorAll('details')];
  all.forEach(x => x.open = true);
  const scrolls = [...d.querySelectorAll('*')].filter(
    e => ['auto', 'scroll'].includes(w.getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1);
  const walk = [...d.querySelectorAll('a[href], summary, [tabindex="0"]')];
  const unreached = walk.filter(e => { e.focus(); return d.activeElement !== e; });
  document.getElementById('out').textContent = JSON.stringify({
    overflow: d.documentElement.scrollWidth - d.documentElement.clientWidth,
    details: all.length, scripts: d.scripts.length,
    pwned: w.pwned || window.pwned || 0,
    mute: scrolls.filter(e => e.tabIndex !== 0).length, walk: walk.length, unreached: unreached.length,
    uncaptioned: [...d.querySelectorAll('table')].filter(t => !t.caption).length,
    paper: w.getComputedStyle(d.documentElement).backgroundColor});
};</script></body>"""


def rendered(view: Any, pattern: str, *arguments: str) -> tuple[re.Match[str], str]:
    """The match in the page after its script, and the output of the browser.

    A busy browser may print the page before that.
    """

    def look() -> tuple[re.Match[str], str] | None:
        dom, said = view("--dump-dom", *arguments, "file:///page/harness.html")
        match = re.search(pattern, dom)
        return (match, said) if match else None

    found = wait_until(look, f"the browser shows {pattern}")
    assert found
    return found


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_a_browser_finds_no_fault_with_it(page: str, browser: Any, width: int) -> None:
    folder, view = browser
    (folder / "report.html").write_text(page, encoding="utf-8")
    (folder / "harness.html").write_text(HARNESS.replace("WIDTH", str(width)))
    match, said = rendered(view, r'<pre id="out">(\{.*?\})</pre>', "--window-size=1400,900")
    found = json.loads(re.sub("&quot;", '"', match.group(1)))
    assert found["overflow"] <= 0 and found["details"] > 60
    assert (found["scripts"], found["pwned"], found["mute"], found["unreached"], found["uncaptioned"]) == (
        0,
        0,
        0,
        0,
        0,
    )
    assert found["walk"] > 80
    assert not [line for line in said.splitlines() if "CONSOLE" in line], said[-2000:]


def test_it_is_dark_where_the_reader_is(page: str, browser: Any) -> None:
    folder, view = browser
    (folder / "report.html").write_text(page, encoding="utf-8")
    (folder / "harness.html").write_text(HARNESS.replace("WIDTH", "800"))
    papers = set()
    for mode in ((), ("--force-dark-mode", "--blink-settings=preferredColorScheme=0")):
        match, _said = rendered(view, r"paper&quot;:&quot;(.*?)&quot;|\"paper\":\"(.*?)\"", *mode)
        papers.add(match.group(0))
    assert len(papers) == 2
