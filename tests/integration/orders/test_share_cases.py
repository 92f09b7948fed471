"""Shares that an institution refuses: a case until they are paid, or paid in another way; the books agree all the time."""

import pytest

from platform_core.events.models import Job
from platform_core.kernel.jobs import JobName, give_up_handler_of
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.orders.enums import CaseOutcome, CaseReason, CaseStatus
from tenants.orders.models import AbnormalCase, CaseNote
from tenants.orders.services.close_case import close_case
from tenants.orders.services.flag_shares import flag_shares
from tenants.orders.services.retry_shares import retry_shares
from tenants.orders.services.share_payment import share_payment
from tenants.payments.enums import NoticeKind, SplitState
from tenants.payments.gateways import registry
from tenants.payments.models import PaymentSplit, SupplierReceiver
from tenants.payments.services.pay_splits import pay_splits
from tests.api.v1.testing import run_jobs
from tests.integration.console.test_back_office import staff
from tests.integration.orders.cases import STAFF, fresh, refused, sold_out
from tests.integration.orders.institution import Institution
from tests.integration.orders.ordering import books, open_payment, order, says, share_with_others
from tests.world import now

OWED = {"SUPPLIER_PAYABLE": -10 * 4000, "PROVIDER_BALANCE": 4500}
PAID = {"SUPPLIER_PAYABLE": -9 * 4000, "COMMISSION": 225, "PROVIDER_BALANCE": 275}
GOODS = {"CODE_STOCK": 9 * 4000, "COST_OF_CODES": 4000, "SALES": -4500}


@pytest.fixture
def institution(monkeypatch, inside, stocked):
    made = Institution()
    made.refusing_shares = True
    monkeypatch.setattr(registry, "_gateway", lambda name: made)
    share_with_others(stocked)
    return made


@pytest.fixture
def payment(institution, stocked):
    """A payment whose shares were refused."""
    made = open_payment(order((stocked.sku, 1)))
    says(made)
    run_jobs()
    return made


def again(case):
    return retry_shares(case_id=case.id, actor=STAFF, now=now())


def test_refused_shares_are_one_case_and_owed_as_before(payment):
    case = AbnormalCase.objects.get()
    assert (case.reason, case.status, case.payment_id) == (CaseReason.SPLIT_FAILED, CaseStatus.OPEN, payment.id)
    assert case.due_at > now()
    assert case.notes.filter(action="share_failed").count() == 2
    assert books() == {**GOODS, **OWED}
    share_payment(payment_id=payment.id, now=now())
    assert AbnormalCase.objects.count() == 1
    assert CaseNote.objects.count() == 2


def test_one_that_was_killed_before_it_told_anybody_tells_when_it_comes_again(institution, stocked):
    payment = open_payment(order((stocked.sku, 1)))
    says(payment)
    pay_splits(payment_id=payment.id, now=now())
    assert not AbnormalCase.objects.exists()
    run_jobs()
    assert AbnormalCase.objects.get().reason == CaseReason.SPLIT_FAILED


def test_tried_again_they_are_paid_once_to_the_receiver_of_today_and_the_case_ends(institution, payment):
    case, old = AbnormalCase.objects.get(), set(PaymentSplit.objects.values_list("number", flat=True))
    institution.refusing_shares = False
    SupplierReceiver.objects.update(receiver="sup-2")
    assert again(case) == 2
    assert books() == {**GOODS, **PAID, "PROVIDER_BALANCE": 4500, "SPLITS_PAYABLE": -4225}
    run_jobs()
    assert books() == {**GOODS, **PAID}
    assert sorted(institution.shares.values()) == [225, 4000]
    assert not old & set(institution.shares), "institutions remember what they refused under a number"
    assert PaymentSplit.objects.get(role="supplier").receiver == "sup-2"
    assert (fresh(case).status, fresh(case).outcome) == (CaseStatus.CLOSED, CaseOutcome.SHARED)
    with refused("case_closed"):
        again(case)


def test_refused_again_it_is_the_same_case_and_nothing_is_owed_twice(institution, payment):
    case = AbnormalCase.objects.get()
    for _ in range(2):
        again(case)
        run_jobs()
        assert books() == {**GOODS, **OWED}
    assert AbnormalCase.objects.get().status == CaseStatus.OPEN
    assert case.notes.filter(action="share_failed").count() == 6


def test_only_what_is_left_of_the_payment_is_shared_later(institution, payment):
    case = AbnormalCase.objects.get(reason=CaseReason.SPLIT_FAILED)
    says(payment, NoticeKind.REFUNDED, amount=1500)
    institution.refusing_shares = False
    again(case)
    run_jobs()
    assert sorted(institution.shares.values()) == [150, 2666]
    assert books()["PROVIDER_BALANCE"] == 3000 - 150 - 2666


def test_of_a_payment_that_went_back_nobody_gets_a_share(institution, payment):
    case = AbnormalCase.objects.get(reason=CaseReason.SPLIT_FAILED)
    says(payment, NoticeKind.REFUNDED)
    with refused("no_share_failed"):
        again(case)
    assert set(PaymentSplit.objects.values_list("state", flat=True)) == {SplitState.FAILED}


def test_what_does_not_lie_at_the_institution_any_more_is_not_promised(institution, payment, stocked):
    case = AbnormalCase.objects.get(reason=CaseReason.SPLIT_FAILED)
    other = open_payment(order((stocked.sku, 1)))
    institution.refusing_shares = False
    says(other)
    run_jobs()
    says(other, NoticeKind.REFUNDED)  # its shares are gone, and the merchant bears it
    with refused("shares_not_covered"):
        again(case)
    assert books()["PROVIDER_BALANCE"] == 4500 - 4225
    assert set(payment.splits.values_list("state", flat=True)) == {SplitState.FAILED}


def test_what_was_paid_in_another_way_is_closed_even_if_the_order_waits(institution, stocked, inside):
    from tests.world import make_shelf

    placed, _ = sold_out(make_shelf(inside))
    run_jobs()
    case = AbnormalCase.objects.get(reason=CaseReason.SPLIT_FAILED)
    close_case(case_id=case.id, reason="已转账", actor=STAFF, now=now())
    assert fresh(case).outcome == CaseOutcome.DISMISSED
    with refused("still_owed"):
        close_case(case_id=AbnormalCase.objects.get(status="open").id, reason="算了", actor=STAFF, now=now())
    share_payment(payment_id=case.payment_id, now=now())
    assert AbnormalCase.objects.filter(reason=CaseReason.SPLIT_FAILED).count() == 1
    assert fresh(placed).status == "abnormal"


def test_one_without_an_answer_is_a_person_s_when_it_is_given_up_and_asked_under_its_number(institution, stocked):
    institution.refusing_shares = False
    institution.lose = {"split"}
    payment = open_payment(order((stocked.sku, 1)))
    says(payment)
    run_jobs()
    assert not AbnormalCase.objects.exists()
    give_up_handler_of(JobName.PAY_SPLITS)(payment_id=str(payment.id))
    flag_shares(payment_id=payment.id, now=now())
    case, numbers = AbnormalCase.objects.get(), set(institution.shares)
    assert case.notes.count() == 2
    institution.lose = set()
    assert again(case) == 2
    run_jobs()
    assert set(institution.shares) == numbers
    assert fresh(case).outcome == CaseOutcome.SHARED
    assert books() == {**GOODS, **PAID}


def test_finance_tries_again_and_support_cannot(tenant, payment):
    case = AbnormalCase.objects.get()
    path = f"/console/cases/{case.id}"
    assert staff(tenant, "support").post(f"{path}/share").status_code == 404
    finance = staff(tenant, "finance")
    assert f'action="{path}/share"' in finance.get(path).content.decode()
    finance.post(f"{path}/share")
    with platform_context():
        assert Job.objects.filter(name=JobName.PAY_SPLITS, done_at=None).count() == 1
    with tenant_context(tenant):
        assert set(PaymentSplit.objects.values_list("state", flat=True)) == {SplitState.PENDING}
