"""A code pays for something (核销): no more than is on it, whoever asks at the same time."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from platform_core.events.catalogue import CodeRedeemed
from platform_core.kernel.ids import new_id, public_id
from tenants.catalog.enums import RedemptionKind
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.issuance.codes import Code, check_usable
from tenants.issuance.enums import CodeStatus, CodeVerb, RedemptionStatus
from tenants.issuance.errors import AlreadyRedeemed, CodeNotRedeemable, RedemptionExceedsBalance
from tenants.issuance.locks import lock_code
from tenants.issuance.models import Redemption
from tenants.issuance.selectors import get_code
from tenants.issuance.services.move_code import move_code


def redeem_code(
    *,
    code_id: uuid.UUID,
    amount: int | None,
    units: int | None,
    external_id: str | None,
    fingerprint: bytes,
    actor: str,
    today: dt.date,
    now: dt.datetime,
    request: dict[str, str] | None = None,
    context: dict[str, Any] | None = None,
) -> Redemption:
    """Take an amount (minor units) or uses from a code; neither given: all that is left of an amount, or one use.

    Raises:
        RecordNotFound; CodeNotRedeemable: not by the shop, or not in this measure; RedemptionExceedsBalance
        CodeStateInvalid, CodeSuspended, CodeRecalled, CodeExpired, AlreadyRedeemed: see ``check_usable``.
        IntegrityError (unique): a redemption has this external_id.
    """
    with transaction.atomic():
        code = lock_code(get_code(code_id), now)
        check_usable(code, today)
        value, left = _what(code, amount, units)
        redemption = Redemption.objects.create(
            id=new_id(),
            external_id=external_id,
            fingerprint=fingerprint,
            request=request or {},
            code_id=code.stored.id,
            sku_id=code.sku.id,
            status=RedemptionStatus.SUCCEEDED,
            kind=code.sku.redemption,
            value=value,
            left=left,
            currency=code.sku.currency,
            context=context or {},
            actor=actor,
            created_at=now,
        )
        if code.sku.redemption == RedemptionKind.AMOUNT:
            paid = Transfer(AccountCode.CARD_LIABILITY, AccountCode.CARDS_REDEEMED, value, code.sku.currency)
            post_transfers(kind=TransferKind.REDEMPTION, subject_id=redemption.id, transfers=[paid], now=now)
        move_code(
            code=code,
            verb=CodeVerb.REDEEM,
            to=CodeStatus.PARTIALLY_REDEEMED if left else CodeStatus.REDEEMED,
            event=CodeRedeemed,
            actor=actor,
            value=value,
            subject_id=redemption.id,
            changes={"left": left, "initial": code.initial},
            now=now,
            redemption=public_id("rdm", redemption.id),
            kind=redemption.kind,
            left=left,
        )
    return redemption


def _what(code: Code, amount: int | None, units: int | None) -> tuple[int, int]:
    """How much is taken, and what is left then."""
    by_amount, there = code.sku.redemption == RedemptionKind.AMOUNT, code.left
    if there is None or (units if by_amount else amount) is not None:
        raise CodeNotRedeemable(redemption=code.sku.redemption, param="units" if by_amount else "amount")
    value = (amount if by_amount else units) or (there if by_amount else 1)
    if not there:
        raise AlreadyRedeemed(current_state=code.path_status.value)
    if value > there:
        raise RedemptionExceedsBalance(param="amount" if by_amount else "units", left=there)
    return value, there - value
