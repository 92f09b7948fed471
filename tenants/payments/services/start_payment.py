from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from platform_core.compliance.services.check_selling_right import check_selling_right
from platform_core.kernel.ids import new_id
from tenants.payments.accounts import Way, find_way
from tenants.payments.enums import PaymentState, SplitRole, SplitState
from tenants.payments.errors import MethodUnavailable
from tenants.payments.gateways.base import Asked, Session, SessionKind, Share
from tenants.payments.gateways.registry import get_gateway
from tenants.payments.models import Payment, PaymentSplit
from tenants.payments.services.check_payment import Intended, check_payment


class Wish(NamedTuple):
    """What is to be paid (an order, or a top-up of a balance), how, and where the buyer comes back to. ``amount`` in minor units.

    ``card_worth``, ``organisation``: as the order has them.
    """

    order_id: uuid.UUID | None
    gateway: str
    method: str
    amount: int
    currency: str
    subject: str
    return_url: str
    notify_url: str
    expires_at: dt.datetime
    buyer_ip: str = ""
    openid: str = ""
    top_up_id: uuid.UUID | None = None
    card_worth: int = 0
    organisation: bool = False


def start_payment(*, wish: Wish, now: dt.datetime, first: bool = False) -> tuple[Payment, Session]:
    """Open a payment at a gateway, after the order is committed; one that is open in this way already is gone on with.

    The attempt is written down first: killed in between, nothing is paid that we do not know of, and the next try opens it
    under the same number.

    Args:
        first: the order was placed just now, so that no payment of it can be open.

    Raises:
        MerchantNotQualified, SubscriptionInactive: nobody is asked for money here now. What was paid before is delivered all the same.
        MethodUnavailable: the shop is not paid in this way, or not in this currency.
        RuleRefused, ScreeningUnavailable: nor in this way.
        GatewayUnavailable, GatewayRefused
    """
    check_selling_right()
    gateway = get_gateway(wish.gateway)
    way = find_way(wish.gateway, wish.method)
    if way is None or wish.currency not in gateway.currencies:
        raise MethodUnavailable(method=wish.method, currency=wish.currency)
    _check(wish, way, now)
    payment = None if first else _find_open(wish, now)
    if payment is not None and payment.session:
        return payment, Session(**{**payment.session, "kind": SessionKind(payment.session["kind"])})
    if payment is None:
        payment, splits = _write_down(wish, way, now)
    else:
        splits = list(payment.splits.all())
    session = gateway.start(way.account, _asked(wish, payment, splits))
    payment.provider_session = session.provider_session
    payment.session = {"kind": session.kind.value, "url": session.url, "data": dict(session.data)}
    Payment.objects.filter(pk=payment.pk).update(session=payment.session, provider_session=payment.provider_session)
    return payment, session


def _check(wish: Wish, way: Way, now: dt.datetime) -> None:
    """A top-up is no sale of cards: it stands on the contract with the institution (PAY-02)."""
    if wish.order_id is not None:
        intended = Intended(
            order_id=wish.order_id,
            gateway=wish.gateway,
            method=wish.method,
            currency=wish.currency,
            card_worth=wish.card_worth,
            organisation=wish.organisation,
            commission=way.commission,
            settings=way.account.settings,
        )
        check_payment(intended=intended, now=now)


def _find_open(wish: Wish, now: dt.datetime) -> Payment | None:
    same = Payment.objects.filter(
        order_id=wish.order_id, method=wish.method, amount=wish.amount, state=PaymentState.CREATED, expires_at__gt=now
    ).filter(top_up_id=wish.top_up_id)
    return same.order_by("-created_at").first()


def _write_down(wish: Wish, way: Way, now: dt.datetime) -> tuple[Payment, list[PaymentSplit]]:
    payment = Payment(
        order_id=wish.order_id,
        top_up_id=wish.top_up_id,
        gateway=wish.gateway,
        method=wish.method,
        number=f"P{now:%Y%m%d%H%M%S}{secrets.token_hex(6)}",
        amount=wish.amount,
        currency=wish.currency,
        created_at=now,
        expires_at=wish.expires_at,
    )
    # Rounded down in the merchant's favour; a top-up is the buyer's own money, of which nobody gets a share.
    share = wish.amount * way.commission // 10_000 if wish.top_up_id is None else 0
    with transaction.atomic():
        payment.save(force_insert=True)
        return payment, [_commission(payment, way.commission_receiver, share, now)] if share else []


def _commission(payment: Payment, receiver: str, share: int, now: dt.datetime) -> PaymentSplit:
    return PaymentSplit.objects.create(
        id=(split_id := new_id()),
        payment=payment,
        number=f"S{split_id.hex[:30]}",
        role=SplitRole.PLATFORM,
        receiver=receiver,
        amount=share,
        state=SplitState.SENDING if get_gateway(payment.gateway).commission_in_payment else SplitState.PENDING,
        created_at=now,
    )


def _asked(wish: Wish, payment: Payment, splits: Sequence[PaymentSplit]) -> Asked:
    shares = [Share(split.number, SplitRole(split.role), split.receiver, split.amount) for split in splits]
    return Asked(
        number=payment.number,
        amount=wish.amount,
        currency=wish.currency,
        subject=wish.subject,
        method=wish.method,
        return_url=wish.return_url,
        notify_url=wish.notify_url,
        expires_at=wish.expires_at,
        buyer_ip=wish.buyer_ip,
        openid=wish.openid,
        shares=shares,
    )
