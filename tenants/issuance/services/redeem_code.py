"""A code pays for something (核销): no more than is on it, whoever asks at the same time."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from platform_core.events.catalogue import CodeRedeemed
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import new_id, public_id
from tenants.catalog.enums import RedemptionKind
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.issuance.codes import Code, Step, check_usable
from tenants.issuance.enums import CodeStatus, CodeVerb, RedemptionStatus
from tenants.issuance.errors import AlreadyRedeemed, CodeNotRedeemable, RedemptionExceedsBalance
from tenants.issuance.locks import lock_code
from tenants.issuance.models import Redemption
from tenants.issuance.selectors import get_code
from tenants.issuance.services.move_code import move_code


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be taken from a code: an amount (minor units) or uses; neither: all of a balance, or one use.

    ``fingerprint`` (32 bytes) and ``request`` tell a retry from another request under the same ``external_id``.
    """

    amount: int | None
    units: int | None
    external_id: str | None
    fingerprint: bytes
    request: dict[str, str] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)


def redeem_code(*, code_id: uuid.UUID, wanted: Wanted, actor: str, today: dt.date, now: dt.datetime) -> Redemption:
    """Take something from a code, all that is wanted or nothing.

    Args:
        today: the date in the shop's calendar.

    Raises:
        RecordNotFound; CodeNotRedeemable: not by the shop, or not in this measure; RedemptionExceedsBalance
        CodeStateInvalid, CodeSuspended, CodeRecalled, CodeExpired, AlreadyRedeemed: see ``check_usable``.
        IntegrityError (unique): a redemption has this external_id.
    """
    with transaction.atomic():
        code = lock_code(get_code(code_id), now)
        check_usable(code, today)
        value, left = _what(code, wanted)
        redemption = _record(code, wanted, value, left, actor, now)
        if code.sku.redemption == RedemptionKind.AMOUNT:
            paid = Transfer(AccountCode.CARD_LIABILITY, AccountCode.CARDS_REDEEMED, value, code.sku.currency)
            post_transfers(kind=TransferKind.REDEMPTION, subject_id=redemption.id, transfers=[paid], now=now)
        step = Step(
            CodeVerb.REDEEM,
            CodeStatus.PARTIALLY_REDEEMED if left else CodeStatus.REDEEMED,
            actor,
            now,
            value=value,
            subject_id=redemption.id,
            changes={"left": left, "initial": code.initial},
        )
        told = move_code(code=code, step=step)
        outside = public_id("rdm", redemption.id)
        event = CodeRedeemed(**told, redemption=outside, kind=redemption.kind, value=value, left=left)
        publish_event(event, object_id=code.public_id, now=now, sequence=code.sequence)
    return redemption


def _what(code: Code, wanted: Wanted) -> tuple[int, int]:
    """How much is taken, and what is left then."""
    by_amount, there = code.sku.redemption == RedemptionKind.AMOUNT, code.left
    given, other = (wanted.amount, wanted.units) if by_amount else (wanted.units, wanted.amount)
    if there is None or other is not None:
        raise CodeNotRedeemable(redemption=code.sku.redemption, param="units" if by_amount else "amount")
    value = given or (there if by_amount else 1)
    if not there:
        raise AlreadyRedeemed(current_state=code.path_status.value)
    if value > there:
        raise RedemptionExceedsBalance(param="amount" if by_amount else "units", left=there)
    return value, there - value


def _record(code: Code, wanted: Wanted, value: int, left: int, actor: str, now: dt.datetime) -> Redemption:
    return Redemption.objects.create(
        id=new_id(),
        external_id=wanted.external_id,
        fingerprint=wanted.fingerprint,
        request=wanted.request,
        code_id=code.stored.id,
        sku_id=code.sku.id,
        status=RedemptionStatus.SUCCEEDED,
        kind=code.sku.redemption,
        value=value,
        left=left,
        currency=code.sku.currency,
        context=wanted.context,
        actor=actor,
        created_at=now,
    )
