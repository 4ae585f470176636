# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever documents an option says what the table of options says.

That are doc fragments, modules, and the roles' argument specs and defaults.

A documented default that is not the real one is found by an operator at the worst of times; modules without code are
checked by nobody else.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.decnet.realism.plugins.plugin_utils.bus.settings import publisher_types
from ansible_collections.decnet.realism.plugins.plugin_utils.ledger.backend import backends
from ansible_collections.decnet.realism.plugins.plugin_utils.observation.inventory import services_of
from ansible_collections.decnet.realism.plugins.plugin_utils.task.base import DecoyAction
from ansible_collections.decnet.realism.plugins.plugin_utils.task.options import (
    DECKY_GROUPS,
    MODULE_GROUPS,
    TABLE,
    Option,
    argument_spec,
    options_of,
    read_options,
)

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "ansible_collections.decnet.realism.plugins"
MODULES = sorted(path.stem for path in (ROOT / "plugins/modules").glob("decoy_*.py"))
#: The doc fragment of each group of the table: its file, and its variable where that is not DOCUMENTATION.
FRAGMENTS = {
    "ledger": ("ledger", "DOCUMENTATION"),
    "clock": ("ledger", "CLOCK"),
    "pool": ("pool", "DOCUMENTATION"),
    "decky": ("decky", "DOCUMENTATION"),
    "weights": ("decky", "WEIGHTS"),
    "pace": ("decky", "PACE"),
    "mail": ("mail", "DOCUMENTATION"),
}
FLEET_ROLES = ("age", "mail")
#: What an argument spec says of an option and a documentation has to repeat.
FIELDS = ("type", "elements", "default", "choices", "required")


def faults(documented: Mapping[str, Any], specs: Mapping[str, Mapping[str, Any]], where: str) -> Iterator[str]:
    """One sentence for each difference between documented options and their argument specs."""
    for name in sorted(documented.keys() - specs.keys()):
        yield f"{where}: option {name} is documented and does not exist"
    for name, spec in specs.items():
        if name not in documented:
            yield f"{where}: option {name} is not documented"
            continue
        said = documented[name]
        if not said.get("description"):
            yield f"{where}: option {name} has no description"
        if "no_log" in said and bool(said["no_log"]) != bool(spec.get("no_log")):
            yield f"{where}: option {name} has no_log {said['no_log']}, the table says {bool(spec.get('no_log'))}"
        for field in FIELDS:
            real, text = spec.get(field), said.get(field)
            if field == "choices":
                real, text = sorted(real or ()), sorted(text or ())
            if real != text or type(real) is not type(text):
                yield f"{where}: option {name} has {field} {text!r}, the table says {real!r}"


def fragment(name: str, variable: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(
        getattr(import_module(f"{PACKAGE}.doc_fragments.{name}").ModuleDocFragment, variable)
    )
    return found


def documentation(module: str) -> dict[str, Any]:
    """A module's documentation with its fragments, as ansible-doc merges them."""
    tree = ast.parse((ROOT / f"plugins/modules/{module}.py").read_text(encoding="utf-8"))
    [text] = [
        node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == "DOCUMENTATION"
    ]
    document: dict[str, Any] = yaml.safe_load(str(text))
    merged: dict[str, dict[str, Any]] = {"options": {}, "attributes": {}}
    for reference in document.pop("extends_documentation_fragment"):
        name, _dot, section = reference.removeprefix("decnet.realism.").partition(".")
        for part, known in merged.items():
            known.update(fragment(name, section.upper() or "DOCUMENTATION").get(part) or {})
    return {**document, **{part: {**known, **document.get(part, {})} for part, known in merged.items()}}


def module_spec(module: str) -> dict[str, dict[str, Any]]:
    """The argument spec with which the action plugin of a module validates its arguments."""
    action = import_module(f"{PACKAGE}.action.{module}").ActionModule
    shared = argument_spec(*DECKY_GROUPS) if issubclass(action, DecoyAction) else {}
    return {**shared, **action.SPEC}


def role_file(role: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "roles" / role / path).read_text(encoding="utf-8"))
    return found


def role_options(role: str) -> dict[str, Any]:
    options: dict[str, Any] = role_file(role, "meta/argument_specs.yml")["argument_specs"]["main"]["options"]
    return options


def role_spec(option: Option) -> dict[str, Any]:
    """What a role says of an option.

    Choices that are the files of a folder stay with the fragment; see CONTRIBUTING.md.

    ansible-core fails on an option that is masked and whose default is a list, so such a default is in the description
    only.
    """
    spec = {key: value for key, value in option.spec.items() if key != "choices" or not option.registry}
    if option.no_log and isinstance(option.default, list):
        spec.pop("default")
    return {**spec, "no_log": option.no_log}


@pytest.mark.parametrize("group", FRAGMENTS)
def test_a_fragment_documents_the_options_of_its_group(group: str) -> None:
    name, variable = FRAGMENTS[group]
    where = f"plugins/doc_fragments/{name}.py ({variable})"
    assert list(faults(fragment(name, variable)["options"], argument_spec(group), where)) == []


def test_every_group_of_the_table_has_a_fragment_or_is_the_hosts() -> None:
    assert {option.group for option in TABLE} == {*FRAGMENTS, "host"}
    assert len({option.name for option in TABLE}) == len(TABLE)


def test_no_section_of_a_fragment_is_named_like_a_file() -> None:
    """``decnet.realism.x.decky`` is then decky.py to ansible-doc, whatever x says."""
    files = {path.stem for path in (ROOT / "plugins/doc_fragments").glob("*.py")}
    used = {
        name.removeprefix("decnet.realism.").partition(".")[2]
        for module in MODULES
        for name in yaml.safe_load(_text(module))["extends_documentation_fragment"]
    }
    assert used & files == set()


def _text(module: str) -> str:
    return (ROOT / f"plugins/modules/{module}.py").read_text(encoding="utf-8").split('r"""')[1].split('"""')[0]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_documents_what_its_action_takes(module: str) -> None:
    """The documentation of a module whose work is done by an action plugin is compared with nothing by ansible-test."""
    where = f"plugins/modules/{module}.py"
    assert list(faults(documentation(module)["options"], module_spec(module), where)) == []


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_all_attributes(module: str) -> None:
    attributes = documentation(module)["attributes"]
    assert {"action", "check_mode", "diff_mode", "idempotent", "platform"} == attributes.keys()
    assert all(item.get("description") and item.get("support") for item in attributes.values())


@pytest.mark.parametrize("role", FLEET_ROLES)
def test_a_fleet_role_documents_every_inventory_variable(role: str) -> None:
    specs = {option.variable: role_spec(option) for option in TABLE}
    assert list(faults(role_options(role), specs, f"roles/{role}/meta/argument_specs.yml")) == []
    assert all(item.get("no_log", False) is specs[name]["no_log"] for name, item in role_options(role).items())


def test_the_schedule_role_documents_its_defaults() -> None:
    """An empty default stands for one that a description explains; so does an expression."""
    options, defaults = role_options("schedule"), role_file("schedule", "defaults/main.yml")
    where = "roles/schedule/meta/argument_specs.yml"
    unknown = [f"{where}: option {name} is not documented" for name in defaults.keys() - options.keys()]
    wrong = [
        f"{where}: option {name} has default {item.get('default')!r}, "
        f"roles/schedule/defaults/main.yml says {defaults.get(name)!r}"
        for name, item in options.items()
        if item.get("default") != (None if str(defaults.get(name)).startswith("{{") else defaults.get(name) or None)
        and not (item.get("default") in ([], {}, False, 0) and item.get("default") == defaults.get(name))
    ]
    silent = [f"{where}: option {name} has no description" for name, item in options.items() if not item["description"]]
    assert unknown + wrong + silent == []
    shared = {option.variable: role_spec(option) for option in TABLE}
    for name in options.keys() & shared.keys():
        assert (options[name]["type"], options[name].get("no_log", False)) == (
            shared[name]["type"],
            shared[name]["no_log"],
        )


def test_every_publisher_is_documented() -> None:
    """The option ``bus`` takes items of any type: its publishers are no choices, so its description names them."""
    described = " ".join(fragment("ledger", "DOCUMENTATION")["options"]["bus"]["description"])
    for kind, publisher in publisher_types().items():
        assert f"V({kind})" in described, f"plugins/doc_fragments/ledger.py: option bus does not document V({kind})"
        missing = [name for name in publisher.settings if f"C({name})" not in described]
        assert missing == [], f"plugins/doc_fragments/ledger.py: option bus does not document {missing} of V({kind})"


def test_services_have_the_default_of_the_table() -> None:
    assert services_of({}, lambda value: value) == tuple(options_of("host")["services"].default)


def test_a_task_reads_what_it_leaves_out_from_the_inventory_and_only_that() -> None:
    values = {"decoy_rate": "{{ pace }}", "decoy_timeout": 5, "decoy_path": "/etc/shadow", "decoy_seed": None}
    spec = {**argument_spec("pace"), "path": {"type": "str"}}
    options = read_options(spec, {"timeout": 7}, values, lambda value: 2 if value == "{{ pace }}" else value)
    assert (options["rate"], options["timeout"], options["path"], options["seed"]) == (2.0, 7.0, None, None)


def test_the_address_of_a_decky_is_not_the_address_that_it_probes() -> None:
    """``decoy_address`` is for other deckies; the option ``address`` of the probe is where this one connects to."""
    spec = module_spec("decoy_ssh_banner_probe")
    assert read_options(spec, {}, {"decoy_address": "10.0.0.7"}, lambda value: value)["address"] is None


@pytest.mark.parametrize("module", MODULES)
def test_no_module_on_deckies_has_an_own_option_with_a_name_of_the_table(module: str) -> None:
    """It would be read from the inventory."""
    action = import_module(f"{PACKAGE}.action.{module}").ActionModule
    if issubclass(action, DecoyAction):
        shared = argument_spec(*MODULE_GROUPS)
        assert {name: item for name, item in action.SPEC.items() if name in shared and item != shared[name]} == {}


BREAKS: dict[str, Callable[[dict[str, Any]], object]] = {
    "timeout has default 31.0": lambda options: options["timeout"].update(default=31.0),
    "timeout has default '30.0'": lambda options: options["timeout"].update(default="30.0"),
    "timeout has type 'int'": lambda options: options["timeout"].update(type="int"),
    "transport has choices ['auto', 'shell']": lambda options: options["transport"].update(choices=["auto", "shell"]),
    "fleet has elements None": lambda options: options["fleet"].pop("elements"),
    "llm_settings has no_log False": lambda options: options["llm_settings"].update(no_log=False),
    "group has no description": lambda options: options["group"].update(description=""),
    "domain is not documented": lambda options: options.pop("domain"),
    "colour is documented": lambda options: options.update(colour={"type": "str", "description": "None."}),
}


@pytest.mark.parametrize("said", BREAKS)
def test_a_difference_is_reported_with_file_and_option(said: str) -> None:
    options = copy.deepcopy(fragment("decky", "DOCUMENTATION")["options"])
    BREAKS[said](options)
    [fault] = faults(options, argument_spec("decky"), "plugins/doc_fragments/decky.py")
    assert fault.startswith(f"plugins/doc_fragments/decky.py: option {said}")


def test_every_ledger_backend_is_documented() -> None:
    """The option ``ledger`` is a location, so its schemes are no choices, and only its description can name them."""
    described = " ".join(fragment("ledger", "DOCUMENTATION")["options"]["ledger"]["description"])
    for scheme in backends():
        assert f"C({scheme}://" in described, (
            f"plugins/doc_fragments/ledger.py: option ledger does not document {scheme}://"
        )
