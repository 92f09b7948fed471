"""However events come - in any order, twice, one of them never, between the steps or after them - the same comes out.

For each flow the outcome is taken from its events in their order; then from every order of five of them, of which one is lost and
another comes twice, and a comparison with Stripe. (A dozen orders drawn by lot; all 120 of each flow with ``--long``.)
"""

import itertools
import random
from contextlib import contextmanager

import pytest
from django.db import transaction

from billing.services.cancel_subscription import cancel_subscription
from billing.services.handle_event import HEARD
from billing.services.resume_subscription import resume_subscription
from platform_core.tenancy.context import platform_context
from tests.integration.stripe_billing.frozen import FrozenStripe

pytestmark = pytest.mark.django_db
MOST = 5


def subscribed(merchant, plan="professional"):
    """It pays for a plan by the month, for ten days now."""
    merchant.pass_days(20)
    merchant.subscribe(plan)
    merchant.settle()
    merchant.pass_days(10)


def in_trial(merchant):
    """It subscribed in its trial, which ends in four days."""
    merchant.subscribe("starter")
    merchant.settle()
    merchant.pass_days(10)


def by_bill(merchant):
    """It pays by bill, and one has fallen due."""
    merchant.pass_days(20)
    merchant.open("starter", collection="invoice")
    merchant.settle()
    merchant.pass_days(8)
    merchant.settle()


def cancelling(merchant):
    """It ends with its period."""
    subscribed(merchant)
    cancel_subscription(tenant=merchant.tenant, reason="", by="owner", now=merchant.now)
    merchant.settle()


def days(number):
    return lambda merchant: merchant.pass_days(number)


def card(how):
    return lambda merchant: merchant.desk.card_behaves(how)


def at_stripe(**params):
    """Something changes there, of which we hear by events alone."""

    def change(merchant):
        row = merchant.row
        price = next(
            (each["id"] for each in merchant.desk.all("price") if each["lookup_key"] == params.get("to")), None
        )
        given = {name: value for name, value in params.items() if name != "to"}
        if price:
            item = merchant.desk.objects[row.remote_id]["items"]["data"][0]["id"]
            given["items"] = [{"id": item, "price": price}]
        merchant.desk.update_subscription(given, row.remote_id)

    return change


def paid_by_transfer(merchant):
    bill = next(each for each in merchant.desk.all("invoice") if each["status"] == "open")
    merchant.desk.pay_invoice({"paid_out_of_band": True}, bill["id"])


def subscribe_in_trial(merchant):
    merchant.subscribe("starter")


FLOWS = {
    "subscribe_in_trial": (lambda merchant: None, [subscribe_in_trial]),
    "trial_ends_paid": (in_trial, [days(4.1), days(0.2)]),
    "renewal_paid": (subscribed, [days(21), days(0.2)]),
    "renewal_failed_then_paid": (subscribed, [card("card_declined"), days(21), card("ok"), days(4)]),
    "upgrade": (subscribed, [at_stripe(to="kq_enterprise_v1_month", proration_behavior="always_invoice")]),
    "downgrade": (subscribed, [at_stripe(to="kq_starter_v1_month", proration_behavior="none"), days(2)]),
    "cancelled_and_over": (subscribed, [at_stripe(cancel_at_period_end=True), days(25)]),
    "cancelled_and_resumed": (cancelling, [at_stripe(cancel_at_period_end=False), days(21), days(0.2)]),
    "bill_paid_by_transfer": (by_bill, [paid_by_transfer]),
}  # fmt: skip


@contextmanager
def undone():
    """What happens inside our database has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def heard(events):
    return [each for each in events if each["type"].startswith(HEARD) and "id" in each["data"]["object"]]


def some(events):
    """Five that differ most: the last of each type and object, then the last of those that are left."""
    last = {(each["type"], each["data"]["object"]["id"]): each["id"] for each in heard(events)}
    return [each for each in heard(events) if each["id"] in last.values()][-MOST:]


@pytest.mark.parametrize("flow", FLOWS)
def test_every_order_of_a_flows_events_comes_to_the_same(merchant, flow, request, monkeypatch):
    prepare, steps = FLOWS[flow]
    prepare(merchant)
    for step in steps:
        step(merchant)
    told = merchant.desk.take()
    chosen = some(told)
    assert chosen
    orders = list(itertools.permutations(chosen))
    some_of = orders if request.config.getoption("--long") else random.Random(flow).sample(orders, min(len(orders), 12))
    frozen = FrozenStripe()
    monkeypatch.setattr("billing.providers.stripe_client.HTTP", frozen)
    with platform_context():
        with undone():
            merchant.carry(told)
            wanted = merchant.state()
        for number, order in enumerate(some_of):
            lost, twice = number % len(order), (number + 1) % len(order)
            brought = [each for at, each in enumerate(order) if at != lost] + [order[twice]]
            with undone():
                merchant.carry(brought)
                figures = merchant.reconcile().figures
                assert merchant.state() == wanted, [each["type"] for each in brought]
                assert figures["failed"] == figures["unknown"] == 0
        with undone():
            merchant.reconcile()  # nothing came at all
            assert merchant.state() == wanted
    frozen.close()


@pytest.mark.parametrize("flow", [name for name, (_prepare, steps) in FLOWS.items() if len(steps) > 1])
def test_events_that_come_late_between_the_steps_come_to_the_same(merchant, flow):
    prepare, steps = FLOWS[flow]
    prepare(merchant)
    chance = random.Random(flow)
    waiting = []
    for step in steps:
        step(merchant)
        waiting += heard(merchant.desk.take())
        chance.shuffle(waiting)
        now, waiting = waiting[: len(waiting) // 2], waiting[len(waiting) // 2 :]
        merchant.carry(now)
    lost = chance.randrange(len(waiting))
    merchant.carry([each for at, each in enumerate(waiting) if at != lost])
    merchant.reconcile()
    late = merchant.state()
    check = merchant.reconcile()
    assert merchant.state() == late
    assert (check.figures["same"], check.figures["mended"]) == (1, 0)
    remote = merchant.desk.objects[late["row"]["remote_id"]]
    assert (late["row"]["status"], late["row"]["amount"]) == (
        remote["status"],
        remote["items"]["data"][0]["price"]["unit_amount"],
    )
    assert {each["remote_id"]: each["status"] for each in late["bills"]} == {
        each["id"]: each["status"] for each in merchant.desk.all("invoice")
    }


@pytest.mark.parametrize("step", ["resumed by us", "cancelled by us"])
def test_what_we_did_ourselves_is_known_before_its_events_come(merchant, step):
    cancelling(merchant)
    if step == "resumed by us":
        resume_subscription(tenant=merchant.tenant, by="owner", now=merchant.now)
    before = merchant.state()
    steps = len(merchant.steps)
    merchant.settle()
    assert merchant.state() == before
    assert len(merchant.steps) == steps
