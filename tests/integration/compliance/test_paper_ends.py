"""Papers end: reminders once each, the supplier follows, nothing unsold is sold, sold orders stay, and a new paper brings it back."""

import datetime as dt

import pytest

from platform_core.compliance.documents import find_reminder
from platform_core.compliance.enums import DocumentKind, DocumentState, SupplierAct
from platform_core.compliance.errors import SupplyIncomplete, SupplyNotEditable
from platform_core.compliance.lifecycle import SYSTEM, Act
from platform_core.compliance.models import Supplier
from platform_core.compliance.selectors import find_clearances
from platform_core.compliance.services.advance_supplier import advance_supplier
from platform_core.compliance.services.check_supplier import check_supplier
from platform_core.compliance.services.decide_document import decide_document
from platform_core.compliance.services.receive_supply import receive_supply
from platform_core.compliance.services.renew_supplier import renew_supplier
from platform_core.compliance.services.review_expiries import review_expiries
from platform_core.kernel.clock import now
from platform_core.messaging.composing import compose
from platform_core.messaging.models import Mail
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.compliance.paper_supply import approve, approved, hand_in, link_of, paper_of
from tests.world import SECOND_STAFF

START = dt.datetime(2026, 12, 1, 4, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def today(tenant, time_machine):
    time_machine.move_to(START, tick=False)
    return dt.date(2026, 12, 1)


def sweep():
    with platform_context():
        return review_expiries(now=now())


def mails():
    with platform_context():
        return [compose(mail) for mail in Mail.objects.filter(template="compliance/mail/paper_ends").order_by("id")]


def state_of(link_id):
    return link_of(link_id).supplier.state


def clearance(tenant, link_id):
    with tenant_context(tenant):
        return find_clearances([link_id])[link_id]


def make_active(link_id):
    """Thirty days and a hundred orders later."""
    with platform_context():
        supplier = Supplier.objects.get(pk=link_of(link_id).supplier_id)
        Supplier.objects.filter(pk=supplier.pk).update(limited_since=now() - 40 * DAY)
        supplier.refresh_from_db()
        facts = {"orders": 200, "disputed": 0}
        advance_supplier(supplier=supplier, act=Act(SupplierAct.ACTIVATE, SYSTEM, now(), facts=facts))


@pytest.mark.parametrize(
    ("left", "due"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (2, 7), (1, 1), (0, 1), (-1, None)]
)
def test_the_nearest_reminder_is_due(left, due):
    assert find_reminder(left) == due


def test_each_reminder_is_written_once_whenever_the_sweep_comes(tenant, today, time_machine):
    approved(tenant, licence_ends=today + 62 * DAY)
    written = []
    for day in range(66):
        time_machine.move_to(START + day * DAY, tick=False)
        written += [62 - day] * (sweep() + sweep())
    assert written == [60, 30, 7, 1]
    first = mails()[0]
    assert first.to == ["owner@alpha.example"]
    assert "营业执照将于 2027-02-01 到期" in first.subject
    assert "/console/suppliers" in first.body


def test_a_sweep_that_was_away_reminds_once_of_the_nearest(tenant, today):
    approved(tenant, licence_ends=today + 5 * DAY)
    assert (sweep(), sweep(), len(mails())) == (1, 0, 1)


def test_a_supplier_nears_its_end_and_is_good_again_with_a_new_paper(tenant, today, time_machine):
    link_id = approved(tenant, licence_ends=today + 70 * DAY)
    make_active(link_id)
    sweep()
    assert state_of(link_id) == "active"
    time_machine.move_to(START + 12 * DAY, tick=False)
    sweep()
    assert (state_of(link_id), clearance(tenant, link_id)) == ("expiring", "cleared")
    newer = hand_in(tenant, link_id, DocumentKind.LICENCE, valid_to=today + 900 * DAY)
    with platform_context():
        decide_document(document_id=newer.id, actor=SECOND_STAFF, accept=True, note="", now=now())
    assert state_of(link_id) == "active"
    old = paper_of(next(pk for pk in papers(link_id) if pk != newer.id))
    assert old.state == DocumentState.REPLACED
    assert sweep() == 0


def papers(link_id):
    with platform_context():
        return list(link_of(link_id).documents.filter(kind="licence").values_list("pk", flat=True))


def test_what_expired_is_not_sold_and_comes_back_when_it_is_renewed(tenant, today, time_machine):
    link_id = approved(tenant, licence_ends=today + 3 * DAY)
    sweep()
    assert clearance(tenant, link_id) == "cleared"
    time_machine.move_to(START + 3 * DAY, tick=False)
    sweep()
    assert clearance(tenant, link_id) == "cleared"  # the last day is a day
    time_machine.move_to(START + 4 * DAY, tick=False)
    sweep()
    assert (state_of(link_id), clearance(tenant, link_id)) == ("expired", "suspended")
    asked = {"link_id": link_id, "user_id": "merchant", "email": "owner@alpha.example", "now": now()}
    with tenant_context(tenant), pytest.raises(SupplyIncomplete) as missing:
        renew_supplier(**asked)
    assert missing.value.data["missing"] == ["document:licence"]
    old = papers(link_id)[0]
    newer = hand_in(tenant, link_id, DocumentKind.LICENCE, valid_to=today + 900 * DAY, replaces=old)
    with tenant_context(tenant):
        renew_supplier(**asked)
        with pytest.raises(SupplyNotEditable):
            renew_supplier(**asked)
    with platform_context():
        supplier = receive_supply(link_id=link_id, now=now())
        check_supplier(supplier_id=supplier.id, link_id=link_id, now=now())
        decide_document(document_id=newer.id, actor=SECOND_STAFF, accept=True, note="", now=now())
    approve(supplier.id, SECOND_STAFF)
    assert clearance(tenant, link_id) == "cleared"
    assert paper_of(old).state == DocumentState.REPLACED
    sweep()
    assert clearance(tenant, link_id) == "cleared"


def test_only_what_expired_is_handed_in_again(tenant, today):
    link_id = approved(tenant)
    with tenant_context(tenant), pytest.raises(SupplyNotEditable):
        renew_supplier(link_id=link_id, user_id="m", email="m@a.example", now=now())
