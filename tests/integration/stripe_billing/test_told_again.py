"""Usage that is told to Stripe again after it forgot the identifiers (a day): it counts once all the same."""

import datetime as dt

import pytest

from billing.models import UsageTotal
from billing.providers.base import Reading
from billing.providers.stripe import StripeEngine
from billing.services import report_usage as module
from billing.services.ensure_customer import ensure_customer
from billing.services.report_usage import report_usage
from platform_core.tenancy.context import platform_context

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def used(merchant):
    """Seven codes of an hour that is over, of a customer of Stripe."""
    merchant.open("starter")
    at = merchant.now.replace(minute=0, second=0, microsecond=0) - 3 * HOUR
    with platform_context():
        UsageTotal.objects.create(tenant_role=merchant.tenant.role_name, meter="codes", at=at, quantity=7)
    return at


def known(merchant, at, meter="kq_codes"):
    """What Stripe's meter says of an hour."""
    (found,) = merchant.desk.all("billing.meter", event_name=meter)
    customer = ensure_customer(tenant=merchant.tenant, now=merchant.now).customer_id
    start = int(at.timestamp())
    return merchant.desk.used(found["id"], customer, start, start + 3600)


def two_days_later(merchant):
    merchant.pass_days(2)
    merchant.desk.forget_keys()


def cut_off(merchant, monkeypatch):
    """Killed when Stripe had taken it and nobody had written that down."""
    with monkeypatch.context() as killed:
        killed.setattr(module, "_finish", lambda rows, now: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            report_usage(now=merchant.now)


def test_who_was_cut_off_and_comes_back_after_two_days_is_counted_once(merchant, used, monkeypatch):
    cut_off(merchant, monkeypatch)
    assert known(merchant, used) == 7
    two_days_later(merchant)
    assert report_usage(now=merchant.now) == 1
    assert known(merchant, used) == 7
    assert report_usage(now=merchant.now) == 0


def test_what_came_meanwhile_is_told_by_itself(merchant, used, monkeypatch):
    cut_off(merchant, monkeypatch)
    with platform_context():
        UsageTotal.objects.update(quantity=12)
    two_days_later(merchant)
    report_usage(now=merchant.now)
    assert known(merchant, used) == 12


def test_what_never_reached_stripe_is_told_after_two_days(merchant, used, monkeypatch):
    with monkeypatch.context() as lost:
        lost.setattr(StripeEngine, "report_usage", lambda self, readings: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            report_usage(now=merchant.now)
    two_days_later(merchant)
    assert report_usage(now=merchant.now) == 1
    assert known(merchant, used) == 7


def test_a_refused_figure_does_not_make_those_before_it_count_each_day(merchant, used):
    merchant.desk.all("billing.meter", event_name="kq_sms")[0]["status"] = "inactive"
    with platform_context():
        UsageTotal.objects.create(tenant_role=merchant.tenant.role_name, meter="sms", at=used + HOUR, quantity=1)
    for _ in range(3):
        report_usage(now=merchant.now)
        two_days_later(merchant)
    assert known(merchant, used) == 7


def test_the_first_time_nothing_is_looked_up(merchant, used, monkeypatch):
    def never(*given):
        raise AssertionError("asked")

    monkeypatch.setattr("billing.providers.stripe_catalogue._meter_ids", never)
    assert report_usage(now=merchant.now) == 1
    customer = ensure_customer(tenant=merchant.tenant, now=merchant.now).customer_id
    with pytest.raises(AssertionError):
        StripeEngine().report_usage([Reading(customer, "codes", 7, used, "again", again=7)])
