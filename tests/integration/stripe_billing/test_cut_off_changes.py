"""An upgrade out of a downgrade that waits takes two calls: wherever it is cut off, no more is billed than was said."""

import datetime as dt

import pytest

from billing.errors import BillingRefused, BillingUnavailable, PlanNotForSale
from billing.providers.stripe import StripeEngine
from billing.services.change_subscription import CUT_OFF
from billing.services.preview_change import preview_change
from platform_core.entitlements import plans
from platform_core.events.models import Job
from platform_core.kernel.jobs import JobName
from platform_core.tenancy import job_runner
from platform_core.tenancy.context import platform_context
from tests.integration.stripe_billing.test_stripe_trouble import NthCall

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(merchant):
    """It has paid for professional, and goes over to starter when that is over."""
    merchant.pass_days(15)
    merchant.subscribe("professional")
    merchant.settle()
    merchant.change("starter")
    assert (merchant.row.plan, merchant.row.held_plan) == ("starter", "professional")
    return merchant


def look_after(merchant):
    """The jobs that look after changes run, two minutes later."""
    with platform_context():
        asked = Job.objects.filter(name=JobName.PUT_BACK_CHANGE, done_at=None)
        assert all(each.available_at >= each.created_at + CUT_OFF for each in asked)
        Job.objects.exclude(pk__in=asked).delete()
        asked.update(available_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    while job_runner.run_next_job():
        pass
    with platform_context():
        assert not Job.objects.filter(name=JobName.PUT_BACK_CHANGE, done_at=None).exists()
    merchant.settle()


@pytest.mark.parametrize("how", ["500", "dropped", "lost"])
def test_wherever_it_is_cut_off_it_is_had_and_paid_or_waits_as_before(waiting, monkeypatch, how):
    outcomes = set()
    for number in range(20):
        paid = waiting.charged()
        trouble = NthCall(waiting.desk, number, how)
        monkeypatch.setattr(waiting.desk, "take_trouble", trouble)
        try:
            waiting.change("enterprise")
        except BillingUnavailable:
            pass
        finally:
            monkeypatch.setattr(waiting.desk, "take_trouble", trouble.before)
        look_after(waiting)
        row = waiting.row
        if row.plan == "enterprise":
            assert row.held_plan == ""
            assert waiting.charged() > paid
            outcomes.add("had")
            break
        assert (row.plan, row.held_plan, row.amount) == ("starter", "professional", 300_000)
        assert waiting.charged() == paid
        outcomes.add("waits")
    assert outcomes == {"had", "waits"}


def test_what_somebody_decided_meanwhile_holds(waiting, monkeypatch):
    kept, calls = StripeEngine.change_price, []

    def cut_off(self, *arguments):
        calls.append(arguments)
        if len(calls) == 2:
            raise BillingUnavailable(reason="timeout")
        return kept(self, *arguments)

    monkeypatch.setattr(StripeEngine, "change_price", cut_off)
    with pytest.raises(BillingUnavailable):
        waiting.change("enterprise")
    monkeypatch.setattr(StripeEngine, "change_price", kept)
    waiting.pass_days(1 / 1440)
    waiting.change("professional")  # it does not want the smaller one any more
    look_after(waiting)
    assert (waiting.row.plan, waiting.row.held_plan) == ("professional", "")


def test_one_that_went_well_is_left_alone(waiting):
    waiting.change("enterprise")
    look_after(waiting)
    assert (waiting.row.plan, waiting.row.held_plan) == ("enterprise", "")


def test_one_that_was_refused_waits_at_once(waiting):
    waiting.desk.card_behaves("card_declined")
    with pytest.raises(BillingRefused):
        waiting.change("enterprise")
    assert (waiting.row.plan, waiting.row.held_plan) == ("starter", "professional")
    look_after(waiting)
    assert (waiting.row.plan, waiting.row.held_plan) == ("starter", "professional")


def test_a_plan_that_is_not_sold_any_more_is_gone_out_from_at_what_was_paid_for_it(waiting, monkeypatch):
    before = preview_change(tenant=waiting.tenant, plan="enterprise", interval="month", now=waiting.now)
    left = {name: plan for name, plan in plans.PLANS.items() if name != "professional"}
    for module in ("billing.services.get_price", "billing.services.settle_standing"):
        monkeypatch.setattr(f"{module}.PLANS", left)
    with pytest.raises(PlanNotForSale):
        waiting.change("professional")
    after = waiting.preview("enterprise")
    assert (after.due_now, after.lines) == (before.due_now, before.lines)
    paid = waiting.charged()
    waiting.change("enterprise", at=after.at)
    assert (waiting.row.plan, waiting.row.held_plan) == ("enterprise", "")
    assert waiting.charged() - paid == after.due_now
