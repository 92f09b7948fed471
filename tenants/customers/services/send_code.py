from __future__ import annotations

import datetime as dt

from django.db import transaction

from platform_core.kernel.ids import new_id
from platform_core.messaging.services.queue_mail import queue_mail
from platform_core.tenancy.cache import count_up
from platform_core.tenancy.context import current_tenant
from tenants.customers.contacts import KnownContact, read_contact
from tenants.customers.digits import digest_of, new_digits
from tenants.customers.enums import CodePurpose, ContactKind
from tenants.customers.errors import LogInContactRefused, ProofWanted, TooManyCodes
from tenants.customers.locks import lock_contact
from tenants.customers.models import OneTimeCode
from tenants.customers.proof import is_proof
from tenants.customers.selectors import FREE_TRIES, find_codes_sent, find_failures
from tenants.notifications.enums import MessageKind
from tenants.notifications.errors import MessageRefused
from tenants.notifications.services.send_sms import send_sms

GOOD_FOR = dt.timedelta(minutes=10)
PAUSE = dt.timedelta(minutes=1)
PER_HOUR, PER_DAY = 6, 15  # to one contact: with five tries each, one guess in thirteen thousand hits within a day
FREE_PER_ADDRESS, PER_ADDRESS, ADDRESS_WINDOW = 6, 40, 900  # many buyers on phones share an address; seconds
TEMPLATE = "customers/mail/code"


def send_code(
    *, contact: str, purpose: CodePurpose, address: str, solution: str, language: str, now: dt.datetime
) -> OneTimeCode:
    """Send six digits to a contact. Does the same whether or not an account has it: nobody learns who buys here.

    Args:
        address: of the asker's connection, counted and not kept.
        solution: of a proof of work, where one was asked for.
        language: of the message.

    Returns:
        What was sent; its id belongs into the session of whoever asked, for it alone opens something with the digits.

    Raises:
        LogInContactRefused, TooManyCodes
        ProofWanted: too many were sent or failed; nothing was sent.
    """
    known = read_contact(contact)
    asked = count_up(f"codes-from:{address}", window=ADDRESS_WINDOW)
    if asked > PER_ADDRESS:
        raise TooManyCodes(retry_after=ADDRESS_WINDOW)
    with transaction.atomic():
        lock_contact(known.kept.hash)
        hour, day, last = find_codes_sent(known.kept.hash, now)
        if hour >= PER_HOUR or day >= PER_DAY:
            raise TooManyCodes(retry_after=3600 if day < PER_DAY else 86_400)
        tried = max(hour, find_failures(known.kept.hash, now)) >= FREE_TRIES or asked > FREE_PER_ADDRESS
        if tried and not is_proof(solution):
            raise ProofWanted
        if last is not None and now - last < PAUSE:
            raise TooManyCodes(retry_after=60)
        code, digits = _code(known, purpose, now)
        code.save(force_insert=True)
        _send(known, digits, language, now)
    return code


def _code(known: KnownContact, purpose: CodePurpose, now: dt.datetime) -> tuple[OneTimeCode, str]:
    code_id, digits = new_id(), new_digits()
    code = OneTimeCode(
        id=code_id,
        purpose=purpose,
        contact_kind=known.kind,
        contact_sealed=known.kept.sealed,
        contact_hash=known.kept.hash,
        contact_masked=known.kept.masked,
        digest=digest_of(code_id, digits),
        created_at=now,
        expires_at=now + GOOD_FOR,
    )
    return code, digits


def _send(known: KnownContact, digits: str, language: str, now: dt.datetime) -> None:
    tenant = current_tenant()
    facts = {"shop": tenant.name, "digits": digits, "minutes": int(GOOD_FOR.total_seconds()) // 60}
    if known.kind == ContactKind.EMAIL:
        queue_mail(
            owner_id=tenant.id,
            to=known.text,
            sender=tenant.name,
            template=TEMPLATE,
            language=language,
            facts=facts,
            now=now,
        )
        return
    fields = {"code": digits, "minutes": str(facts["minutes"])}
    try:
        send_sms(phone=known.text, template=MessageKind.ONE_TIME_CODE, language=language, fields=fields, now=now)
    except MessageRefused as error:  # nobody carries messages to this number: the buyer needs another contact
        raise LogInContactRefused from error
