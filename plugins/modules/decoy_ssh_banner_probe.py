#!/usr/bin/python
# Copyright (c) 2026 decnet.realism contributors
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the module; the action plugin of the same name implements it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: decoy_ssh_banner_probe
short_description: Connect from one decky to the SSH port of another
version_added: 0.1.0
description:
  - Opens a TCP connection from inside the decky to the SSH port of another one. It succeeds if the first line begins
    with C(SSH-).
  - No credentials are sent. The decky's own programs are used, which are an OpenSSH client tool, a shell, or an
    interpreter, in that order.
  - If fewer than two deckies offer SSH (C(decoy_services)), nothing happens.
options:
  peer:
    description:
      - The inventory name of the decky to connect to.
      - If not specified, one of the fleet is chosen.
    type: str
  address:
    description:
      - The address to connect to.
      - If not specified, it is the C(decoy_address) of the peer, its C(ansible_host), or its inventory name, in that
        order.
    type: str
  port:
    description: The TCP port to connect to.
    type: int
    default: 22
  persona:
    description: The login, name, or mail address of the persona who connects, for the event.
    type: str
extends_documentation_fragment:
  - decnet.realism.attributes.on_decky
  - decnet.realism.ledger
  - decnet.realism.ledger.clock
  - decnet.realism.pool
  - decnet.realism.decky
attributes:
  diff_mode:
    description: The module changes no files.
    support: none
  idempotent:
    description: Every run opens another connection.
    support: none
"""

EXAMPLES = r"""
- name: Connect to any other decky
  decnet.realism.decoy_ssh_banner_probe:

- name: Connect to the build server
  decnet.realism.decoy_ssh_banner_probe:
    peer: build-01
  register: __probe
  when: inventory_hostname != 'build-01'

- name: Show the banner
  ansible.builtin.debug:
    msg: "{{ __probe.banner }} through {{ __probe.via }}"
  when: __probe.banner is defined
"""

RETURN = r"""
peer:
  description: The inventory name or the address of the peer.
  returned: if a connection was tried
  type: str
banner:
  description: The banner of the peer's SSH server.
  returned: success
  type: str
  sample: SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3
via:
  description: The program of the decky that was used.
  returned: if a connection was tried
  type: str
  sample: ssh-keyscan
quiet:
  description: The reason why no connection was tried.
  returned: if fewer than two deckies offer SSH
  type: str
actions:
  description: The connection, with the fields of its event.
  returned: always
  type: list
  elements: dict
"""
