"""Bills for the platform's staff: bank transfers (a second look, a second person, once), Chinese invoices, queues."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid

import pytest

from billing.errors import BillingRefused, BillingUnavailable, InvoiceStateInvalid
from billing.models import Invoice, Subscription, SubscriptionStep
from billing.providers.base import RemoteInvoice, RemoteSubscription
from billing.services.mark_paid import mark_paid
from billing.services.note_fapiao import note_fapiao
from platform_core.compliance.enums import ProposalState
from platform_core.compliance.models import Proposal, StaffAct, StaffOutcome
from platform_core.entitlements.models import Entitlement
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.services.change_plan import change_plan
from tests.integration.billing.stories import DAY, account, bill, step, subscribe
from tests.integration.site.staffing import as_staff, enter, hire
from tests.integration.site.test_staff_billing import MOST, asked, page
from tests.world import now

SMALL, LARGE = 300_000, 5_000_000
REFERENCE = "2026112800123456 上海示例"


class FakeEngine:
    """Whoever collects the money: remembers what it was told, and can fail before or after it did it."""

    name = "stripe"

    def __init__(self):
        self.paid, self.calls, self.trouble, self.subscription, self.invoices = {}, [], None, None, {}

    def pay_outside(self, invoice_id, number):
        self.calls.append((invoice_id, number))
        trouble, self.trouble = self.trouble, None
        if isinstance(trouble, BillingRefused):
            raise trouble
        found = self.invoices[invoice_id]
        self.invoices[invoice_id] = dataclasses.replace(
            found, status="paid", amount_paid=found.total, amount_remaining=0, paid_at=now()
        )
        if all(each.status != "open" for each in self.invoices.values()):
            self.subscription = dataclasses.replace(self.subscription, status="active")
        if trouble:
            raise trouble
        return self.invoices[invoice_id]

    def find_subscription(self, subscription_id):
        return self.subscription

    def list_subscriptions(self, customer_id):
        return [self.subscription]

    def find_invoice(self, invoice_id):
        return self.invoices.get(invoice_id)

    def list_invoices(self, customer_id, since=None):
        return iter(self.invoices.values())


def remote(found: Invoice, customer: str, subscription: str) -> RemoteInvoice:
    return RemoteInvoice(
        id=found.remote_id, customer_id=customer, subscription_id=subscription, number=found.number, status="open", collection="invoice",
        reason=found.reason, currency="CNY", total=found.total, amount_due=found.total, amount_paid=0, amount_remaining=found.total,
        created_at=found.created_at, due_at=found.due_at, issued_at=found.issued_at,
    )  # fmt: skip


@pytest.fixture
def engine(monkeypatch, settings):
    """The provider that alpha owes a bill to."""
    made = FakeEngine()
    settings.KAQUAN_BILLING = "stripe"
    for module in ("mark_paid", "sync_customer", "sync_invoice", "sync_subscription"):
        monkeypatch.setattr(f"billing.services.{module}.get_engine", lambda name="": made)
    return made


@pytest.fixture
def owing(tenant, engine):
    """``owing(amount)``: alpha owes it for ten days, and may put up nothing new."""

    def make(amount=SMALL):
        with platform_context():
            began = now() - 40 * DAY
            paid = subscribe(
                tenant, began, status="past_due", amount=amount, collection="invoice", unpaid_since=now() - 10 * DAY,
                standing="read_only", standing_since=now() - 3 * DAY,
            )  # fmt: skip
            account(tenant, began)
            step(tenant.id, began, amount, what="subscribed")
            change_plan(tenant=tenant, plan="starter", by="test", now=now())
            Entitlement.objects.filter(tenant_id=tenant.id).update(standing="read_only")
            made = bill(tenant, now() - 17 * DAY, amount=amount, subscription_remote_id=paid.remote_id)
        customer = f"cus_{tenant.id.hex}"
        engine.invoices[made.remote_id] = remote(made, customer, paid.remote_id)
        engine.subscription = RemoteSubscription(
            id=paid.remote_id, customer_id=customer, tenant_id=tenant.id, status="past_due", price_id="price_1", interval="month",
            amount=amount, currency="CNY", collection="invoice", created_at=began, period_start=began, period_end=now() + 13 * DAY,
        )  # fmt: skip
        return made

    return make


def address(made):
    return f"/staff/billing/subscriptions/{made.tenant_id}/bills/{made.id}"


def transfer(client, made, amount="3000.00", reference=REFERENCE, **more):
    given = {"amount": amount, "reference": reference, "sure": "yes", **more}
    return client.post(f"{address(made)}/transfer", given, follow=True)


def fresh(made):
    with platform_context():
        return Invoice.objects.get(pk=made.pk)


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
    assert (found.status, found.paid_by, found.bank_reference, found.marked_by) == ("paid", "bank_transfer", REFERENCE, user.email)
    assert found.amount_remaining == 0
    assert engine.calls == [(made.remote_id, f"paid-{made.id}")]
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
        ("2999.99", "R", "金额与待支付的金额不一致"), ("3000.01", "R", "金额与待支付的金额不一致"), ("3000.001", "R", "金额与待支付的金额不一致"),
        ("-3000", "R", "金额与待支付的金额不一致"), ("", "R", "金额与待支付的金额不一致"), ("three", "R", "金额与待支付的金额不一致"),
        ("NaN", "R", "金额与待支付的金额不一致"), ("1e400", "R", "金额与待支付的金额不一致"), ("3000", "  ", "请填写银行流水号"),
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
    assert {number for _id, number in engine.calls} == {f"paid-{made.id}"}
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
    assert (found.status, found.marked_by, found.bank_reference) == ("paid", f"{first.email}, {second.email}", REFERENCE)
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


@pytest.fixture
def asked_for(tenant):
    """A paid bill of alpha's whose Chinese invoice was asked for."""
    with platform_context():
        return bill(
            tenant, now() - DAY, status="paid", amount_paid=SMALL, amount_remaining=0, paid_at=now(), fapiao="asked", fapiao_at=now(),
            titled={"kind": "company", "title": "北京测试科技有限公司", "tax_number": "91110000TEST00000X", "bank": "招商银行"},
        )  # fmt: skip


def test_the_number_of_a_chinese_invoice_is_noted_and_put_right(asked_for):
    client = as_staff("finance")
    assert asked_for.number in page(client, "/staff/billing/bills?tab=fapiao")
    text = page(client, address(asked_for))
    for word in ("北京测试科技有限公司", "91110000TEST00000X", "招商银行"):
        assert word in text
    client.post(f"{address(asked_for)}/fapiao", {"number": "2531 2000 0000 1234 5678"})
    found = fresh(asked_for)
    assert (found.fapiao, found.fapiao_number) == ("issued", "25312000000012345678")
    assert asked_for.number not in page(client, "/staff/billing/bills?tab=fapiao")
    client.post(f"{address(asked_for)}/fapiao", {"number": "25312000000012345679"})
    assert fresh(asked_for).fapiao_number == "25312000000012345679"
    with platform_context():
        assert StaffOutcome.objects.latest("at").detail["fapiao_before"] == "25312000000012345678"


@pytest.mark.parametrize("number", ["", "123", "2531200000001234567X", "253120000000123456789"])
def test_what_is_no_number_of_a_chinese_invoice_is_refused(asked_for, number):
    answer = as_staff("finance").post(f"{address(asked_for)}/fapiao", {"number": number}, follow=True)
    assert "发票号码须为 20 位数字" in answer.content.decode()
    assert fresh(asked_for).fapiao == "asked"


@pytest.mark.parametrize("change", [{"fapiao": "none"}, {"status": "open"}])
def test_nothing_is_noted_where_nobody_asked_or_nobody_paid(asked_for, change):
    with platform_context():
        Invoice.objects.update(**change)
    with pytest.raises(InvoiceStateInvalid):
        note_fapiao(invoice_id=asked_for.id, number="25312000000012345678", by="x", now=now())
    assert fresh(asked_for).fapiao_number == ""


def test_bills_are_found_by_queue_and_number(tenant, asked_for):
    with platform_context():
        late = bill(tenant, now() - 20 * DAY)
        card = bill(tenant, now() - 2 * DAY, collection="automatic", due_at=None, attempts=2)
        soon = bill(tenant, now() - dt.timedelta(hours=1))
    client, every = as_staff("auditor"), {"late": late, "card": card, "soon": soon, "fapiao": asked_for}
    for query, shown in (
        ("", {"late", "soon"}), ("tab=fapiao", {"fapiao"}), ("tab=overdue", {"late", "card"}), ("tab=all", set(every)),
        (f"tab=all&q={late.number.lower()}", {"late"}), ("tab=all&q=none", set()),
    ):  # fmt: skip
        text = page(client, f"/staff/billing/bills?{query}")
        assert {name for name, each in every.items() if str(each.id) in text} == shown, query
    assert client.get("/staff/billing/bills?tab=x").status_code == 404
    for path in (address(late), "/staff/billing/bills?tab=all"):
        assert len(asked(client, path)) <= MOST
