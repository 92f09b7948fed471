"""What an event is good for: a reason to read its object again."""

import pytest

from billing.errors import BillingUnavailable
from billing.models import BillingAccount, ProviderEvent
from billing.services.handle_event import handle_event
from billing.services.poll_events import poll_events
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.job_runner import run_next_job

pytestmark = pytest.mark.django_db


def test_what_an_event_says_of_its_object_is_not_believed(merchant):
    merchant.subscribe("starter")
    for event in merchant.desk.take():
        said = event["data"]["object"]
        if said["object"] == "subscription":
            said["status"] = "canceled"
            said["items"]["data"][0]["price"]["id"] = "price_ofsomebody"
        merchant.bring(event)
    assert (merchant.row.status, merchant.row.plan) == ("trialing", "starter")


def test_types_that_mean_nothing_to_us_are_kept_and_left_alone(merchant):
    merchant.subscribe("starter")
    merchant.settle()
    outcomes = {each.type: each.outcome for each in merchant.events.values()}
    assert outcomes["customer.subscription.created"] == outcomes["checkout.session.completed"] == "synced"
    ignored = {kind for kind, outcome in outcomes.items() if outcome == "ignored"}
    assert ignored
    assert not any(kind.startswith(("customer.subscription.", "invoice.")) for kind in ignored)


def test_the_objects_of_another_platform_at_the_same_account_are_not_ours(merchant, settings):
    price = merchant.open("starter") and merchant.desk.all("price")[0]["id"]
    other = merchant.desk.make_customer(
        {"metadata": {"kaquan_platform": "other.example", "kaquan_tenant": str(merchant.tenant.id)}}
    )
    merchant.desk.make_subscription({
        "customer": other["id"], "items": [{"price": price}], "collection_method": "send_invoice", "days_until_due": 7,
        "metadata": {"kaquan_platform": "other.example", "kaquan_tenant": str(merchant.tenant.id)},
    })  # fmt: skip
    merchant.settle()
    outcomes = {
        each.outcome for each in merchant.events.values() if each.type.startswith(("customer.subscription", "invoice."))
    }
    assert outcomes == {"other_platform"}
    assert (merchant.row.provider, merchant.bills) == ("", [])
    figures = merchant.reconcile().figures
    assert (figures["subscriptions"], figures["unknown"]) == (0, 0)


def test_a_subscription_of_ours_whose_customer_we_lost_is_known_again_by_its_marks(merchant):
    merchant.subscribe("starter")
    with platform_context():
        BillingAccount.objects.update(customer_id="", provider="")
    merchant.settle()
    assert merchant.row.plan == "starter"


def test_a_subscription_that_bears_our_name_and_nobody_knows_is_reported(merchant):
    merchant.subscribe("starter")
    merchant.settle()
    with platform_context():
        BillingAccount.objects.update(customer_id="cus_another")
    check = merchant.reconcile()
    assert check.figures["unknown"] == 1
    assert check.findings[0]["id"] == merchant.row.remote_id


def test_while_stripe_is_down_an_event_waits_and_is_dealt_with_later(merchant):
    merchant.subscribe("starter")
    event = next(each for each in merchant.desk.take() if each["type"] == "customer.subscription.created")
    merchant.receive(event)
    merchant.desk.trouble("500", times=2)
    with pytest.raises(BillingUnavailable):
        handle_event(event_id=event["id"], now=merchant.now)
    assert merchant.events[event["id"]].handled_at is None
    merchant.desk.troubles.clear()
    assert handle_event(event_id=event["id"], now=merchant.now) == "synced"
    assert merchant.row.plan == "starter"


def test_the_job_of_an_event_does_what_it_asks_for(merchant):
    merchant.subscribe("starter")
    event = next(each for each in merchant.desk.take() if each["type"] == "customer.subscription.created")
    merchant.receive(event)
    while merchant.events[event["id"]].handled_at is None:
        assert run_next_job()
    assert merchant.row.plan == "starter"


def test_an_event_that_never_came_is_asked_for(merchant):
    merchant.subscribe("starter")
    told = merchant.desk.take()
    lost = next(each for each in told if each["type"] == "customer.subscription.created")
    check = poll_events(now=merchant.now)
    assert check.outcome == "done"
    assert check.figures["missed"] == check.figures["events"] > 0
    row = merchant.events[lost["id"]]
    assert (row.found_by, row.handled_at) == ("poll", None)
    assert merchant.receive(lost) is False
    again = poll_events(now=merchant.now)
    assert again.figures["missed"] == 0


def test_an_event_whose_job_is_gone_is_dealt_with_by_the_next_look(merchant):
    from platform_core.events.models import Job

    merchant.subscribe("starter")
    event = next(each for each in merchant.desk.take() if each["type"] == "customer.subscription.created")
    merchant.receive(event)
    with platform_context():
        Job.objects.filter(name="billing.handle_event").delete()
    merchant.desk.advance(0.05)
    poll_events(now=merchant.now)
    assert merchant.events[event["id"]].outcome == "synced"
    assert merchant.row.plan == "starter"


def test_a_look_while_stripe_is_down_says_so(merchant):
    merchant.desk.trouble("500", times=5)
    check = poll_events(now=merchant.now)
    assert check.outcome != "done"
    assert check.figures["events"] == 0
    merchant.desk.troubles.clear()


def test_events_are_handled_only_once(merchant):
    merchant.subscribe("starter")
    (first, *_rest) = [each for each in merchant.desk.take() if each["type"].startswith("customer.subscription")]
    merchant.bring(first)
    calls = len(merchant.desk.calls)
    merchant.bring(first)
    assert len(merchant.desk.calls) == calls
    with platform_context():
        assert ProviderEvent.objects.filter(pk=first["id"]).count() == 1


def test_an_event_whose_job_could_not_be_kept_is_not_kept_either_and_comes_again(merchant, monkeypatch):
    merchant.subscribe("starter")
    event = next(each for each in merchant.desk.take() if each["type"] == "customer.subscription.created")

    def dies(*args, **kwargs):
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr("billing.services.keep_event.enqueue_job", dies)
        with pytest.raises(ConnectionError):
            merchant.receive(event)
    assert merchant.events == {}
    assert merchant.bring(event) == "synced"


def test_an_event_of_a_shop_that_is_gone_is_not_tried_for_ever(merchant, monkeypatch):
    merchant.subscribe("starter")
    event = next(each for each in merchant.desk.take() if each["type"] == "customer.subscription.created")
    monkeypatch.setattr("platform_core.tenancy.directory.find_by_id", lambda tenant_id: None)
    assert merchant.bring(event) == "resource_not_found"
    assert merchant.events[event["id"]].handled_at is not None
    check = merchant.reconcile()
    assert (check.outcome, check.figures["failed"]) == ("done", 1)
