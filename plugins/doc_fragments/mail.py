# Copyright (c) 2026 decnet.realism contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of the modules that write and deliver mail."""

from __future__ import annotations


class ModuleDocFragment:
    """Included by ``extends_documentation_fragment: decnet.realism.mail``."""

    DOCUMENTATION = r"""
options:
  mail_layout:
    description:
      - Where mail goes. V(maildir) delivers into the Maildir of each recipient, and a copy into the sender's folder Sent;
        V(spool) writes one C(.eml) for each mail, in a directory for each thread, below O(mail_spool).
      - Where it is left out, the variable C(decoy_mail_layout) counts.
    type: str
    choices: [maildir, spool]
    default: maildir
  maildir:
    description:
      - Where a user's Maildir is, as C(mail_location) of the decky's Dovecot says. Where it is left out, the variable C(decoy_maildir) counts.
    type: str
    default: ~/Maildir
  mail_spool:
    description:
      - The directory of the V(spool) layout. Where it is left out, the variable C(decoy_mail_spool) counts.
    type: str
    default: /var/spool/decnet-emails
  mail_containers:
    description:
      - Names of the containers that hold the mailboxes, for fleets where each service is a container of its own, such as
        V(mail-01-imap) and V(mail-01-pop3). Mail goes into each. Over the docker transport only.
      - Where it is left out, the variable C(decoy_mail_containers) counts, else the decky itself has them.
    type: list
    elements: str
"""
