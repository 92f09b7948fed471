"""A shop is closed: the provider's subscription ends, its owners get their data, and nothing is deleted."""

import csv
import datetime as dt
import io

import pytest
from django.conf import settings as django_settings
from django.db import connection

from billing.errors import BillingUnavailable
from billing.models import Subscription
from billing.services import end_subscription as ending
from billing.services.tend_subscriptions import tend_subscriptions
from platform_core.events.models import Job
from platform_core.identity.models import User
from platform_core.kernel.clock import now
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.dotted import load
from platform_core.tenancy.enums import TenantAct
from platform_core.tenancy.selectors import list_kept_tenants, list_running_tenants
from platform_core.tenancy.services.change_tenant_state import change_tenant_state
from tenants.orders.models import Order
from tenants.reporting.models import Export
from tenants.reporting.services.sweep_closed_exports import sweep_closed_exports
from tests.api.v1.testing import run_jobs
from tests.integration.billing.stairs import DAY, NOW, standing, subscribe
from tests.integration.console.test_people import enter, hire, owner_of
from tests.integration.orders.ordering import open_payment, order, says
from tests.world import make_shelf, reference_of, stock


class Engine:
    """A provider that ends what it is told to."""

    def __init__(self):
        self.ended, self.trouble = [], []

    def find_subscription(self, subscription_id):
        return None

    def end_now(self, subscription_id, number):
        if self.trouble:
            raise self.trouble.pop()
        self.ended.append((subscription_id, number))


@pytest.fixture
def engine(settings, monkeypatch):
    settings.KAQUAN_BILLING = "sandbox"
    made = Engine()
    monkeypatch.setattr(ending, "get_engine", lambda name: made)
    # What reads a subscription again is another matter.
    made.read = []
    monkeypatch.setattr(ending, "sync_subscription", lambda *, tenant_id, now: made.read.append(tenant_id))
    return made


def change(tenant, act, at=None):
    with platform_context():
        change_tenant_state(tenant_id=tenant.id, act=act, reason="店主申请", by="anna@p.example", now=at or now())
    directory.forget()


def close(tenant):
    change(tenant, TenantAct.CLOSE)


def test_the_providers_subscription_ends_once(tenant, engine):
    subscribe(tenant)
    close(tenant)
    run_jobs()
    assert engine.ended == [("sub_1", f"close:{tenant.id}:sub_1")]
    assert engine.read == [tenant.id]
    with platform_context():
        Subscription.objects.update(status="canceled", ended_at=now())
    ending.end_subscription(tenant_id=tenant.id, now=now())
    assert len(engine.ended) == 1


def test_a_shop_that_is_opened_again_at_once_keeps_it(tenant, engine, mailoutbox):
    subscribe(tenant)
    close(tenant)
    change(tenant, TenantAct.RESUME)
    run_jobs()
    assert engine.ended == []
    assert mailoutbox == []


@pytest.mark.parametrize("fields", [None, {"provider": "", "remote_id": "", "status": "trialing"}])
def test_without_a_subscription_or_in_our_own_trial_there_is_nothing_to_end(tenant, engine, fields):
    if fields:
        subscribe(tenant, **fields)
    close(tenant)
    run_jobs()
    assert engine.ended == []


def test_a_provider_that_is_down_is_asked_again(tenant, engine):
    subscribe(tenant)
    engine.trouble = [BillingUnavailable(reason="timeout")]
    close(tenant)
    run_jobs()
    with platform_context():
        job = Job.objects.get(name="billing.end_subscription")
        assert (job.done_at, job.attempts) == (None, 1)
        Job.objects.filter(pk=job.id).update(available_at=now())
    run_jobs()
    assert len(engine.ended) == 1


@pytest.fixture
def sold(tenant):
    """A shop that sold something."""
    shelf = make_shelf(tenant)
    stock(tenant, shelf, ["SECRET-1", "SECRET-2"])
    with tenant_context(tenant):
        says(open_payment(order((shelf.sku, 1), contact="13812345678", contact_type="phone")))
    return tenant


def again():
    """Half a minute later."""
    with platform_context():
        Job.objects.filter(name="reporting.export_closed_shop", done_at=None).update(available_at=now())
    run_jobs()


def address_of(user_id):
    with platform_context():
        return User.objects.get(pk=user_id).email


def test_owners_get_their_data_by_a_link_and_nobody_else(sold, engine, mailoutbox):
    mailoutbox.clear()
    owners = [owner_of(sold), hire(sold, "owner")]
    close(sold)
    run_jobs()
    for _ in range(4):
        again()
    told = [mail for mail in mailoutbox if "已关闭" in mail.subject]
    assert sorted(mail.to for mail in told) == sorted([address_of(owner)] for owner in owners)
    assert all("/console/exports" in mail.body for mail in told)
    shop = reference_of(sold.slug)
    for owner in owners:
        client = enter(shop, owner)
        with tenant_context(shop):
            rows = {row.sheet: row for row in Export.objects.filter(user_id=owner)}
        assert set(rows) == {"products", "orders", "customers", "issuances", "ledger"}
        page = client.get("/console/exports")
        assert page.status_code == 200
        for name, row in rows.items():
            answer = client.post(f"/console/exports/{row.id}/file")
            assert answer.status_code == 200, name
            text = answer.getvalue().decode("utf-8-sig")
            assert "SECRET" not in text
            assert "13812345678" not in text
            lines = list(csv.reader(io.StringIO(text)))
            assert len(lines) == row.rows + 1
            assert (row.rows > 0) == (name != "customers"), name
    stranger = enter(shop, hire(sold, "support"))
    assert stranger.post(f"/console/exports/{rows['orders'].id}/file").status_code == 404


def test_files_of_closed_shops_are_shredded_when_their_time_is_over(sold, engine, time_machine):
    close(sold)
    run_jobs()
    again()
    assert sweep_closed_exports() == 0
    time_machine.move_to(now() + dt.timedelta(days=30, minutes=1))
    assert sweep_closed_exports() == 5
    with tenant_context(sold):
        assert set(Export.objects.values_list("state", flat=True)) == {"expired"}
        assert Order.objects.count() == 1


def count_rows(tenant):
    """Rows of every table of the shop."""
    with platform_context(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [tenant.schema_name])
        names = [row[0] for row in cursor.fetchall()]
    with tenant_context(tenant), connection.cursor() as cursor:
        counted = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            counted[name] = cursor.fetchone()[0]
        return counted


def test_suspension_by_billing_deletes_nothing_and_such_a_shop_is_kept_like_any_other(sold, engine):
    subscribe(sold, status="past_due", unpaid_since=NOW)
    before = count_rows(sold)
    for days in range(0, 400, 7):
        tend_subscriptions(now=NOW + days * DAY)
    assert standing(sold) == "suspended"
    assert count_rows(sold) == before
    with platform_context():
        assert sold.id in {tenant.id for tenant in list_running_tenants()}
        assert sold.id in {tenant.id for tenant in list_kept_tenants()}
    for names in (django_settings.KAQUAN_TENANT_SWEEPS, django_settings.KAQUAN_TENANT_CHORES):
        for chore in load(names):
            with tenant_context(sold):
                chore(now=now())
    after = count_rows(sold)
    for name in (
        "orders_order",
        "issuance_issuance",
        "finance_ledgertransfer",
        "inventory_cardcode",
        "catalog_product",
    ):
        assert after[name] == before[name] > 0, name
