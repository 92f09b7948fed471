"""A recall freezes what is left of a batch and tells whoever bought of it: each buyer once, however often it starts or is killed."""

from __future__ import annotations

import pytest

from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from tenants.inventory.enums import Shelf
from tenants.inventory.models import Lot
from tenants.inventory.selectors import list_stock
from tenants.inventory.services.resume_lot import resume_lot
from tenants.notifications.enums import MessageKind
from tenants.notifications.models import Message
from tenants.notifications.rendering import make_mail
from tenants.notifications.services.save_message_settings import save_message_settings
from tenants.orders.enums import CaseReason, RecallOutcome, RecallState
from tenants.orders.models import AbnormalCase, Recall, RecallNotice
from tenants.orders.services import run_recall as working
from tenants.orders.services.run_recall import run_recall
from tenants.orders.services.start_recall import start_recall
from tests.api.v1.testing import run_jobs
from tests.integration.orders.ordering import open_payment, order, says
from tests.world import issue, stock

NOTICE = "这批卡密无法兑换，三天内为您换卡。"


def sell(shelf, quantity=1, **fields):
    placed = order((shelf.sku, quantity), **fields)
    says(open_payment(placed))
    return placed


@pytest.fixture
def sold(tenant, shelf):
    """A batch of 12: two orders of one buyer, one of another, one of somebody who left a QQ number, two by the API."""
    row = stock(tenant, shelf, 12)
    with tenant_context(tenant):
        for quantity, contact, kind in ((2, "ann@example.com", "email"), (1, "bob@example.com", "email"),
                                        (1, "ann@example.com", "email"), (1, "83920174", "qq")):  # fmt: skip
            sell(shelf, quantity, contact=contact, contact_type=kind)
        issue(shelf.sku, 2)
    run_jobs()
    with tenant_context(tenant):
        Message.objects.all().delete()
        return Lot.objects.get(code_import=row)


def begin(lot, **fields):
    given = {"notice": NOTICE, "open_cases": False, "reason": "supplier says so", "actor": "ann"} | fields
    return start_recall(lot_id=lot.id, now=now(), **given)


def told():
    return sorted(Message.objects.filter(kind=MessageKind.CODE_RECALLED).values_list("contact_masked", flat=True))


def outcomes():
    return [(row.outcome, row.codes) for row in RecallNotice.objects.order_by("id")]


def test_every_buyer_is_told_once_and_nothing_more_is_sold(tenant, shelf, sold):
    with tenant_context(tenant):
        recall = begin(sold)
        run_recall(recall_id=recall.id, now=now())
        assert told() == ["a***@example.com", "b***@example.com"]
        assert sorted(outcomes()) == sorted([
            (RecallOutcome.TOLD, 2), (RecallOutcome.TOLD, 1), (RecallOutcome.AGAIN, 1), (RecallOutcome.UNREACHABLE, 1),
            (RecallOutcome.ELSEWHERE, 2),
        ])  # fmt: skip
        assert Recall.objects.get().state == RecallState.DONE
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 0
        assert Lot.objects.get(pk=sold.id).shelf == Shelf.RECALLED
        assert not AbnormalCase.objects.exists()


def test_the_mail_says_the_merchants_words_and_no_code(tenant, shelf, sold):
    with tenant_context(tenant):
        run_recall(recall_id=begin(sold).id, now=now())
        mail = make_mail(Message.objects.filter(kind=MessageKind.CODE_RECALLED).first())
        assert NOTICE in mail.body
        assert "/order/" in mail.body
        assert shelf.sku.sku_code not in mail.body


def test_nobody_is_told_twice_when_it_is_killed_midway_and_started_again(tenant, sold, monkeypatch):
    monkeypatch.setattr(working, "STRETCH", 2)
    queue, calls = working.queue_message, []

    def dies(**given):
        calls.append(given["to"])
        made = queue(**given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return made

    with tenant_context(tenant):
        recall = begin(sold)
        monkeypatch.setattr(working, "queue_message", dies)
        with pytest.raises(KeyboardInterrupt):
            run_recall(recall_id=recall.id, now=now())
        assert told() == ["a***@example.com"]
        assert begin(sold).id == recall.id
    run_jobs()
    with tenant_context(tenant):
        run_recall(recall_id=recall.id, now=now())
        assert told() == ["a***@example.com", "b***@example.com"]
        assert sum(codes for _, codes in outcomes()) == 7


def test_it_waits_for_the_cap_of_the_day_and_goes_on_where_it_was(tenant, sold):
    with tenant_context(tenant):
        save_message_settings(codes_in_mail=False, daily_cap=1, by="ann", now=now())
        recall = begin(sold)
        run_recall(recall_id=recall.id, now=now())
        assert (told(), Recall.objects.get().state) == (["a***@example.com"], RecallState.WAITING)
        save_message_settings(codes_in_mail=False, daily_cap=9, by="ann", now=now())
        run_recall(recall_id=recall.id, now=now())
        assert told() == ["a***@example.com", "b***@example.com"]


def test_orders_come_into_the_queue_once_where_that_is_wished(tenant, sold):
    with tenant_context(tenant):
        for _ in range(2):
            run_recall(recall_id=begin(sold, open_cases=True).id, now=now())
        cases = AbnormalCase.objects.filter(reason=CaseReason.CODE_RECALLED)
        assert cases.count() == 4


def test_another_shop_knows_nothing_of_the_batch(tenant, other_tenant, sold):
    from platform_core.kernel.errors import RecordNotFound

    with tenant_context(other_tenant), pytest.raises(RecordNotFound):
        begin(sold)
    with tenant_context(tenant):
        assert Lot.objects.get(pk=sold.id).shelf == Shelf.OPEN
        begin(sold)
        resume_lot(lot_id=sold.id, now=now())
