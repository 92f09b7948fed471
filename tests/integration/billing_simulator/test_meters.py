"""Usage: told once, within limits, added up, charged at the end of the month."""

import pytest
import stripe

from tests.integration.billing_simulator.merchant import APRIL, DAY, MARCH

HOUR = 3600


@pytest.fixture
def meter(client):
    """Of calls."""
    return client.billing.meters.create(
        {"display_name": "调用", "event_name": "calls", "default_aggregation": {"formula": "sum"}}
    )


@pytest.fixture
def tell(client, merchant):
    """Tell of usage."""

    def told(value, identifier=None, **given):
        payload = {"stripe_customer_id": merchant.customer.id, "value": str(value)}
        named = {"identifier": identifier} if identifier else {}
        return client.billing.meter_events.create({"event_name": "calls", "payload": payload, **named, **given})

    return told


def total(client, meter, customer, start, end, **given):
    """What the summaries of a meter add up to."""
    wanted = {"customer": customer.id, "start_time": start, "end_time": end, **given}
    return [each.aggregated_value for each in client.billing.meters.event_summaries.list(meter.id, wanted).data]


def test_usage_is_counted_once_for_each_identifier_within_a_day(client, merchant, meter, tell, desk):
    tell(5, "shop-1:2026-03-01")
    with pytest.raises(stripe.InvalidRequestError) as caught:
        tell(5, "shop-1:2026-03-01")
    assert (caught.value.http_status, caught.value.code) == (400, None)
    assert "An event already exists with identifier shop-1:2026-03-01" in str(caught.value)
    desk.advance(1, seconds=-1)
    with pytest.raises(stripe.InvalidRequestError):
        tell(5, "shop-1:2026-03-01")
    assert total(client, meter, merchant.customer, MARCH, MARCH + DAY) == [5]
    desk.advance(seconds=1)
    tell(7, "shop-1:2026-03-01", timestamp=MARCH)  # Stripe remembers no longer than that
    assert total(client, meter, merchant.customer, MARCH, MARCH + DAY) == [12]


@pytest.mark.parametrize(("off", "why"), [(-35 * DAY - 1, "35 calendar days"), (301, "5 minutes")])
def test_usage_of_another_time_is_refused(client, merchant, meter, tell, off, why):
    with pytest.raises(stripe.InvalidRequestError, match=why):
        tell(5, timestamp=MARCH + off)
    tell(5, timestamp=MARCH - 35 * DAY)
    tell(5, timestamp=MARCH + 300)


def test_usage_of_nobody_and_without_a_number_is_taken_and_not_counted(client, merchant, meter, desk):
    for payload in (
        {"stripe_customer_id": "cus_nobody", "value": "3"},
        {"stripe_customer_id": merchant.customer.id, "value": "x"},
    ):
        client.billing.meter_events.create({"event_name": "calls", "payload": payload})
    assert total(client, meter, merchant.customer, MARCH, MARCH + DAY) == []
    assert len(desk.usage_errors) == 2
    with pytest.raises(stripe.InvalidRequestError):
        client.billing.meter_events.create({"event_name": "unheard", "payload": {}})


def test_usage_is_added_up_by_the_hour_and_the_day(client, merchant, meter, tell, desk):
    desk.advance(2)
    for at, value in ((0, 1), (HOUR, 2), (HOUR + 59, 3), (DAY, 4)):
        tell(value, timestamp=MARCH + at)
    customer, end = merchant.customer, MARCH + 2 * DAY
    assert total(client, meter, customer, MARCH, end) == [10]
    assert total(client, meter, customer, MARCH, end, value_grouping_window="day") == [4, 6]
    assert total(client, meter, customer, MARCH, end, value_grouping_window="hour") == [4, 5, 1]
    with pytest.raises(stripe.InvalidRequestError):
        total(client, meter, customer, MARCH + 1, end)


def test_usage_is_charged_after_the_month_beyond_what_is_free(client, merchant, meter, tell, desk):
    tiers = [{"up_to": 1000, "unit_amount": 0}, {"up_to": "inf", "unit_amount_decimal": "1.5"}]
    recurring = {"interval": "month", "usage_type": "metered", "meter": meter.id}
    wanted = {"product": merchant.product.id, "currency": "cny", "billing_scheme": "tiered", "tiers_mode": "graduated"}
    calls = client.prices.create({**wanted, "tiers": tiers, "recurring": recurring})
    merchant.card()
    sub = merchant.subscribe(items=[{"price": merchant.month.id}, {"price": calls.id}])
    desk.advance(3)
    tell(1_001)
    tell(2_000)
    desk.advance(to=APRIL + HOUR)
    tell(999_999)
    invoice = merchant.again(sub).latest_invoice
    assert [(each.quantity, each.amount, each.period.start) for each in invoice.lines.data] == [
        (3_001, 3_002, MARCH),
        (1, 29_900, APRIL),
    ]  # 2,001 × 1.5 = 3,001.5
    assert invoice.amount_paid == 32_902  # fmt: skip


def test_a_name_has_one_active_meter(client, meter):
    again = {"display_name": "调用", "event_name": "calls", "default_aggregation": {"formula": "sum"}}
    with pytest.raises(stripe.InvalidRequestError):
        client.billing.meters.create(again)
    assert client.billing.meters.deactivate(meter.id).status == "inactive"
    assert client.billing.meters.create(again).id != meter.id
    assert [each.status for each in client.billing.meters.list().data] == ["active", "inactive"]
