from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.customers.enums import CodePurpose
from tenants.customers.errors import BuyerBlocked
from tenants.customers.locks import lock_contact
from tenants.customers.models import Buyer, OneTimeCode
from tenants.customers.selectors import find_block, find_buyer_of
from tenants.customers.services.check_code import check_code
from tenants.customers.services.open_log_in import LoggedIn, Visitor, open_log_in


def log_in_with_code(*, code_id: uuid.UUID, digits: str, visitor: Visitor, language: str, now: dt.datetime) -> LoggedIn:
    """Log in with the digits that were sent. Whoever has no account yet has one from then on.

    Raises:
        CodeRefused
        BuyerBlocked: the digits were right, so that only whoever has the contact is told.
    """
    code = check_code(code_id=code_id, purpose=CodePurpose.LOG_IN, digits=digits, now=now)
    with transaction.atomic():
        lock_contact(bytes(code.contact_hash))
        known = find_buyer_of(bytes(code.contact_hash))
        if find_block(bytes(code.contact_hash), known.id if known else None) is not None:
            raise BuyerBlocked
        buyer = known or _sign_up(code, language, now)
        return open_log_in(buyer=buyer, visitor=visitor, confirmed=True, now=now)


def _sign_up(code: OneTimeCode, language: str, now: dt.datetime) -> Buyer:
    return Buyer.objects.create(
        contact_kind=code.contact_kind,
        contact_sealed=code.contact_sealed,
        contact_hash=code.contact_hash,
        contact_masked=code.contact_masked,
        language=language,
        created_at=now,
    )
