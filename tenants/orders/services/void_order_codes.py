from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from platform_core.kernel.ids import new_id
from tenants.issuance.codes import Code
from tenants.issuance.enums import CodeStatus, Disposition
from tenants.issuance.selectors import get_issuance_refundable, list_prices_of
from tenants.issuance.services.refund_issuance import AT_ONCE, WantedRefund, refund_issuance
from tenants.orders.models import Order
from tenants.orders.selectors import list_codes_of


def void_order_codes(
    *,
    order: Order,
    code_ids: Collection[uuid.UUID] | None,
    amount: int,
    reason: str,
    actor: str,
    now: dt.datetime,
) -> int:
    """Void codes whose price goes back, and note at their issuances how much does; in the caller's transaction.

    A delivered code never goes back on sale. One that many buyers have (循环卡密) is not this buyer's to void.

    Args:
        code_ids: of this order; None: all of them.
        amount: what the buyer gets back altogether, in minor units.

    Returns:
        How much of it the books owe from now on.

    Raises:
        AlreadyRedeemed, CodeStateInvalid, AlreadyRefunded: one of the codes cannot be voided; nothing was changed.
    """
    left = amount
    for issuance_id, part in _parts(list_codes_of(order), code_ids):
        owners = {code.stored.id: code.line_id for code in part if code.line_id}
        price = sum(list_prices_of(issuance_id, owners).values())
        share = min(left, price, get_issuance_refundable(issuance_id))
        _refund(issuance_id, [code.stored.id for code in part], share, Disposition.VOID, reason, actor, now)
        left -= share
    if order.issuance_id is not None and left:
        share = min(left, get_issuance_refundable(order.issuance_id))
        if share > 0:  # money alone: noted there, so that it cannot be refunded through the API again
            _refund(order.issuance_id, [], share, Disposition.KEEP, reason, actor, now)
            left -= share
    return amount - left


def _parts(codes: list[Code], code_ids: Collection[uuid.UUID] | None) -> list[tuple[uuid.UUID, list[Code]]]:
    """The codes that are to be voided, by issuance, in parts that are voided at once."""
    by_issuance: dict[uuid.UUID, list[Code]] = {}
    for code in codes:
        wanted = code_ids is None or code.stored.id in code_ids
        gone = code.path_status == CodeStatus.VOIDED and code_ids is None
        if wanted and not gone and code.stored.place != "shared" and code.issuance_id:
            by_issuance.setdefault(code.issuance_id, []).append(code)
    return [
        (issuance_id, found[first : first + AT_ONCE])
        for issuance_id, found in by_issuance.items()
        for first in range(0, len(found), AT_ONCE)
    ]


def _refund(
    issuance_id: uuid.UUID,
    code_ids: list[uuid.UUID],
    amount: int,
    disposition: Disposition,
    reason: str,
    actor: str,
    now: dt.datetime,
) -> None:
    wanted = WantedRefund(
        issuance_id=issuance_id,
        code_ids=code_ids,
        amount=amount,
        disposition=disposition,
        external_id=f"case-{new_id().hex}",
        fingerprint=bytes(32),
        reason=reason[:200],
    )
    refund_issuance(wanted=wanted, actor=actor[:80], now=now)
