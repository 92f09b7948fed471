"""Other plans in the middle of a month, to the second; ends that are planned, taken back, and come."""

import pytest
import stripe

from tests.integration.billing_simulator.merchant import APRIL, DAY, MARCH, MAY, period

SOME_TIME = 10 * DAY + 3 * 3600 + 7 * 60 + 11  # of 2,678,400 seconds of March, 1,803,169 are left then


@pytest.fixture
def sub(merchant, desk):
    """A subscription to 299.00 a month, paid on the first of March."""
    merchant.card()
    sub = merchant.subscribe()
    desk.advance(seconds=SOME_TIME)
    desk.take()
    return sub


def other(sub, price, **given):
    """What is asked for when the plan is changed."""
    return {"items": [{"id": sub["items"].data[0].id, "price": price.id}], **given}


def amounts(invoice):
    """What stands on an invoice."""
    return [(each.description, each.amount) for each in invoice.lines.data]


def test_an_upgrade_is_charged_at_once_for_what_is_left_of_the_month(merchant, desk, sub):
    wanted = other(sub, merchant.max, proration_behavior="always_invoice")
    changed = merchant.client.subscriptions.update(sub.id, wanted)
    invoice = merchant.client.invoices.retrieve(changed.latest_invoice)
    # 29,900 × 1,803,169 / 2,678,400 = 20,129.48 and 99,900 × 1,803,169 / 2,678,400 = 67,255.30
    assert amounts(invoice) == [("Unused time on 专业版", -20_129), ("Remaining time on 专业版", 67_255)]
    assert (invoice.status, invoice.amount_paid, invoice.billing_reason) == ("paid", 47_126, "subscription_update")
    assert period(changed) == (MARCH, APRIL)
    credit = invoice.lines.data[0]
    parent = credit.parent.subscription_item_details
    assert (credit.period.start, credit.period.end, parent.proration) == (MARCH + SOME_TIME, APRIL, True)
    assert parent.proration_details.credited_items.invoice == sub.latest_invoice
    desk.advance(to=APRIL + 3600)
    assert merchant.again(sub).latest_invoice.amount_paid == 99_900


def test_a_preview_says_what_an_upgrade_then_costs_and_changes_nothing(merchant, desk, sub):
    details = other(sub, merchant.max, proration_behavior="always_invoice", proration_date=MARCH + SOME_TIME)
    before = merchant.client.subscriptions.retrieve(sub.id)
    preview = merchant.client.invoices.create_preview({"subscription": sub.id, "subscription_details": details})
    assert (preview.amount_due, preview.id.startswith("upcoming_in_"), preview.status) == (47_126, True, "draft")
    assert merchant.told() == []
    assert merchant.client.subscriptions.retrieve(sub.id) == before
    desk.advance(seconds=90)
    changed = merchant.client.subscriptions.update(sub.id, details)
    assert merchant.client.invoices.retrieve(changed.latest_invoice).amount_paid == preview.amount_due


def test_what_is_left_may_wait_for_the_next_invoice(merchant, desk, sub):
    wanted = other(sub, merchant.max)
    preview = merchant.client.invoices.create_preview({"subscription": sub.id, "subscription_details": wanted})
    assert preview.amount_due == 47_126 + 99_900
    changed = merchant.client.subscriptions.update(sub.id, wanted)
    assert changed.latest_invoice == sub.latest_invoice
    assert merchant.told() == ["invoiceitem.created", "invoiceitem.created", "customer.subscription.updated"]
    desk.advance(to=APRIL + 3600)
    assert merchant.again(sub).latest_invoice.amount_paid == preview.amount_due


def test_a_second_change_gives_back_what_the_first_was_billed(merchant, desk, sub):
    merchant.client.subscriptions.update(sub.id, other(sub, merchant.max, proration_behavior="always_invoice"))
    desk.advance(5)  # 1,371,169 seconds are left
    changed = merchant.client.subscriptions.update(
        sub.id, other(sub, merchant.month, proration_behavior="always_invoice")
    )
    invoice = merchant.client.invoices.retrieve(changed.latest_invoice)
    # 67,255 × 1,371,169 / 1,803,169 = 51,142.17 and 29,900 × 1,371,169 / 2,678,400 = 15,306.88
    assert amounts(invoice) == [("Unused time on 专业版", -51_142), ("Remaining time on 专业版", 15_307)]
    assert (invoice.total, invoice.amount_due, invoice.status, invoice.ending_balance) == (-35_835, 0, "paid", -35_835)
    assert merchant.client.customers.retrieve(merchant.customer.id).balance == -35_835
    desk.advance(to=APRIL + 3600)
    renewed = merchant.again(sub).latest_invoice
    assert (renewed.total, renewed.starting_balance, renewed.amount_due, renewed.ending_balance) == (
        29_900,
        -35_835,
        0,
        -5_935,
    )


def test_a_change_without_proration_costs_nothing_before_the_next_month(merchant, desk, sub):
    changed = merchant.client.subscriptions.update(sub.id, other(sub, merchant.max, proration_behavior="none"))
    assert changed["items"].data[0].price.id == merchant.max.id
    assert merchant.told() == ["customer.subscription.updated"]
    desk.advance(to=APRIL + 3600)
    assert merchant.again(sub).latest_invoice.amount_paid == 99_900


def test_a_year_begins_at_once_with_a_period_of_its_own(merchant, desk, sub):
    changed = merchant.client.subscriptions.update(sub.id, other(sub, merchant.year))
    invoice = merchant.client.invoices.retrieve(changed.latest_invoice)
    assert amounts(invoice) == [("Unused time on 专业版", -20_129), ("1 × 专业版", 299_000)]
    assert (invoice.status, invoice.amount_paid) == ("paid", 278_871)
    assert period(changed) == (MARCH + SOME_TIME, MARCH + SOME_TIME + 365 * DAY)


def test_an_upgrade_that_is_not_paid_leaves_it_past_due_or_undone(merchant, desk, sub):
    desk.card_behaves("insufficient_funds")
    wanted = other(sub, merchant.max, proration_behavior="always_invoice")
    with pytest.raises(stripe.CardError):
        merchant.client.subscriptions.update(sub.id, {**wanted, "payment_behavior": "error_if_incomplete"})
    assert merchant.client.subscriptions.retrieve(sub.id)["items"].data[0].price.id == merchant.month.id
    assert merchant.told() == []
    assert merchant.client.subscriptions.update(sub.id, wanted).status == "past_due"


def test_more_of_the_same_is_charged_for_what_is_left(merchant, desk, sub):
    item = {"id": sub["items"].data[0].id, "quantity": 3}
    wanted = {"items": [item], "proration_behavior": "always_invoice"}
    invoice = merchant.client.subscriptions.update(sub.id, {**wanted, "expand": ["latest_invoice"]}).latest_invoice
    assert amounts(invoice) == [("Unused time on 专业版", -20_129), ("Remaining time on 专业版", 60_388)]


def test_an_end_is_planned_and_comes(merchant, desk, sub):
    planned = merchant.client.subscriptions.update(sub.id, {"cancel_at_period_end": True})
    assert (planned.status, planned.cancel_at, planned.canceled_at) == ("active", APRIL, MARCH + SOME_TIME)
    assert planned.cancellation_details.reason == "cancellation_requested"
    desk.take()
    desk.advance(to=APRIL - 1)
    assert merchant.told() == []
    desk.advance(seconds=1)
    assert merchant.told() == ["customer.subscription.deleted"]
    over = merchant.again(sub)
    assert (over.status, over.ended_at) == ("canceled", APRIL)
    assert len(merchant.client.invoices.list({"subscription": sub.id}).data) == 1


def test_an_end_that_was_planned_is_taken_back(merchant, desk, sub):
    merchant.client.subscriptions.update(sub.id, {"cancel_at_period_end": True})
    kept = merchant.client.subscriptions.update(sub.id, {"cancel_at_period_end": False})
    assert (kept.cancel_at, kept.canceled_at, kept.cancellation_details.reason) == (None, None, None)
    desk.advance(to=APRIL + 3600)
    assert (merchant.again(sub).status, period(merchant.again(sub))) == ("active", (APRIL, MAY))


def test_an_end_in_a_trial_costs_nothing(merchant, desk):
    merchant.card()
    sub = merchant.subscribe(trial_period_days=14)
    merchant.client.subscriptions.update(sub.id, {"cancel_at_period_end": True})
    desk.advance(15)
    assert merchant.again(sub).status == "canceled"
    assert [each.total for each in merchant.client.invoices.list().data] == [0]


def test_a_trial_that_is_cut_short_is_charged_at_once(merchant, desk):
    merchant.card()
    sub = merchant.subscribe(trial_period_days=14)
    desk.advance(2)
    changed = merchant.client.subscriptions.update(sub.id, {"trial_end": "now", "expand": ["latest_invoice"]})
    assert (changed.status, period(changed), changed.latest_invoice.amount_paid) == (
        "active", (MARCH + 2 * DAY, APRIL + 2 * DAY), 29_900,
    )  # fmt: skip


def test_what_was_paid_is_given_back_at_an_end_in_between(merchant, desk, sub):
    merchant.client.subscriptions.cancel(sub.id, {"prorate": True, "invoice_now": True})
    assert merchant.client.customers.retrieve(merchant.customer.id).balance == -20_129


def test_a_subscription_is_paused_and_resumed(merchant, desk, sub):
    paused = merchant.client.subscriptions.pause(sub.id)
    assert (paused.status, paused.status_details.paused.subscription.type) == ("paused", "pause_requested")
    desk.advance(60)
    assert len(merchant.client.invoices.list({"subscription": sub.id}).data) == 1
    resumed = merchant.client.subscriptions.resume(sub.id)
    assert resumed.status == "active"
    assert merchant.again(sub).latest_invoice.amount_paid == 29_900 - 20_129


@pytest.mark.parametrize(
    ("behaviour", "status"), [("void", "void"), ("keep_as_draft", "draft"), ("mark_uncollectible", "uncollectible")]
)
def test_nothing_is_collected_while_that_is_paused(merchant, desk, sub, behaviour, status):
    given = {"behavior": behaviour, "resumes_at": APRIL + 10 * DAY}
    merchant.client.subscriptions.update(sub.id, {"pause_collection": given})
    desk.advance(to=APRIL + 2 * DAY)
    halted = merchant.again(sub)
    assert (halted.status, halted.latest_invoice.status) == ("active", status)
    desk.advance(to=MAY + 3600)
    assert (merchant.again(sub).pause_collection, merchant.again(sub).latest_invoice.status) == (None, "paid")


def test_a_preview_of_the_next_month_and_of_a_new_subscription(merchant, sub):
    upcoming = merchant.client.invoices.create_preview({"subscription": sub.id})
    assert (upcoming.total, upcoming.lines.data[0].period.start, upcoming.created) == (29_900, APRIL, APRIL)
    wanted = {"subscription_details": {"items": [{"price": merchant.year.id}]}}
    assert merchant.client.invoices.create_preview({"customer": merchant.customer.id, **wanted}).total == 299_000
    assert len(merchant.client.subscriptions.list().data) == 1


def test_an_incomplete_subscription_takes_no_other_plan(merchant):
    sub = merchant.subscribe(payment_behavior="default_incomplete")
    with pytest.raises(stripe.InvalidRequestError, match="incomplete"):
        merchant.client.subscriptions.update(sub.id, other(sub, merchant.max))
    assert merchant.client.subscriptions.update(sub.id, {"metadata": {"a": "1"}}).metadata["a"] == "1"


def test_somebody_goes_over_to_bank_transfers(merchant, desk, sub):
    with pytest.raises(stripe.InvalidRequestError, match="days_until_due"):
        merchant.client.subscriptions.update(sub.id, {"collection_method": "send_invoice"})
    fields = [{"name": "合同", "value": "A-1"}]
    wanted = {"collection_method": "send_invoice", "days_until_due": 7, "invoice_settings": {"custom_fields": fields}}
    merchant.client.subscriptions.update(sub.id, wanted)
    desk.advance(to=APRIL + 3600)
    invoice = merchant.again(sub).latest_invoice
    assert (invoice.status, invoice.due_date, invoice.custom_fields[0].value) == ("open", APRIL + 7 * DAY, "A-1")


def test_another_plan_in_a_trial_is_paid_when_the_trial_is_over_or_cut_short(merchant, desk):
    merchant.card()
    first, second = merchant.subscribe(trial_period_days=14), merchant.subscribe(trial_period_days=14)
    desk.advance(2)
    waiting = merchant.client.subscriptions.update(
        first.id, other(first, merchant.max, proration_behavior="always_invoice")
    )
    assert (waiting.status, waiting.latest_invoice) == ("trialing", first.latest_invoice)
    wanted = other(
        second, merchant.max, proration_behavior="always_invoice", trial_end="now", expand=["latest_invoice"]
    )
    at_once = merchant.client.subscriptions.update(second.id, wanted)
    assert (at_once.status, amounts(at_once.latest_invoice)) == ("active", [("1 × 专业版", 99_900)])
    desk.advance(13)
    assert merchant.again(first).latest_invoice.amount_paid == 99_900
