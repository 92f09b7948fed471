"""The database lets a shop read its own bills and subscription, change nothing of them, and see no table of the provider's side."""

import pytest
from django.apps import apps
from django.db import connection

from billing.models import GrantedPlan, SubscriptionStep, UsageTotal
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.billing import stories
from tests.isolation.test_database_wall import refused

OWN = {
    "billing_billingaccount", "billing_subscription", "billing_subscriptionstep", "billing_invoice", "billing_usagetotal",
    "billing_grantedplan",
}  # fmt: skip
CLOSED = {
    "billing_billingcheck", "billing_openusage", "billing_price", "billing_providerevent", "billing_sandboxcustomer",
    "billing_sandboxevent", "billing_sandboxinvoice", "billing_sandboxprice", "billing_sandboxreading", "billing_sandboxsession",
    "billing_sandboxsubscription", "billing_sentletter", "billing_usagecursor",
}  # fmt: skip


@pytest.fixture
def rows(tenant):
    with platform_context():
        stories.account(tenant, now())
        stories.subscribe(tenant, now())
        stories.bill(tenant, now())
        SubscriptionStep.objects.create(
            tenant_id=tenant.id, tenant_role=tenant.role_name, what="plan", by="provider", at=now()
        )
        UsageTotal.objects.create(tenant_role=tenant.role_name, meter="codes", at=now(), quantity=1)
        GrantedPlan.objects.create(
            tenant_id=tenant.id, tenant_role=tenant.role_name, plan="starter", until=now(), granted_at=now()
        )


def count(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(tenant_role) FROM public.{table}")
        return cursor.fetchone()[0]


def test_every_table_of_billing_is_named_here():
    assert {each._meta.db_table for each in apps.get_app_config("billing").get_models()} == OWN | CLOSED


@pytest.mark.parametrize("table", sorted(OWN))
def test_a_shop_reads_its_own_alone_and_changes_nothing(table, tenant, other_tenant, rows):
    with tenant_context(other_tenant):
        assert count(table) == 0
    with tenant_context(tenant):
        assert count(table) > 0
        refused(f"UPDATE public.{table} SET tenant_role = tenant_role")
        refused(f"DELETE FROM public.{table}")
        refused(f"INSERT INTO public.{table} (tenant_role) VALUES ('x')")


@pytest.mark.parametrize("table", sorted(CLOSED))
def test_what_is_the_platforms_is_closed(table, tenant):
    with tenant_context(tenant):
        refused(f"SELECT 1 FROM public.{table}")
        refused(f"INSERT INTO public.{table} DEFAULT VALUES")
        refused(f"DELETE FROM public.{table}")
