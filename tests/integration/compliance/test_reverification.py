"""A supplier is verified again: by the clock or called in; shops are told and do their part; past the day nothing new gets into stock."""

import datetime as dt

import pytest
from django.db import ProgrammingError, transaction

from platform_core.compliance.enums import SubjectKind, SupplierAct, SupplierState
from platform_core.compliance.errors import ListingFrozen, SupplierActRefused, SupplyIncomplete, SupplyNotEditable
from platform_core.compliance.lifecycle import replay
from platform_core.compliance.models import Document, Screening, Supplier, SupplierEvent, SupplyLink
from platform_core.compliance.selectors import list_due_suppliers
from platform_core.compliance.services.approve_supplier import approve_supplier
from platform_core.compliance.services.call_in_supplier import call_in_supplier
from platform_core.compliance.services.confirm_supply import confirm_supply
from platform_core.compliance.services.review_suppliers import review_suppliers
from platform_core.compliance.services.verify_supplier import verify_supplier
from platform_core.compliance.standing import act_of, standing_of
from platform_core.compliance.supply_due import list_supply_due
from platform_core.kernel.errors import RecordNotFound
from platform_core.messaging.composing import compose
from platform_core.messaging.models import Mail
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.compliance.supply import OWNER, hand_in, supplier_of
from tests.world import FIRST_STAFF, SECOND_STAFF, THIRD_STAFF, codes_of, issue, now, stock

DAY = dt.timedelta(days=1)


@pytest.fixture
def shelf(tenant):
    """A supplier of one shop, approved, with a code in stock."""
    shelf = hand_in(tenant)
    with platform_context():
        approve_supplier(supplier_id=supplier_of(shelf).id, actor=FIRST_STAFF, note="", now=now())
        Supplier.objects.exclude(pk=supplier_of(shelf).pk).update(
            due_at=None
        )  # those that other tests left are not due
    stock(tenant, shelf, ["A-1", "A-2"])
    return shelf


def at(days):
    """So many days after now."""
    return now() + days * DAY


def call_in(shelf, days=5, reason="多笔投诉待核实", actor=SECOND_STAFF):
    with platform_context():
        return call_in_supplier(
            supplier_id=supplier_of(shelf).id, actor=actor, reason=reason, due_at=at(days), now=now()
        )


def verify(shelf, actor=THIRD_STAFF, note="公示系统核对一致", when=None):
    with platform_context():
        return verify_supplier(supplier_id=supplier_of(shelf).id, actor=actor, note=note, now=when or now())


def confirm(tenant, shelf, note="", when=None, user=OWNER):
    with tenant_context(tenant):
        confirm_supply(link_id=shelf.contract.supplier_id, user_id=user, note=note, now=when or now())


def due(tenant, shelf):
    with tenant_context(tenant):
        return list_supply_due([shelf.contract.supplier_id]).get(shelf.contract.supplier_id)


def mails():
    with platform_context():
        rows = Mail.objects.filter(template="compliance/mail/supply_due").order_by("id")
        return [str(compose(mail).body) for mail in rows]


def sweep(when):
    with platform_context():
        return review_suppliers(now=when)


def overdue(shelf):
    """As if its time had come a moment ago."""
    with platform_context():
        Supplier.objects.filter(pk=supplier_of(shelf).pk).update(due_at=now() - dt.timedelta(seconds=1))


def test_an_approval_is_good_for_half_a_year_and_shops_are_reminded_once_each(tenant, shelf):
    supplier = supplier_of(shelf)
    assert supplier.due_at - supplier.verified_at == 183 * DAY
    assert due(tenant, shelf).note == ""
    written = [sweep(supplier.due_at - days * DAY) for days in (31, 30, 29, 7, 6, 1, 0, -1)]
    assert written == [0, 1, 0, 1, 0, 1, 1, 0]
    with platform_context():
        row = Screening.objects.filter(subject_kind=SubjectKind.SUPPLIER, subject_ref=str(supplier.id)).latest("at")
    assert [each["rule"] for each in row.outcomes] == ["X12"]
    told = mails()
    assert f"{supplier.due_at.astimezone(dt.timezone(8 * dt.timedelta(hours=1))):%Y-%m-%d}" in told[0]
    assert "还有 7 天" in told[1]
    assert "期限已到" in told[3]


def test_past_the_day_nothing_new_gets_in_what_is_there_sells_on_and_a_verification_lifts_it_at_once(tenant, shelf):
    overdue(shelf)
    with tenant_context(tenant), pytest.raises(ListingFrozen) as refused:
        stock(tenant, shelf, ["A-3"])
    told = refused.value.data
    assert (told["reason"], told["rule"], told["version"]) == ("supplier_due", "X12", 1)
    assert "六个月" in told["message_zh"]
    with tenant_context(tenant):
        assert codes_of([issue(shelf.sku, 1)]) == ["A-1"]
    confirm(tenant, shelf, "法定代表人变更为李四")
    with platform_context():
        (waiting,) = list_due_suppliers(now())
    assert (waiting.pk, waiting.confirmed) == (supplier_of(shelf).pk, True)
    verify(shelf)
    stock(tenant, shelf, ["A-3"])
    assert not due(tenant, shelf).is_asked(now())
    with platform_context():
        assert not list_due_suppliers(now())


def test_the_moment_of_the_day_itself_is_too_late(tenant, shelf, time_machine):
    supplier = supplier_of(shelf)
    time_machine.move_to(supplier.due_at - dt.timedelta(microseconds=1), tick=False)
    stock(tenant, shelf, ["A-3"])
    time_machine.move_to(supplier.due_at, tick=False)
    with pytest.raises(ListingFrozen):
        stock(tenant, shelf, ["A-4"])


def test_whoever_is_called_in_is_told_why_and_by_when(tenant, shelf):
    supplier = call_in(shelf)
    assert supplier.state == SupplierState.APPROVED_LIMITED
    told = due(tenant, shelf)
    assert (told.note, told.is_asked(now()), told.is_over(now())) == ("多笔投诉待核实", True, False)
    (mail,) = mails()
    assert "多笔投诉待核实" in mail
    assert sweep(now()) == 0  # what was said at once is not said again the same day
    for days, reason in ((200, "x"), (3, " ")):
        with pytest.raises(SupplierActRefused):
            call_in(shelf, days, reason)
    verify(shelf)
    assert due(tenant, shelf).note == ""


def test_a_call_far_ahead_is_told_at_once_and_reminded_later(tenant, shelf):
    supplier = call_in(shelf, 60)
    assert len(mails()) == 1
    assert [sweep(supplier.due_at - days * DAY) for days in (59, 30)] == [0, 1]


def test_the_history_rebuilds_calls_and_verifications(shelf):
    call_in(shelf)
    verify(shelf)
    with platform_context():
        supplier = supplier_of(shelf)
        events = list(SupplierEvent.objects.filter(supplier=supplier).order_by("version"))
        assert replay(act_of(event) for event in events) == standing_of(supplier)
        assert [event.act for event in events][-2:] == [SupplierAct.CALL_IN, SupplierAct.VERIFY]


def test_nobody_verifies_their_own_word_without_a_note_or_against_the_rules(tenant, shelf):
    call_in(shelf)
    confirm(tenant, shelf, user=THIRD_STAFF.id)
    for refused, why in (({"actor": THIRD_STAFF}, "own_work"), ({"actor": FIRST_STAFF, "note": " "}, "reason")):
        with pytest.raises(SupplierActRefused) as found:
            verify(shelf, **refused)
        assert found.value.data["reason"] == why
    with platform_context():
        link = SupplyLink.objects.get(pk=shelf.contract.supplier_id)
        Document.objects.filter(link=link, kind="licence").update(valid_to=now().date() - 2 * DAY)
    with pytest.raises(SupplierActRefused) as found:
        verify(shelf, actor=FIRST_STAFF)
    assert (found.value.data["reason"], found.value.data["rules"]) == ("rules", ["X12"])


def test_a_shop_confirms_only_when_asked_its_own_and_with_papers_that_last(tenant, other_tenant, shelf):
    with pytest.raises(SupplyNotEditable):
        confirm(tenant, shelf)
    call_in(shelf)
    with tenant_context(other_tenant):
        assert list_supply_due([shelf.contract.supplier_id]) == {}
        with pytest.raises(RecordNotFound), transaction.atomic():
            confirm_supply(link_id=shelf.contract.supplier_id, user_id=OWNER, note="", now=now())
    with tenant_context(tenant), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        SupplyLink.objects.filter(pk=shelf.contract.supplier_id).update(confirmed_at=now())
    with platform_context():
        Document.objects.filter(link=shelf.contract.supplier_id, kind="licence").update(valid_to=now().date() - 2 * DAY)
    with pytest.raises(SupplyIncomplete):
        confirm(tenant, shelf)
