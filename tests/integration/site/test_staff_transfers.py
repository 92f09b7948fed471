"""Bank transfers for bills, noted by the platform's staff: a second look, a second person, and once."""

from __future__ import annotations

import uuid

import pytest

from billing.errors import BillingRefused, BillingUnavailable, InvoiceStateInvalid
from billing.models import Invoice, Subscription, SubscriptionStep
from billing.services.mark_paid import mark_paid
from platform_core.compliance.enums import ProposalState
from platform_core.compliance.models import Proposal, StaffAct, StaffOutcome
from platform_core.entitlements.models import Entitlement
from platform_core.tenancy.context import platform_context
from tests.integration.site.billing_desk import SMALL, address, fresh, page
from tests.integration.site.staffing import as_staff, enter, hire
from tests.world import now

LARGE = 5_000_000
UNEQUAL = "金额与待支付的金额不一致"
REFERENCE = "2026112800123456 上海示例"


def transfer(client, made, amount="3000.00", reference=REFERENCE, **more):
    given = {"amount": amount, "reference": reference, "sure": "yes", **more}
    return client.post(f"{address(made)}/transfer", given, follow=True)


def standing(tenant):
    with platform_context():
        return Entitlement.objects.get(tenant_id=tenant.id).standing


def test_a_transfer_is_looked_at_again_before_it_is_noted(tenant, owing, engine):
    made, client = owing(), as_staff("finance")
    assert "登记银行转账" in page(client, address(made))
    text = transfer(client, made, sure="").content.decode()
    for word in ("请再看一遍", "¥3,000.00", REFERENCE, "上海示例网络有限公司", "确认已到账"):
        assert word in text, word
    assert engine.calls == []
    assert fresh(made).status == "open"


def test_a_transfer_pays_the_bill_and_the_shop_goes_on_at_once(tenant, owing, engine):
    made, user = owing(), hire("finance")
    assert standing(tenant) == "read_only"
    text = transfer(enter(user), made).content.decode()
    assert "已登记为已支付" in text
    found = fresh(made)
    assert (found.status, found.paid_by, found.bank_reference, found.marked_by) == (
        "paid",
        "bank_transfer",
        REFERENCE,
        user.email,
    )
    assert found.amount_remaining == 0
    assert [told for told, _number in engine.calls] == [made.remote_id]
    assert standing(tenant) == "active"
    with platform_context():
        assert Subscription.objects.get(tenant_id=tenant.id).unpaid_since is None
        acts = StaffAct.objects.get(act="staff_bill_act")
        assert (acts.email, acts.tenant_role, StaffOutcome.objects.get(act_id=acts.id).outcome) == (
            user.email, tenant.role_name, "done",
        )  # fmt: skip
        assert StaffOutcome.objects.get(act_id=acts.id).detail["amount"] == SMALL
        assert sum(SubscriptionStep.objects.filter(tenant_id=tenant.id).values_list("amount", flat=True)) == SMALL


def test_a_transfer_is_noted_once(tenant, owing, engine):
    made, client = owing(), as_staff("finance")
    transfer(client, made)
    text = transfer(client, made).content.decode()
    assert "已登记为已支付" in text
    assert "状态不允许" in transfer(as_staff("operator"), made, reference="other").content.decode()
    assert len(engine.calls) == 1
    assert fresh(made).bank_reference == REFERENCE


@pytest.mark.parametrize(
    ("amount", "reference", "told"),
    [
        ("2999.99", "R", UNEQUAL), ("3000.01", "R", UNEQUAL), ("3000.001", "R", UNEQUAL),
        ("-3000", "R", UNEQUAL), ("", "R", UNEQUAL), ("three", "R", UNEQUAL),
        ("NaN", "R", UNEQUAL), ("1e400", "R", UNEQUAL), ("1e999999", "R", UNEQUAL), ("3000", "  ", "请填写银行流水号"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("sure", ["", "yes"])
def test_another_amount_or_no_reference_is_refused(tenant, owing, engine, amount, reference, told, sure):
    made = owing()
    assert told in transfer(as_staff("finance"), made, amount, reference, sure=sure).content.decode()
    assert engine.calls == []
    assert fresh(made).status == "open"
    with platform_context():
        assert StaffOutcome.objects.latest("at").outcome == "refused"


@pytest.mark.parametrize("typed", ["3000", "3,000.00", "¥3,000", " 3000.0 "])
def test_an_amount_may_be_written_as_people_write_it(tenant, owing, engine, typed):
    made = owing()
    transfer(as_staff("finance"), made, typed)
    assert fresh(made).status == "paid"


def test_where_the_provider_does_not_answer_the_same_again_finishes_it(tenant, owing, engine):
    made, client = owing(), as_staff("finance")
    engine.trouble = BillingUnavailable(reason="timeout")  # it did it, but nobody heard
    assert "没有答复" in transfer(client, made).content.decode()
    assert (fresh(made).status, fresh(made).bank_reference) == ("open", REFERENCE)
    assert "已登记过另一笔转账" in transfer(client, made, reference="other").content.decode()
    transfer(client, made)
    assert fresh(made).status == "paid"
    assert len({number for _id, number in engine.calls}) == len(engine.calls) == 2
    assert standing(tenant) == "active"


@pytest.mark.parametrize("begun", [False, True], ids=["nobody noted it", "a note of it was cut off"])
def test_a_bill_that_was_paid_by_card_meanwhile_says_that_the_transfer_has_to_go_back(tenant, owing, engine, begun):
    made, client = owing(), as_staff("finance")
    if begun:
        engine.unreachable = True
        assert "没有答复" in transfer(client, made).content.decode()
        engine.unreachable = False
    engine.pay_by_card(made.remote_id)  # its event has not come
    assert "转账是多付的一笔" in transfer(client, made).content.decode()
    found = fresh(made)
    assert (found.status, found.paid_by, found.bank_reference) == ("paid", "card", REFERENCE)
    assert "转账是多付的一笔" in transfer(client, made).content.decode()  # asked again it says the same
    assert standing(tenant) == "active"


def test_what_the_provider_refuses_is_not_noted(tenant, owing, engine):
    made, client = owing(), as_staff("finance")
    engine.trouble = BillingRefused(reason="invoice_not_open")
    assert "拒绝了这个操作" in transfer(client, made).content.decode()
    found = fresh(made)
    assert (found.status, found.bank_reference, found.marked_by) == ("open", "", "")
    transfer(client, made, reference="other")
    assert fresh(made).bank_reference == "other"


def test_a_large_transfer_takes_another_person(tenant, owing, engine):
    made, first, second = owing(LARGE), hire("finance"), hire("operator")
    one, two = enter(first), enter(second)
    assert "须由另一位平台人员确认" in transfer(one, made, "50000", sure="").content.decode()
    assert "须由另一位平台人员确认后入账" in transfer(one, made, "50000").content.decode()
    assert engine.calls == []
    assert fresh(made).status == "open"
    assert "已有一笔转账在等另一人确认" in transfer(two, made, "50000").content.decode()
    with platform_context():
        asked_for = Proposal.objects.get(kind="transfer")
    path = f"/staff/billing/transfers/{asked_for.id}"
    assert "确认已到账" not in page(one, address(made))
    assert "须由另一人确认" in one.post(f"{path}/agree", follow=True).content.decode()
    assert engine.calls == []
    assert "确认已到账" in page(two, address(made))
    assert address(made) in page(two, "/staff/proposals")
    assert two.post(f"/staff/proposals/{asked_for.id}/agree").status_code == 404
    assert as_staff("lead").post(f"/staff/proposals/{asked_for.id}/agree").status_code == 404
    assert "待另一人确认" in page(two, "/staff/billing/bills")
    two.post(f"{path}/agree", {"reason": "流水已核"})
    found = fresh(made)
    assert (found.status, found.marked_by, found.bank_reference) == (
        "paid",
        f"{first.email}, {second.email}",
        REFERENCE,
    )
    with platform_context():
        decided = Proposal.objects.get()
    assert (decided.state, decided.decided_email, decided.answer) == (ProposalState.APPROVED, second.email, "流水已核")
    assert "已有结果" in two.post(f"{path}/agree", follow=True).content.decode()
    assert len(engine.calls) == 1


def test_the_second_person_may_refuse_and_the_first_may_take_it_back(tenant, owing, engine):
    made, client, other = owing(LARGE), as_staff("finance"), as_staff("finance")
    transfer(client, made, "50000")
    with platform_context():
        asked_for = Proposal.objects.get()
    other.post(f"/staff/billing/transfers/{asked_for.id}/refuse", {"reason": "没有这笔"})
    transfer(client, made, "50000")
    with platform_context():
        again = Proposal.objects.get(state=ProposalState.OPEN)
    assert again.id != asked_for.id
    client.post(f"/staff/proposals/{again.id}/withdraw")
    with platform_context():
        assert not Proposal.objects.filter(state=ProposalState.OPEN).exists()
    assert fresh(made).status == "open"
    assert engine.calls == []


def test_agreeing_stays_open_where_the_provider_does_not_answer(tenant, owing, engine):
    made, client, other = owing(LARGE), as_staff("finance"), as_staff("operator")
    transfer(client, made, "50000")
    with platform_context():
        path = f"/staff/billing/transfers/{Proposal.objects.get().id}/agree"
    engine.trouble = BillingUnavailable(reason="timeout")
    assert "没有答复" in other.post(path, follow=True).content.decode()
    other.post(path)
    assert fresh(made).status == "paid"
    with platform_context():
        assert Proposal.objects.get().state == ProposalState.APPROVED


def test_agreeing_is_refused_where_the_bill_was_paid_meanwhile(tenant, owing, engine):
    made, client, other = owing(LARGE), as_staff("finance"), as_staff("operator")
    transfer(client, made, "50000")
    with platform_context():
        Invoice.objects.update(status="paid", amount_remaining=0, amount_paid=LARGE)
        path = f"/staff/billing/transfers/{Proposal.objects.get().id}/agree"
    assert "没有登记" in other.post(path, follow=True).content.decode()
    assert engine.calls == []
    assert fresh(made).bank_reference == ""


def test_from_which_amount_on_it_takes_two_is_a_setting(tenant, owing, engine, settings):
    settings.KAQUAN_TRANSFER_SECOND_FROM = SMALL
    made = owing()
    transfer(as_staff("finance"), made)
    assert fresh(made).status == "open"
    settings.KAQUAN_TRANSFER_SECOND_FROM = SMALL + 1
    with platform_context():
        Proposal.objects.update(state=ProposalState.WITHDRAWN)
    transfer(as_staff("finance"), made)
    assert fresh(made).status == "paid"


def test_only_those_who_may_act_and_only_on_bills_of_that_shop(tenant, other_tenant, owing, engine):
    made = owing()
    for role in ("lead", "auditor", "reviewer"):
        assert as_staff(role).post(f"{address(made)}/transfer", {"sure": "yes"}).status_code == 404
    client = as_staff("finance")
    elsewhere = f"/staff/billing/subscriptions/{other_tenant.id}/bills/{made.id}"
    assert client.get(elsewhere).status_code == 404
    assert client.post(f"{elsewhere}/transfer", {"amount": "3000", "reference": "R", "sure": "yes"}).status_code == 404
    assert client.post(f"{address(made)}/void").status_code == 404
    assert client.post(f"/staff/billing/transfers/{uuid.uuid4()}/agree").status_code == 404
    assert "登记银行转账" not in page(as_staff("auditor"), address(made))
    assert engine.calls == []


def test_a_draft_is_no_bill(tenant, owing):
    made = owing()
    with platform_context():
        Invoice.objects.update(status="draft")
    assert as_staff("finance").get(address(made)).status_code == 404


def test_marking_says_what_is_wrong(tenant, owing, engine):
    made = owing()
    with pytest.raises(InvoiceStateInvalid) as refused:
        mark_paid(invoice_id=made.id, reference=" ", by="x", now=now())
    assert refused.value.data["reason"] == "reference"
    with platform_context():
        Invoice.objects.update(status="void")
    with pytest.raises(InvoiceStateInvalid) as refused:
        mark_paid(invoice_id=made.id, reference="R", by="x", now=now())
    assert refused.value.data["state"] == "void"
    assert fresh(made).bank_reference == ""


@pytest.mark.parametrize("act", ["transfer", "fapiao"])
def test_another_site_cannot_have_staff_note_anything(tenant, owing, engine, act):
    made, client = owing(), as_staff("finance")
    client.handler.enforce_csrf_checks = True
    answer = client.post(
        f"{address(made)}/{act}", {"amount": "3000.00", "reference": REFERENCE, "sure": "yes", "number": "1" * 20}
    )
    assert answer.status_code == 403
    assert (engine.calls, fresh(made).status) == ([], "open")
