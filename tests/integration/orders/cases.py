"""Abnormal orders as tests make them."""

import pytest

from tenants.catalog.models import Product
from tenants.inventory.selectors import list_stock
from tenants.orders.enums import CaseReason
from tenants.orders.errors import OrderActionRefused
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.selectors import list_codes_of
from tenants.orders.services.ask_for_help import ask_for_help
from tenants.orders.services.deliver_case import deliver_case
from tenants.orders.services.refund_case import refund_case
from tests.api.v1.testing import run_jobs
from tests.integration.orders.ordering import open_payment, order, says
from tests.world import now

STAFF = "staff@x.example"


def case_of(placed, reason=CaseReason.PAID_WITHOUT_STOCK):
    return AbnormalCase.objects.get(order=placed, reason=reason)


def sold_out(shelf, quantity=1, **fields):
    """A paid order of a SKU whose codes are gone, and its case."""
    Product.objects.filter(pk=shelf.product.pk).update(purchase_mode="pay_first")
    placed = order((shelf.sku, quantity), **fields)
    says(open_payment(placed))
    return Order.objects.get(pk=placed.pk), case_of(placed)


def bought(shelf, quantity=1):
    """A delivered order."""
    placed = order((shelf.sku, quantity))
    says(open_payment(placed))
    return Order.objects.get(pk=placed.pk)


def settle():
    """Let the jobs run that send refunds."""
    run_jobs()


def left(shelf):
    return list_stock([shelf.sku.id], now=now()).get(shelf.sku.id, 0)


def refund(case, amount=None, codes=()):
    return refund_case(case_id=case.id, amount=amount, code_ids=codes, reason="卖完了", actor=STAFF, now=now())


def deliver(case, stand_ins=None, wait=False):
    return deliver_case(case_id=case.id, stand_ins=stand_ins or {}, actor=STAFF, now=now(), wait=wait)


def refused(reason):
    return pytest.raises(OrderActionRefused, match=f"'{reason}'")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def complaint(placed, code=None, text="提示已使用"):
    codes = list_codes_of(placed)
    return ask_for_help(
        order=placed, reason=CaseReason.CODE_REPORTED, code_id=(code or codes[0]).stored.id, text=text, now=now()
    )
