"""Nobody pays for a shop that is closed, whatever was down, late or still open when it was closed."""

import pytest

from billing.models import BillingCheck
from billing.services.end_subscription import end_subscription
from platform_core.events.models import Job
from platform_core.kernel.jobs import JobName
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.enums import TenantAct
from platform_core.tenancy.services.change_tenant_state import change_tenant_state

pytestmark = pytest.mark.django_db


def close(merchant):
    """Its owner asked for it; the job that tells the provider never gets anywhere."""
    with platform_context():
        change_tenant_state(
            tenant_id=merchant.tenant.id, act=TenantAct.CLOSE, reason="店主申请", by="anna@p.example", now=merchant.now
        )
        Job.objects.filter(name=JobName.END_SUBSCRIPTION).delete()
    directory.forget()


def remote(merchant):
    (found,) = merchant.desk.all("subscription")
    return found["status"]


def test_one_whose_provider_was_down_for_long_is_ended_by_the_comparison(merchant):
    merchant.pass_days(15)
    merchant.subscribe("starter")
    merchant.settle()
    close(merchant)
    assert remote(merchant) == "active"
    check = merchant.reconcile()
    assert (remote(merchant), merchant.row.status) == ("canceled", "canceled")
    assert check.figures["closed"] == 1
    merchant.pass_days(40)
    merchant.settle()
    assert merchant.charged() == 300_000  # the month that it had
    with platform_context():
        assert BillingCheck.objects.filter(kind=BillingCheck.COMPARISON).count() == 1


def test_who_pays_on_a_page_that_was_still_open_gets_it_back(merchant):
    merchant.pass_days(15)
    session = merchant.open("starter").rsplit("/", 1)[-1]
    merchant.pass_days(1 / 24)
    close(merchant)
    merchant.pass_days(1 / 24)
    assert merchant.desk.finish_session(session) == ""
    assert merchant.charged() == 300_000
    merchant.settle()
    assert (remote(merchant), merchant.row.status, merchant.charged()) == ("canceled", "canceled", 0)


def test_a_shop_that_is_open_is_not_touched(merchant):
    merchant.pass_days(15)
    merchant.subscribe("starter")
    merchant.settle()
    assert end_subscription(tenant_id=merchant.tenant.id, now=merchant.now) is False
    assert merchant.reconcile().figures["closed"] == 0
    assert (remote(merchant), merchant.charged()) == ("active", 300_000)
