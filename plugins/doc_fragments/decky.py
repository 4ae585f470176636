# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options and attributes that every task word shares."""

from __future__ import annotations


class ModuleDocFragment:
    """Included by ``extends_documentation_fragment: decnet.realism.decky``."""

    DOCUMENTATION = r"""
options:
  ledger:
    description:
      - The ledger, the controller's memory of the fleet. The path of a SQLite file, which is made where it is missing, or
        C(postgresql://user:password@host/database) where several controllers share a fleet.
      - Where it is left out, the variable C(decoy_ledger) of the host counts.
    type: str
    default: ~/.decnet/ledger.db
  seed:
    description:
      - The dice of the fleet. The same seed, clock and ledger bring the same files.
      - Where it and C(decoy_seed) are left out, the ledger keeps one of its own, drawn when it is made.
    type: str
  now:
    description:
      - Freezes the clock at a moment, in ISO 8601, for tests and simulation. Without an offset it is UTC.
      - Where it is left out, the variable C(decoy_now) counts, else the controller's clock.
    type: raw
  transport:
    description:
      - How bytes get to and from the decky. Where it is left out, the variable C(decoy_transport) counts.
      - V(auto) takes V(rootfs) where O(rootfs) is given, V(docker) for hosts with a Docker connection, else V(shell).
      - V(docker) uses the archive API of the Docker Engine, so that no process runs in the decky for a file.
      - V(shell) uses the host's own connection, whichever it is, with one short C(sh) for each round trip.
      - V(rootfs) writes into a directory of the controller, such as a mounted image.
    type: str
    choices: [auto, docker, shell, rootfs]
    default: auto
  rootfs:
    description:
      - The directory on the controller that is the decky's C(/). Where it is left out, the variable C(decoy_rootfs) counts.
    type: path
  timeout:
    description:
      - Seconds after which a decky that does not answer is given up. Where it is left out, the variable C(decoy_timeout) counts.
    type: float
    default: 30.0
  personas:
    description:
      - The fictional employees of this decky. Where it is left out, the variable C(decoy_personas) counts.
      - Each has C(name) and C(email), and may have C(login), C(role), C(tone), C(mannerisms), C(language), C(timezone),
        C(country), C(active_hours), C(weekdays), C(reply_latency), C(uses_llms_heavily), C(signature) and C(mail_client).
    type: list
    elements: dict
  personas_file:
    description:
      - A JSON or YAML file with the persona pool of the whole host, for deckies that have no O(personas).
      - Where it and C(decoy_personas_file) are left out, the environment variable E(DECNET_EMAILGEN_PERSONAS),
        C(/etc/decnet/email_personas.json) and C(~/.decnet/email_personas.json) are tried.
    type: path
  domain:
    description:
      - The mail domain of the company. Where it and C(decoy_domain) are left out, the one most personas have.
    type: str
  group:
    description:
      - The inventory group whose members make up the fleet. Where it is left out, the variable C(decoy_group) counts.
      - Where there is no such group, the hosts of the play are the fleet.
    type: str
    default: deckies
  facts_max_age:
    description:
      - Hours for which what was learnt of a decky is believed. Where it is left out, the variable C(decoy_facts_max_age) counts.
    type: float
    default: 6.0
  fleet:
    description:
      - The names of all deckies of the fleet, for runs that see only a part of it, such as the slices of a sliced AWX job. What personas
        write depends on it, so every part must say the same.
      - Where it and C(decoy_fleet) are left out, the members of O(group).
    type: list
    elements: str
  language_default:
    description:
      - The language of personas that name none, such as V(de) or V(pt-BR), and of mail between people who have no language in common.
      - Where it is left out, the variable C(decoy_language_default) counts.
    type: str
    default: en
  llm:
    description:
      - A language model that rewords what personas write, in place of the embedded phrase banks. Where it does not answer in time, or
        its answer is of no use, the composed text stands.
      - Where it and C(decoy_llm) are left out, the environment variable E(DECNET_EMAILGEN_LLM) counts, else none is asked.
    type: str
    choices: [none, ollama, openai_compatible, fake]
  llm_settings:
    description:
      - How the model is reached. C(model), C(url), C(api_key), C(timeout) in seconds, C(temperature), C(max_tokens),
        C(share) of the texts that it rewords and C(max_calls) in one task.
      - Where it is left out, the variable C(decoy_llm_settings) counts.
    type: dict
  bus:
    description:
      - Where events are published to. Each item is C(jsonl), C(nats) or C(webhook), or a mapping with its C(type) and settings.
        An empty list switches it off.
      - Where it is left out, the variable C(decoy_bus) counts.
    type: list
    elements: raw
    default: [jsonl]
  lease_seconds:
    description:
      - For how long a task has a decky to itself should its controller die in the middle. Where it is left out, the variable
        C(decoy_lease_seconds) counts.
    type: float
    default: 300.0
requirements:
  - SQLAlchemy >= 2.0 on the controller
  - jsonschema >= 4.10 on the controller, for personas
  - holidays >= 0.60 on the controller, for the public holidays of personas
  - docker >= 7.0 (the Python package) on the controller, for the docker transport
attributes:
  action:
    description: Runs on the controller; no Python and no module payload reaches the decky.
    support: full
  platform:
    description: What the decky may run.
    platforms: posix
    support: full
author:
  - decnet.realism contributors (@decnet)
"""

    ATTRIBUTES = r"""
options: {}
attributes:
  check_mode:
    description: Says what would be done, and changes neither decky nor ledger.
    support: full
  diff_mode:
    description: Shows what changes in the files.
    support: full
  idempotent:
    description: Done twice in the same state, the second time changes nothing.
    support: full
"""

    #: Of the words that do what is due.
    PACE = r"""
options:
  rate:
    description:
      - The pace of the fleet, 1 being that of ordinary people. Where it is left out, the variable C(decoy_rate) counts.
    type: float
    default: 1.0
  catch_up:
    description:
      - Hours that a run looks back at most, on a new decky and after an outage. What lies further back is let go.
      - Where it is left out, the variable C(decoy_catch_up) counts.
    type: float
    default: 24.0
  while_occupied:
    description:
      - What to do while somebody is on the decky. V(defer) lets go of what is due, so that nothing appears out of thin air
        in front of an intruder's eyes; V(ignore) does not look.
      - Where it is left out, the variable C(decoy_while_occupied) counts.
    type: str
    choices: [defer, ignore]
    default: defer
"""
