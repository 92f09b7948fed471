"""The provider is told what was used in hours that are over: each figure once, whatever is cut off between."""

import datetime as dt

import pytest

from billing.errors import BillingRefused, BillingUnavailable
from billing.models import BillingAccount, UsageTotal
from billing.services import report_usage as module
from billing.services.report_usage import report_usage
from platform_core.tenancy.context import platform_context

HOUR = dt.timedelta(hours=1)
NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
LATER = NOON + dt.timedelta(days=1, hours=3)


class Meters:
    """A provider's meters: an identifier counts once; of storage the last figure counts."""

    def __init__(self):
        self.told, self.seen, self.trouble = [], {}, []

    def report_usage(self, readings):
        if self.trouble:
            raise self.trouble.pop(0)
        self.told.append(list(readings))
        for each in readings:
            self.seen.setdefault(each.identifier, each)

    def total(self, customer, meter="codes"):
        return sum(each.value for each in self.seen.values() if (each.customer_id, each.meter) == (customer, meter))


@pytest.fixture
def meters(settings, monkeypatch):
    settings.KAQUAN_BILLING = "sandbox"
    made = Meters()
    monkeypatch.setattr(module, "get_engine", lambda name: made)
    return made


def customer(tenant, customer_id):
    with platform_context():
        BillingAccount.objects.create(
            tenant_id=tenant.id, tenant_role=tenant.role_name, provider="sandbox", customer_id=customer_id,
            created_at=NOON, changed_at=NOON,
        )  # fmt: skip


def use(tenant, quantity, at=NOON, meter="codes"):
    with platform_context():
        UsageTotal.objects.update_or_create(
            tenant_role=tenant.role_name, meter=meter, at=at, defaults={"quantity": quantity}
        )


def test_hours_that_are_over_are_told_once_and_those_that_run_are_not(tenant, meters):
    customer(tenant, "cus_1")
    for hours, quantity in ((-1, 5), (0, 7), (1, 9)):
        use(tenant, quantity, NOON + hours * HOUR)
    for minutes, told in ((59, 1), (64, 0), (65, 1), (65, 0)):
        assert report_usage(now=NOON + dt.timedelta(minutes=minutes)) == told
    assert [each.identifier for each in meters.seen.values()] == [
        f"kaquan.localhost:{tenant.code}:codes:20260504T11",
        f"kaquan.localhost:{tenant.code}:codes:20260504T12",
    ]
    assert [(each.value, each.at) for each in meters.seen.values()] == [(5, NOON - HOUR), (7, NOON)]


def test_what_came_late_is_told_by_itself(tenant, meters):
    customer(tenant, "cus_1")
    for quantity in (7, 10, 11):
        use(tenant, quantity)
        report_usage(now=LATER)
    hour = f"kaquan.localhost:{tenant.code}:codes:20260504T12"
    assert {name: each.value for name, each in meters.seen.items()} == {hour: 7, f"{hour}:7": 3, f"{hour}:10": 1}


def test_who_is_cut_off_after_telling_tells_the_same_again_and_what_came_meanwhile_by_itself(
    tenant, meters, monkeypatch
):
    customer(tenant, "cus_1")
    use(tenant, 7)
    with monkeypatch.context() as killed:
        killed.setattr(module, "_finish", lambda rows, now: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            report_usage(now=LATER)
    use(tenant, 12)
    report_usage(now=LATER)
    first, again, rest = (each[0] for each in meters.told)
    assert first == again
    assert rest.value == 5
    assert meters.total("cus_1") == 12
    assert report_usage(now=LATER) == 0


def test_the_figure_of_a_day_is_told_of_storage_when_the_day_is_over(tenant, meters):
    customer(tenant, "cus_1")
    use(tenant, 128, NOON.replace(hour=0), "storage")
    assert report_usage(now=NOON + 4 * HOUR) == 0
    assert report_usage(now=NOON + 13 * HOUR) == 1
    assert meters.total("cus_1", "storage") == 128


def test_shops_that_are_no_customers_and_hours_out_of_the_window_are_not_told(tenant, other_tenant, meters):
    customer(tenant, "cus_1")
    use(other_tenant, 3)
    use(tenant, 5, NOON - dt.timedelta(days=40))
    assert report_usage(now=LATER) == 0


def test_a_provider_that_is_down_is_told_later(tenant, meters):
    customer(tenant, "cus_1")
    use(tenant, 7)
    meters.trouble = [BillingUnavailable(reason="timeout")]
    assert report_usage(now=LATER) == 0
    assert report_usage(now=LATER + HOUR) == 1
    assert meters.total("cus_1") == 7


def test_one_customer_that_is_refused_does_not_hold_up_the_others(tenant, other_tenant, meters):
    for owner, name in ((tenant, "cus_1"), (other_tenant, "cus_2")):
        customer(owner, name)
        use(owner, 7)
    meters.trouble = [BillingRefused(reason="no_such_customer")]
    assert report_usage(now=LATER) == 1
    assert report_usage(now=LATER) == 1
    assert (meters.total("cus_1"), meters.total("cus_2")) == (7, 7)


def test_more_than_a_batch_is_told_whole(tenant, other_tenant, meters, monkeypatch):
    monkeypatch.setattr(module, "ROWS", 3)
    for owner, name in ((tenant, "cus_1"), (other_tenant, "cus_2")):
        customer(owner, name)
        for hours in range(7):
            use(owner, 2, NOON + hours * HOUR)
    assert report_usage(now=LATER) == 14
    assert (meters.total("cus_1"), meters.total("cus_2")) == (14, 14)


def test_nobody_is_told_where_nobody_is_charged(tenant, meters, settings):
    settings.KAQUAN_BILLING = "off"
    customer(tenant, "cus_1")
    use(tenant, 7)
    assert report_usage(now=LATER) == 0
