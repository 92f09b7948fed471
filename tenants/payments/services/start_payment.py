from __future__ import annotations

import datetime as dt
import secrets
import uuid
from typing import NamedTuple

from django.db import transaction

from platform_core.kernel.ids import new_id
from tenants.payments.accounts import get_account, list_offered
from tenants.payments.enums import PaymentState, SplitRole, SplitState
from tenants.payments.errors import MethodUnavailable
from tenants.payments.gateways.base import Account, Asked, Session, SessionKind, Share
from tenants.payments.gateways.registry import get_gateway
from tenants.payments.models import GatewayAccount, Payment, PaymentSplit


class Wish(NamedTuple):
    """What is to be paid, how, and where the buyer comes back to. ``amount`` in minor units."""

    order_id: uuid.UUID
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


def start_payment(*, wish: Wish, now: dt.datetime) -> tuple[Payment, Session]:
    """Open a payment at a gateway, after the order is committed; one that is open in this way already is gone on with.

    The attempt is written down first: killed in between, nothing is paid that we do not know of, and the next try opens it
    under the same number.

    Raises:
        MethodUnavailable: the shop is not paid in this way, or not in this currency.
        GatewayUnavailable, GatewayRefused
    """
    gateway = get_gateway(wish.gateway)
    if (wish.gateway, wish.method) not in list_offered() or wish.currency not in gateway.currencies:
        raise MethodUnavailable(method=wish.method, currency=wish.currency)
    account = get_account(wish.gateway)
    payment = _find_open(wish, now)
    if payment is not None and payment.session:
        return payment, Session(**{**payment.session, "kind": SessionKind(payment.session["kind"])})
    if payment is None:
        payment = _write_down(wish, account, now)
    session = gateway.start(account, _asked(wish, payment))
    payment.provider_session = session.provider_session
    payment.session = {"kind": session.kind.value, "url": session.url, "data": dict(session.data)}
    Payment.objects.filter(pk=payment.pk).update(session=payment.session, provider_session=payment.provider_session)
    return payment, session


def _find_open(wish: Wish, now: dt.datetime) -> Payment | None:
    same = Payment.objects.filter(
        order_id=wish.order_id, method=wish.method, amount=wish.amount, state=PaymentState.CREATED, expires_at__gt=now
    )
    return same.order_by("-created_at").first()


def _write_down(wish: Wish, account: Account, now: dt.datetime) -> Payment:
    payment = Payment(
        order_id=wish.order_id,
        gateway=wish.gateway,
        method=wish.method,
        number=f"P{now:%Y%m%d%H%M%S}{secrets.token_hex(6)}",
        amount=wish.amount,
        currency=wish.currency,
        created_at=now,
        expires_at=wish.expires_at,
    )
    with transaction.atomic():
        payment.save(force_insert=True)
        commission = _commission(account, wish.amount)
        if commission is not None:
            PaymentSplit.objects.create(
                id=(split_id := new_id()),
                payment=payment,
                number=f"S{split_id.hex[:30]}",
                role=SplitRole.PLATFORM,
                receiver=commission[0],
                amount=commission[1],
                state=SplitState.SENDING if get_gateway(wish.gateway).commission_in_payment else SplitState.PENDING,
                created_at=now,
            )
    return payment


def _commission(account: Account, amount: int) -> tuple[str, int] | None:
    """The platform's receiver and its share, rounded down in the merchant's favour; None: it takes nothing."""
    if account.id is None:
        return None
    row = GatewayAccount.objects.filter(pk=account.id).only("commission", "commission_receiver").first()
    share = amount * row.commission // 10_000 if row is not None else 0
    return (row.commission_receiver, share) if row is not None and share else None


def _asked(wish: Wish, payment: Payment) -> Asked:
    shares = [
        Share(split.number, SplitRole(split.role), split.receiver, split.amount) for split in payment.splits.all()
    ]
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
