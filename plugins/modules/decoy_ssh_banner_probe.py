#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the task word; the action plugin of the same name does the work."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_ssh_banner_probe
short_description: Let one decky greet another over SSH
version_added: 0.1.0
description:
  - Opens a TCP connection from inside the decky to the SSH port of another, and succeeds only on a line that starts with C(SSH-).
  - No credentials are sent. The decky's own means are used, an OpenSSH client tool first, then a shell, then an interpreter.
  - Fewer than two deckies that speak SSH (C(decoy_services)) are no error. Nothing happens then.
options:
  peer:
    description: The inventory name of the decky to greet. Where it is left out, one of the fleet is chosen.
    type: str
  address:
    description:
      - The address to call. Where it is left out, the peer's C(decoy_address), else its C(ansible_host), else its name.
    type: str
  port:
    description: The TCP port to call.
    type: int
    default: 22
  persona:
    description: The login of the persona who does it, for the event.
    type: str
extends_documentation_fragment:
  - decnet.realism.decky
attributes:
  check_mode:
    description: Says whom it would greet, and greets nobody.
    support: full
  diff_mode:
    description: There is no file to show.
    support: none
  idempotent:
    description: Each greeting is traffic of its own.
    support: none
"""

EXAMPLES = r"""
- name: Greet any other decky
  decnet.realism.decoy_ssh_banner_probe:

- name: Greet the build server
  decnet.realism.decoy_ssh_banner_probe:
    peer: build-01
  register: __greeting
  when: inventory_hostname != 'build-01'

- name: Show what it said
  ansible.builtin.debug:
    msg: "{{ __greeting.banner }} through {{ __greeting.via }}"
  when: __greeting.banner is defined
"""

RETURN = r"""
peer:
  description: Who was greeted.
  returned: when somebody was greeted
  type: str
banner:
  description: What the peer's sshd said.
  returned: success
  type: str
  sample: SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3
via:
  description: The means of the decky that was used.
  returned: when somebody was greeted
  type: str
  sample: ssh-keyscan
quiet:
  description: Why nobody was greeted.
  returned: when fewer than two deckies speak SSH
  type: str
actions:
  description: The greeting as its event tells it.
  returned: always
  type: list
  elements: dict
"""
