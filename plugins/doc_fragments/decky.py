# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of the modules that act on a decky."""

from __future__ import annotations


class ModuleDocFragment:
    """Included by ``extends_documentation_fragment: decnet.realism.decky``.

    The table is in plugin_utils/task/options.py.
    """

    DOCUMENTATION = r"""
options:
  seed:
    description:
      - The seed of everything random. The same seed, time, and ledger lead to the same files.
      - If not specified, the seed that was generated with the ledger is used.
    type: str
  transport:
    description:
      - How the decky's files are read and written.
      - V(auto) is V(rootfs) if O(rootfs) is specified, V(docker) for hosts with a Docker connection plugin, and
        V(shell) otherwise.
      - V(docker) uses the archive API of the Docker Engine. Reading and writing files starts no process in the decky.
      - V(rootfs) uses a directory of the controller, such as a mounted image.
      - V(shell) uses the connection plugin of the host and starts one short C(sh) for each round trip.
    type: str
    choices: [auto, docker, rootfs, shell]
    default: auto
  rootfs:
    description: The directory on the controller that is the root directory of the decky.
    type: path
  timeout:
    description: The time in seconds after which a decky that does not respond is unreachable.
    type: float
    default: 30.0
  personas:
    description:
      - The personas of the decky, its fictional employees.
      - Each is a dictionary with the keys C(name) and C(email), and optionally C(login), C(role), C(tone),
        C(mannerisms), C(language), C(timezone), C(country), C(active_hours), C(weekdays), C(reply_latency),
        C(uses_llms_heavily), C(signature), and C(mail_client).
      - If not specified, the persona pool is used, see O(personas_file).
    type: list
    elements: dict
  domain:
    description:
      - The mail domain of the company.
      - If not specified, the domain of most personas is used.
    type: str
  group:
    description:
      - The inventory group of the fleet.
      - If the inventory has no such group, the hosts of the play are the fleet.
    type: str
    default: deckies
  fleet:
    description:
      - The inventory names of all deckies of the fleet, for runs that see only a part of it, such as the slices of an
        AWX job.
      - What personas write depends on it, so it must be the same in every run.
      - If not specified, the members of O(group) are used.
    type: list
    elements: str
  facts_max_age:
    description: The time in hours for which the decky's facts in the ledger are used before they are gathered again.
    type: float
    default: 6.0
  llm_settings:
    description:
      - The settings of the language model backend O(llm).
      - The keys are C(model), C(url), C(api_key), C(timeout) in seconds, C(temperature), C(max_tokens), C(share) for
        the share of the texts that are reworded, C(max_calls) for the most calls of one task, and C(answer) for the
        response of the V(fake) backend.
    type: dict
  lease_seconds:
    description:
      - The time in seconds for which a task keeps other controllers from acting on the decky if its own controller
        stops.
      - The value must be from V(1) to V(86400).
    type: float
    default: 300.0
notes:
  - An option that the task does not specify is read from a variable of the host, whose name is C(decoy_) followed by
    the name of the option, such as C(decoy_ledger). This applies to the options that several modules of this collection
    share, not to those of a single module.
requirements:
  - jsonschema >= 4.10 (the Python package) on the controller, for personas
  - holidays >= 0.60 (the Python package) on the controller, for the public holidays of personas
  - docker >= 7.1 (the Python package) on the controller, for the V(docker) transport
"""

    #: The option of the modules that choose what happens.
    WEIGHTS = r"""
options:
  weights:
    description:
      - Relative weights of what can happen, as a dictionary.
      - V(create), V(edit), and V(leave_alone) are the weights of creating a file, editing one, and doing nothing. They
        default to 60, 30, and 10.
      - V(user_share), V(traffic_share), and V(email_share) are shares from 0 to 1 and default to 0.7, 0.25, and 0.3.
        V(user_share) is the share of personas in what happens, as opposed to the system. V(traffic_share) is the share
        of greetings to other deckies. V(email_share) is the share of a persona's activity times at which a mail thread
        begins. It applies to deckies with mailboxes.
      - The name of a content class, such as V(note) or V(cache_tmp), sets the weight of that class. A weight of 0
        disables it.
    type: dict
"""

    #: The options of the modules that do what is due.
    PACE = r"""
options:
  rate:
    description: The pace of the fleet, relative to that of ordinary people.
    type: float
    default: 1.0
  catch_up:
    description:
      - The longest time in hours for which a run catches up, on a new decky and after an outage.
      - Earlier activity is skipped.
    type: float
    default: 24.0
  while_occupied:
    description:
      - What happens while somebody is logged in to the decky.
      - V(defer) skips what is due, so that an intruder does not see files appear.
      - V(ignore) does not check for sessions.
    type: str
    choices: [defer, ignore]
    default: defer
"""
