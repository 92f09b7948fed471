"""Invoices that are sent, paid elsewhere, given up, voided; what is taken off; what is paid back."""

import pytest
import stripe

from tests.integration.billing_simulator.merchant import APRIL, DAY, MARCH, MAY

HOUR = 3600


@pytest.fixture
def sub(merchant, desk):
    """A year that is paid by bank transfer within 14 days."""
    sub = merchant.subscribe(merchant.year, collection_method="send_invoice", days_until_due=14)
    desk.take()
    return sub


def test_an_invoice_is_sent_after_an_hour_and_has_its_due_date(merchant, desk, sub):
    assert (sub.status, merchant.again(sub).latest_invoice.status) == ("active", "draft")
    desk.advance(seconds=HOUR)
    invoice = merchant.again(sub).latest_invoice
    assert (invoice.status, invoice.due_date, invoice.amount_due) == ("open", MARCH + 14 * DAY, 299_000)
    assert invoice.number.endswith("-0001")
    assert merchant.told() == ["invoice.finalized", "payment_intent.created", "invoice.sent"]


def test_an_invoice_that_was_paid_elsewhere_is_paid(merchant, desk, sub):
    desk.advance(20)
    late = merchant.again(sub)
    assert late.status == "past_due"
    assert "invoice.overdue" in merchant.told()
    wanted = {"paid_out_of_band": True, "expand": ["payments", "amount_paid_off_stripe"]}
    invoice = merchant.client.invoices.pay(late.latest_invoice.id, wanted)
    assert (invoice.status, invoice.amount_remaining, invoice.amount_paid_off_stripe) == ("paid", 0, 299_000)
    assert [each.status for each in invoice.payments.data] == ["canceled"]
    assert merchant.client.charges.list().data == []
    assert merchant.again(sub).status == "active"
    told = merchant.told()
    assert {"invoice.paid", "customer.subscription.updated", "payment_intent.canceled"} < set(told)
    with pytest.raises(stripe.InvalidRequestError):
        merchant.client.invoices.pay(invoice.id, {"paid_out_of_band": True})


@pytest.mark.parametrize("status", ["canceled", "unpaid", "past_due"])
def test_an_invoice_that_nobody_pays_is_waited_for_and_no_longer(merchant, desk, sub, status):
    desk.settings.overdue_days, desk.settings.after_overdue = 30, status
    desk.advance(to=MARCH + 44 * DAY - 1)
    assert merchant.again(sub).status == "past_due"
    desk.advance(seconds=1)
    assert merchant.again(sub).status == status


def test_void_and_uncollectible_end_the_waiting(merchant, desk):
    merchant.card()
    sub = merchant.subscribe()
    desk.card_behaves("card_declined")
    desk.advance(to=APRIL + HOUR)
    first = merchant.again(sub).latest_invoice
    assert merchant.client.invoices.void_invoice(first.id).status == "void"
    assert merchant.again(sub).status == "active"
    desk.advance(to=MAY + HOUR)
    second = merchant.client.invoices.mark_uncollectible(merchant.again(sub).latest_invoice.id)
    assert (second.status, second.status_details.uncollectible.reason) == ("uncollectible", "user_forgiven")
    assert merchant.again(sub).status == "active"
    with pytest.raises(stripe.InvalidRequestError):
        merchant.client.invoices.pay(first.id)


def test_numbers_follow_each_other_for_each_customer(merchant, desk):
    merchant.card()
    sub = merchant.subscribe()
    desk.advance(to=MAY + HOUR)
    numbers = [each.number for each in merchant.client.invoices.list({"subscription": sub.id}).data]
    prefix = merchant.client.customers.retrieve(merchant.customer.id).invoice_prefix
    assert numbers == [f"{prefix}-{number:04d}" for number in (3, 2, 1)]


def test_an_invoice_by_hand_with_what_was_put_on_it(merchant, desk):
    invoice = merchant.client.invoices.create(
        {"customer": merchant.customer.id, "collection_method": "send_invoice", "days_until_due": 7}
    )
    item = {
        "customer": merchant.customer.id,
        "invoice": invoice.id,
        "amount": 5_000,
        "currency": "cny",
        "description": "短信",
    }
    merchant.client.invoice_items.create(item)
    sent = merchant.client.invoices.finalize_invoice(invoice.id)
    assert (sent.status, sent.total, sent.parent) == ("open", 5_000, None)
    assert merchant.client.invoices.line_items.list(invoice.id).data[0].description == "短信"
    with pytest.raises(stripe.InvalidRequestError):
        merchant.client.invoices.delete(invoice.id)


@pytest.mark.parametrize(
    ("coupon", "totals"),
    [({"percent_off": 25, "duration": "once"}, [22_425, 29_900, 29_900]),
     ({"amount_off": 10_000, "currency": "cny", "duration": "repeating", "duration_in_months": 2}, [19_900, 19_900, 29_900]),
     ({"percent_off": 33.3, "duration": "forever"}, [19_943, 19_943, 19_943])],
)  # fmt: skip
def test_a_coupon_is_taken_off_for_as_long_as_it_lasts(merchant, desk, coupon, totals):
    merchant.card()
    coupon = merchant.client.coupons.create(coupon)
    sub = merchant.subscribe(discounts=[{"coupon": coupon.id}])
    desk.advance(to=MAY + HOUR)
    invoices = merchant.client.invoices.list({"subscription": sub.id}).data
    assert [each.total for each in reversed(invoices)] == totals
    assert invoices[-1].total_discount_amounts[0].amount == 29_900 - totals[0]
    assert merchant.client.coupons.retrieve(coupon.id).times_redeemed == 1


def test_a_code_is_typed_in_on_the_page_until_it_is_used_up(merchant, desk):
    coupon = merchant.client.coupons.create({"percent_off": 50, "duration": "once"})
    code = {"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "SPRING", "max_redemptions": 1}
    merchant.client.promotion_codes.create(code)
    assert merchant.client.promotion_codes.list({"code": "spring"}).data[0].times_redeemed == 0
    session = merchant.session(allow_promotion_codes=True)
    assert desk.finish_session(session.id, code="WINTER") != ""
    assert desk.finish_session(session.id, code="spring") == ""
    assert merchant.client.checkout.sessions.retrieve(session.id).amount_total == 14_950
    with pytest.raises(stripe.InvalidRequestError):
        merchant.session(discounts=[{"promotion_code": merchant.client.promotion_codes.list().data[0].id}])


def test_a_discounted_month_gives_back_what_was_paid_and_no_more(merchant, desk):
    merchant.card()
    coupon = merchant.client.coupons.create({"percent_off": 25, "duration": "forever"})
    sub = merchant.subscribe(discounts=[{"coupon": coupon.id}])
    desk.advance(to=APRIL - 1_803_169)
    wanted = {
        "items": [{"id": sub["items"].data[0].id, "price": merchant.max.id}],
        "proration_behavior": "always_invoice",
    }
    invoice = merchant.client.subscriptions.update(sub.id, {**wanted, "expand": ["latest_invoice"]}).latest_invoice
    # 22,425 and 74,925 × 1,803,169 / 2,678,400 = 15,097.10 and 50,441.47
    assert [each.amount for each in invoice.lines.data] == [-15_097, 50_441]
    assert invoice.total == 35_344


def test_money_is_paid_back_once(merchant, desk):
    merchant.card()
    merchant.subscribe()
    (charge,) = merchant.client.charges.list({"customer": merchant.customer.id}).data
    refund = merchant.client.refunds.create({"payment_intent": charge.payment_intent, "amount": 9_900})
    assert (refund.status, merchant.client.charges.retrieve(charge.id).amount_refunded) == ("succeeded", 9_900)
    merchant.client.refunds.create({"charge": charge.id})
    with pytest.raises(stripe.InvalidRequestError) as caught:
        merchant.client.refunds.create({"charge": charge.id})
    assert caught.value.code == "charge_already_refunded"


def test_an_invoice_says_who_is_billed_as_it_was_then(merchant, desk):
    fields = [{"name": "发票抬头", "value": "某某商贸有限公司"}]
    merchant.client.customers.update(
        merchant.customer.id,
        {"invoice_settings": {"custom_fields": fields}, "address": {"country": "CN", "city": "上海"}},
    )
    merchant.client.customers.tax_ids.create(merchant.customer.id, {"type": "cn_tin", "value": "91310000000000000X"})
    merchant.card()
    sub = merchant.subscribe()
    merchant.client.customers.update(merchant.customer.id, {"name": "另一个名字"})
    invoice = merchant.again(sub).latest_invoice
    assert (invoice.customer_name, invoice.customer_address.city) == ("某某商贸", "上海")
    assert (invoice.custom_fields[0].value, invoice.customer_tax_ids[0].value) == (
        "某某商贸有限公司",
        "91310000000000000X",
    )


def test_a_credit_note_gives_back_part_of_what_was_paid(merchant, desk):
    merchant.card()
    sub = merchant.subscribe()
    wanted = {
        "invoice": sub.latest_invoice,
        "amount": 10_000,
        "refund_amount": 6_000,
        "credit_amount": 4_000,
        "reason": "duplicate",
    }
    with pytest.raises(stripe.InvalidRequestError):
        merchant.client.credit_notes.create({**wanted, "credit_amount": 3_000})
    note = merchant.client.credit_notes.create(wanted)
    invoice = merchant.client.invoices.retrieve(sub.latest_invoice)
    assert (note.number, note.type, invoice.post_payment_credit_notes_amount) == (
        f"{invoice.number}-CN-01",
        "post_payment",
        10_000,
    )
    assert merchant.client.charges.list().data[0].amount_refunded == 6_000
    assert merchant.client.customers.retrieve(merchant.customer.id).balance == -4_000
    assert [each.id for each in merchant.client.credit_notes.list({"invoice": invoice.id}).data] == [note.id]


def test_a_credit_note_takes_from_what_is_open_until_nothing_is(merchant, desk, sub):
    desk.advance(seconds=HOUR)
    invoice = merchant.again(sub).latest_invoice
    merchant.client.credit_notes.create({"invoice": invoice.id, "amount": 99_000})
    assert merchant.client.invoices.retrieve(invoice.id).amount_remaining == 200_000
    with pytest.raises(stripe.InvalidRequestError):
        merchant.client.credit_notes.create({"invoice": invoice.id, "amount": 200_001})
    merchant.client.credit_notes.create({"invoice": invoice.id, "amount": 200_000})
    paid = merchant.client.invoices.retrieve(invoice.id)
    assert (paid.status, paid.amount_paid, paid.pre_payment_credit_notes_amount) == ("paid", 0, 299_000)
