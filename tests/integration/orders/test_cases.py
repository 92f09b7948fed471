"""What people do about abnormal orders, and what the books, the codes and the buyer have of it."""

import pytest

from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import tenant_context
from tenants.inventory.errors import CodeStockExhausted
from tenants.issuance.codes import WITH_BUYER
from tenants.issuance.enums import CodeStatus
from tenants.issuance.services.fill_backorders import fill_backorders
from tenants.orders.enums import CaseAction, CaseOutcome, CaseStatus, OrderStatus
from tenants.orders.models import AbnormalCase, CaseNote, Order, ReplacedCode
from tenants.orders.selectors import list_codes_of, list_replaced_counts
from tenants.orders.services.add_case_note import add_case_note
from tenants.orders.services.assign_cases import assign_cases
from tenants.orders.services.close_case import close_case
from tenants.orders.services.complete_restocked import complete_restocked
from tenants.orders.services.replace_code_of_case import replace_code_of_case
from tests.integration.orders.cases import (
    STAFF,
    bought,
    complaint,
    deliver,
    fresh,
    left,
    refund,
    refused,
    settle,
    sold_out,
)
from tests.integration.orders.ordering import books
from tests.world import make_shelf, now, stock


def test_other_stock_is_delivered_and_the_case_is_over(inside, tenant, empty):
    placed, case = sold_out(empty, 2)
    with pytest.raises(CodeStockExhausted):
        deliver(case)
    assert fresh(case).status == CaseStatus.OPEN
    assert fresh(placed).status == OrderStatus.ABNORMAL
    stock(tenant, empty, 2)
    assert deliver(case)
    placed, case = fresh(placed), fresh(case)
    assert (placed.status, placed.issuance_id is not None, placed.completed_at is not None) == ("completed", True, True)
    assert (case.status, case.outcome, case.closed_by) == (CaseStatus.CLOSED, CaseOutcome.DELIVERED, STAFF)
    assert len(list_codes_of(placed)) == 2
    assert books()["PROVIDER_BALANCE"] == 9000
    with refused("case_closed"):
        deliver(case)


def test_a_stand_in_is_of_the_same_currency_and_worth_as_much(inside, tenant, empty):
    placed, case = sold_out(empty)
    line = placed.lines.get()
    for fields in ({"face_value": 4999}, {"currency": "USD"}):
        unfit = make_shelf(tenant, **fields)
        stock(tenant, unfit, 1)
        with refused("stand_in_unfit"):
            deliver(case, {line.id: unfit.sku.id})
        assert left(unfit) == 1
    larger = make_shelf(tenant, face_value=10_000)
    stock(tenant, larger, 1)
    assert deliver(case, {line.id: larger.sku.id})
    assert list_codes_of(fresh(placed))[0].sku.id == larger.sku.id


def test_who_waits_for_the_restock_gets_the_first_codes(inside, tenant, empty):
    placed, case = sold_out(empty, 2)
    assert not deliver(case, wait=True)
    assert (fresh(case).status, fresh(placed).status) == (CaseStatus.WAITING, OrderStatus.PROCESSING)
    assert complete_restocked(now=now()) == 0
    stock(tenant, empty, 1)
    fill_backorders(now=now())
    assert complete_restocked(now=now()) == 0
    stock(tenant, empty, ["LATER-1", "LATER-2"])
    fill_backorders(now=now())
    assert complete_restocked(now=now()) == 1
    assert (fresh(case).outcome, fresh(placed).status) == (CaseOutcome.DELIVERED, OrderStatus.COMPLETED)
    assert left(empty) == 1
    assert complete_restocked(now=now()) == 0


def test_a_bad_code_is_replaced_once_and_counted_against_its_supplier(inside, stocked, refunds):
    placed = bought(stocked, 2)
    bad, good = list_codes_of(placed)
    case = complaint(placed, bad)
    replaced = replace_code_of_case(case_id=case.id, code_id=bad.stored.id, reason="坏卡", actor=STAFF, now=now())
    codes = {code.stored.id: code.path_status for code in list_codes_of(placed)}
    assert codes[bad.stored.id] == CodeStatus.VOIDED
    assert {codes[good.stored.id], codes[replaced.new_code_id]} <= WITH_BUYER
    assert len(codes) == 3
    assert fresh(case).outcome == CaseOutcome.REPLACED
    assert list_replaced_counts() == [(stocked.contract.supplier_id, stocked.sku.id, 1)]
    with refused("case_closed"):
        replace_code_of_case(case_id=case.id, code_id=good.stored.id, reason="", actor=STAFF, now=now())
    refund(complaint(placed, good))
    settle()
    assert {code.path_status for code in list_codes_of(placed)} == {CodeStatus.VOIDED}
    assert fresh(placed).status == OrderStatus.REFUNDED


def test_a_code_of_another_order_is_neither_reported_nor_replaced(inside, stocked):
    mine, other = bought(stocked), bought(stocked)
    foreign = list_codes_of(other)[0]
    with pytest.raises(RecordNotFound):
        complaint(mine, foreign)
    assert not AbnormalCase.objects.exists()
    case = complaint(mine)
    with pytest.raises(RecordNotFound):
        replace_code_of_case(case_id=case.id, code_id=foreign.stored.id, reason="", actor=STAFF, now=now())
    assert not ReplacedCode.objects.exists()


def test_what_is_still_owed_to_a_buyer_cannot_be_closed(inside, empty, stocked):
    _, case = sold_out(empty)
    with refused("still_owed"):
        close_case(case_id=case.id, reason="没时间", actor=STAFF, now=now())
    harmless = complaint(bought(stocked))
    with refused("text_missing"):
        close_case(case_id=harmless.id, reason="  ", actor=STAFF, now=now())
    close_case(case_id=harmless.id, reason="买家已确认可用", actor=STAFF, now=now())
    note = CaseNote.objects.filter(case=harmless).last()
    assert (note.action, note.text, note.author) == (CaseAction.DISMISSED, "买家已确认可用", STAFF)


def test_cases_are_given_to_somebody_and_talked_about_until_they_are_closed(inside, stocked):
    cases = [complaint(bought(stocked)) for _ in range(3)]
    ids = [case.id for case in cases]
    assert assign_cases(case_ids=ids, assignee="a@x.example", actor=STAFF, now=now()) == 3
    assert assign_cases(case_ids=ids, assignee="a@x.example", actor=STAFF, now=now()) == 0
    close_case(case_id=ids[0], reason="好了", actor=STAFF, now=now())
    assert assign_cases(case_ids=ids, assignee="b@x.example", actor=STAFF, now=now()) == 2
    add_case_note(case_id=ids[1], text="已联系供应商", author=STAFF, now=now())
    for act in (
        lambda: assign_cases(case_ids=ids[:1], assignee="c@x.example", actor=STAFF, now=now()),
        lambda: add_case_note(case_id=ids[0], text="还有", author=STAFF, now=now()),
    ):
        with refused("case_closed"):
            act()
    assert set(AbnormalCase.objects.values_list("assignee", flat=True)) == {"a@x.example", "b@x.example"}
    assert list(CaseNote.objects.filter(case=cases[1]).values_list("action", "text")) == [
        ("reported", "提示已使用"), ("assigned", "a@x.example"), ("assigned", "b@x.example"), ("", "已联系供应商"),
    ]  # fmt: skip


def test_cases_of_one_shop_are_nothing_in_another(inside, other_tenant, empty, refunds):
    _, case = sold_out(empty)
    with tenant_context(other_tenant):
        for act in (refund, deliver):
            with pytest.raises(RecordNotFound):
                act(case)
        with refused("case_closed"):
            assign_cases(case_ids=[case.id], assignee=STAFF, actor=STAFF, now=now())
    assert fresh(case).status == CaseStatus.OPEN
    assert Order.objects.get().status == OrderStatus.ABNORMAL
