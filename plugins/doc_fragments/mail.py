# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of the modules that deliver mail."""

from __future__ import annotations


class ModuleDocFragment:
    """Included by ``extends_documentation_fragment: decnet.realism.mail``.

    The table is in plugin_utils/task/options.py.
    """

    DOCUMENTATION = r"""
options:
  mail_layout:
    description:
      - How mail is stored on the decky.
      - V(maildir) delivers each mail to the Maildir of every recipient, and a copy to the folder C(Sent) of the sender.
      - V(spool) writes each mail as an C(.eml) file into a directory of its thread below O(mail_spool).
    type: str
    choices: [maildir, spool]
    default: maildir
  maildir:
    description: The Maildir of a user, as in C(mail_location) of the decky's Dovecot.
    type: str
    default: ~/Maildir
  mail_spool:
    description: The directory of the V(spool) layout.
    type: str
    default: /var/spool/decnet-emails
  mail_containers:
    description:
      - The containers that hold the mailboxes, for fleets in which each service is a container, such as V(mail-01-imap)
        and V(mail-01-pop3).
      - Mail is delivered to each of them. They require the V(docker) transport.
      - If not specified, the decky holds its mailboxes.
    type: list
    elements: str
"""
