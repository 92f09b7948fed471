"""Short ways to order, to say what a gateway says, and to look at what became of it."""

import itertools

from tenants.finance.selectors import find_unbacked_holdings, list_balances
from tenants.orders.services.place_order import Buyer, Wanted, place_order
from tenants.orders.services.settle_notice import settle_notice
from tenants.payments.accounts import list_offered
from tenants.payments.enums import NoticeKind
from tenants.payments.gateways.base import Notice
from tenants.payments.models import GatewayAccount, SupplierReceiver
from tenants.payments.services.start_payment import Wish, start_payment
from tests.world import now

_numbers = itertools.count(1)


def share_with_others(shelf):
    """5 % for the platform, and the supplier is paid what its codes cost. Returns the shop's account."""
    moment = now()
    supplier = shelf.contract.supplier_id
    SupplierReceiver.objects.create(supplier_id=supplier, gateway="sandbox", receiver="sup-1", created_at=moment)
    return GatewayAccount.objects.create(
        gateway="sandbox",
        enabled=True,
        methods=["sandbox"],
        commission=500,
        commission_receiver="platform",
        created_at=moment,
        updated_at=moment,
    )


def buyer(**fields):
    """Somebody who buys; each call is somebody else."""
    number = next(_numbers)
    given = {"contact": f"buyer{number}@example.com", "contact_type": "email", "language": "zh-hans", "terms_digest": "0" * 16,
             **fields}  # fmt: skip
    return Buyer(**given)


def order(*lines, **fields):
    """Place an order for (SKU, quantity) or (SKU, quantity, inputs) in the current shop."""
    wanted = [Wanted(line[0].id, line[1], line[2] if len(line) > 2 else {}) for line in lines]
    return place_order(wanted=wanted, buyer=buyer(**fields), now=now()).order


def open_payment(order):
    """Begin to pay it, in the first way that the shop offers."""
    gateway, method = list_offered()[0]
    wish = Wish(
        order_id=order.id,
        gateway=gateway,
        method=method,
        amount=order.amount,
        currency=order.currency,
        subject="test",
        return_url="http://shop.example/",
        notify_url="http://shop.example/",
        expires_at=order.pay_by,
    )
    return start_payment(wish=wish, now=now())[0]


def says(payment, kind=NoticeKind.PAID, *, provider_id=None, amount=None, currency=None, refund_number=""):
    """What a gateway says of a payment; settled at once, the outcome returned."""
    notice = Notice(
        kind=kind,
        payment_number=payment.number,
        provider_id=provider_id or f"{kind.value}-{payment.number}",
        amount=payment.amount if amount is None else amount,
        currency=currency or payment.currency,
        refund_number=refund_number,
    )
    return settle_notice(gateway=payment.gateway, notice=notice, now=now())


def books():
    """Balances by account, without those that are even; they add up to nothing, and nothing is held without backing."""
    balances = list_balances()
    assert sum(balances.values()) == 0
    assert find_unbacked_holdings() == {}
    return {account.name: amount for (account, _currency), amount in balances.items() if amount}
