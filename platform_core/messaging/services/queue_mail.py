from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import connection

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import new_id
from platform_core.kernel.jobs import JobName
from platform_core.messaging.addresses import read_mail_address
from platform_core.messaging.composing import seal_content

INSERT = """
INSERT INTO public.messaging_mail
    (id, tenant_role, owner_id, template, language, sealed, status, attempts, reason, created_at)
VALUES (%s, current_user, %s, %s, %s, %s, 'queued', 0, '', %s)
"""


def queue_mail(
    *,
    owner_id: uuid.UUID,
    to: str,
    sender: str,
    template: str,
    language: str,
    facts: dict[str, Any],
    now: dt.datetime,
) -> uuid.UUID:
    """Write a mail in the caller's transaction: it will be sent exactly when that commits, at least once.

    Args:
        owner_id: whose key seals it, a merchant's.
        to: the address; kept sealed, and only until the mail is done.
        sender: the name that the reader sees.
        template: of which there are ``.subject.txt``, ``.txt`` and ``.html``.
        facts: what they are filled with, JSON; never a card code.

    Returns:
        Its id.

    Raises:
        MailAddressInvalid
    """
    mail_id = new_id()
    content = {"to": read_mail_address(to), "sender": sender, "facts": facts}
    sealed = seal_content(mail_id, owner_id, content)
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [mail_id, owner_id, template, language, sealed, on_the_wall(now)])
    enqueue_job(JobName.SEND_MAIL, key=f"mail:{mail_id}", payload={"mail_id": str(mail_id)}, now=now)
    return mail_id
