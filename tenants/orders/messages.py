"""What buyers are told about their orders: how they are reached, and what a message says when it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext, override

from platform_core.kernel.clock import now
from platform_core.kernel.contacts import open_contact
from platform_core.kernel.ids import public_id
from platform_core.kernel.money import format_money
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import current_tenant
from tenants.inventory.errors import CodesNotKept
from tenants.issuance.services.reveal_codes import reveal_codes
from tenants.notifications.enums import Channel, MessageKind
from tenants.notifications.sources import Facts, Subject, tells
from tenants.orders.enums import ContactType, OrderStatus
from tenants.orders.links import order_path
from tenants.orders.models import Order, Recall
from tenants.orders.selectors import MOST_CODES, find_opened_order, list_orders
from tenants.payments.models import GatewayRefund

READER = "mail"  # whose look it is when a mail holds codes
WHOLE = frozenset({OrderStatus.COMPLETED, OrderStatus.PROCESSING})  # of what came back nothing is mailed


class Addressee(NamedTuple):
    """Of an order, what tells whether its buyer can be told."""

    id: uuid.UUID
    contact_type: str
    contact_masked: str


class Reach(NamedTuple):
    """How a buyer is told."""

    channel: Channel
    to: str


def may_be_told(contact_type: str, contact_masked: str) -> bool:
    """Did the buyer leave an address or a number? A number that may as well be a QQ account is none: whoever has it as a phone
    would get a stranger's link.
    """
    return contact_type in {ContactType.EMAIL, ContactType.PHONE} or (
        contact_type == ContactType.ANY and "@" in contact_masked
    )


def find_reach(order: Order) -> Reach | None:
    """How the buyer of an order is reached; None: not by us.

    Raises:
        KeyMissing, SealBroken
    """
    if not order.contact_sealed or not may_be_told(order.contact_type, order.contact_masked):
        return None
    contact = open_contact(current_tenant().id, bytes(order.contact_sealed))
    return Reach(Channel.SMS if order.contact_type == ContactType.PHONE else Channel.EMAIL, contact)


@tells(MessageKind.CODE_RECALLED)
def _facts_of_recall(subject: Subject) -> Facts | None:
    facts = _facts_of(subject)
    recall = Recall.objects.filter(pk=subject.about_id).first() if subject.about_id else None
    if facts is None or recall is None:
        return None
    return facts._replace(fields={**facts.fields, "notice": recall.notice})


@tells(MessageKind.ORDER_DELIVERED, MessageKind.ORDER_REFUNDED, MessageKind.CODE_REPLACED, MessageKind.CASE_ANSWERED)
def _facts_of(subject: Subject) -> Facts | None:
    order = list_orders().filter(pk=subject.order_id).first()
    if order is None:
        return None
    path = order_path(order)
    fields = {
        "number": order.number,
        "products": "、".join(f"{line.product_name} · {line.sku_name} × {line.quantity}" for line in order.lines.all()),
        "paid": _paid(order),
        "amount": _amount(order, subject.about_id),
        "link": shop_url(current_tenant().host, path),
    }
    may_open = subject.kind == MessageKind.ORDER_DELIVERED and not order.query_password and order.status in WHOLE
    opener = _opener(order) if may_open and order.issuance_id else None
    return Facts(fields, path.removeprefix("/"), order.number, opener)


def _paid(order: Order) -> str:
    """What the order came to, and what a coupon took off before."""
    paid = format_money(order.amount, order.currency)
    if not order.discount:
        return paid
    off = format_money(order.discount, order.currency)
    with override(order.language):
        return gettext("%(paid)s（优惠码 %(code)s 已减 %(off)s）") % {
            "paid": paid,
            "code": order.coupon_code,
            "off": off,
        }


def _amount(order: Order, refund_id: uuid.UUID | None) -> str:
    """What went back, of a refund; what the order came to, of anything else."""
    refund = GatewayRefund.objects.filter(pk=refund_id).first() if refund_id else None
    return format_money(refund.amount if refund else order.amount, order.currency)


def _opener(order: Order) -> Callable[[], list[str]]:
    def open_codes() -> list[str]:
        opened = find_opened_order(order.number, [order.id])
        assert opened is not None
        assert order.issuance_id is not None
        try:
            codes = reveal_codes(
                issuance_id=order.issuance_id,
                line_ids=opened.line_ids,
                actor=READER,
                ip=None,
                offset=0,
                limit=MOST_CODES,
                now=now(),
            )
        except CodesNotKept:  # a message sent again, late: the page that it leads to says so
            return []
        void = {public_id("code", code_id) for code_id in opened.replaced}
        return ["----".join(part for part in code.opened if part) for code in codes if code.id not in void]

    return open_codes
