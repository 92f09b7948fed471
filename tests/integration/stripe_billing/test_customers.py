"""A merchant as a customer of the platform at Stripe: what its bills say, where it helps itself, what it used."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command

from billing.errors import BillingRefused, SubscriptionStateInvalid
from billing.models import BillingAccount, Price
from billing.providers.base import Reading
from billing.providers.stripe import StripeEngine
from billing.services.ensure_customer import ensure_customer
from billing.services.ensure_prices import ensure_prices
from billing.services.open_portal import open_portal
from platform_core.tenancy.context import platform_context

pytestmark = pytest.mark.django_db


def title(merchant, **fields):
    with platform_context():
        BillingAccount.objects.filter(tenant_id=merchant.tenant.id).update(**fields)
    ensure_customer(tenant=merchant.tenant, now=merchant.now)


def test_bills_bear_the_invoice_title_and_the_tax_number(merchant, settings):
    merchant.open("starter")
    title(merchant, title_kind="company", title="深圳卡券科技有限公司", tax_number="91440300MA5DA1234X")
    (customer,) = merchant.desk.all("customer")
    assert customer["invoice_settings"]["custom_fields"] == [
        {"name": "发票抬头", "value": "深圳卡券科技有限公司"},
        {"name": "税号", "value": "91440300MA5DA1234X"},
    ]
    assert [(each["type"], each["value"]) for each in merchant.desk.all("tax_id")] == [("cn_tin", "91440300MA5DA1234X")]
    assert customer["metadata"] == {
        "kaquan_platform": settings.KAQUAN_PLATFORM_HOST,
        "kaquan_tenant": str(merchant.tenant.id),
    }
    merchant.pass_days(20)
    merchant.subscribe("starter")
    (bill,) = merchant.desk.all("invoice")
    assert bill["custom_fields"] == customer["invoice_settings"]["custom_fields"]


def test_a_title_that_is_taken_away_is_on_no_later_bill(merchant):
    merchant.open("starter")
    title(merchant, title="深圳卡券科技有限公司", tax_number="91440300MA5DA1234X")
    title(merchant, title="", tax_number="")
    (customer,) = merchant.desk.all("customer")
    assert not customer["invoice_settings"]["custom_fields"]
    assert merchant.desk.all("tax_id") == []


def test_a_customer_that_was_deleted_at_stripe_is_made_anew(merchant):
    merchant.open("starter")
    (first,) = merchant.desk.all("customer")
    merchant.desk.drop_customer({}, first["id"])
    assert ensure_customer(tenant=merchant.tenant, now=merchant.now).customer_id != first["id"]


def test_the_portal_is_for_those_who_were_customers_and_has_one_configuration(merchant):
    with pytest.raises(SubscriptionStateInvalid):
        open_portal(tenant=merchant.tenant, back_url="https://a.example/b", now=merchant.now)
    merchant.open("starter")
    for _time in range(2):
        assert open_portal(tenant=merchant.tenant, back_url="https://a.example/b", now=merchant.now)
    assert len(merchant.desk.all("billing_portal.configuration")) == 1


def test_prices_are_made_once_and_one_that_costs_something_else_is_refused(merchant):
    assert ensure_prices(now=merchant.now) == 6
    assert ensure_prices(now=merchant.now) == 0
    keys = {each["lookup_key"]: each["unit_amount"] for each in merchant.desk.all("price")}
    assert keys["kq_starter_v1_month"] == 300_000
    assert len(keys) == 6 == len({each["id"] for each in merchant.desk.all("price")})
    assert {each["event_name"] for each in merchant.desk.all("billing.meter")} == {"kq_codes", "kq_sms", "kq_storage"}
    with platform_context():
        Price.objects.all().delete()
    assert ensure_prices(now=merchant.now) == 6  # known again, not made again
    assert len(merchant.desk.all("price")) == 6
    merchant.desk.all("price")[0]["unit_amount"] = 1
    with pytest.raises(BillingRefused) as refused:
        ensure_prices(now=merchant.now)
    assert refused.value.data["reason"] == "price_differs"


def test_a_reading_counts_once_however_often_it_is_told(merchant):
    account = (merchant.open("starter"), ensure_customer(tenant=merchant.tenant, now=merchant.now))[1]
    told = [Reading(account.customer_id, "codes", 12, merchant.now, "reading-1")]
    StripeEngine().report_usage(told)
    StripeEngine().report_usage(told)
    merchant.desk.forget_keys()
    StripeEngine().report_usage(told)
    start = merchant.desk.clock() - 3600
    meter = next(each for each in merchant.desk.all("billing.meter") if each["event_name"] == "kq_codes")
    assert merchant.desk.used(meter["id"], account.customer_id, start, start + 7200) == 12


def test_the_operator_compares_by_hand(merchant, capsys):
    merchant.subscribe("starter")
    call_command("billing_sync", shop="alpha")
    assert '"status": "trialing"' in capsys.readouterr().out
    call_command("billing_sync", prices=True)
    assert '"new_prices": 0' in capsys.readouterr().out
    call_command("billing_sync")
    assert '"outcome": "done"' in capsys.readouterr().out
    call_command("billing_sync", events=True)
    assert '"missed"' in capsys.readouterr().out


def test_settings_that_make_no_sense_are_named_at_start(desk, settings):
    def found():
        return [each.id for each in run_checks() if each.id in {"kaquan.E009", "kaquan.E010", "kaquan.W002"}]

    assert found() == []
    settings.KAQUAN_BILLING_WEBHOOK_SECRETS = ()
    assert found() == ["kaquan.W002"]
    settings.KAQUAN_STRIPE_KEY = ""
    assert found() == ["kaquan.E010"]
    settings.KAQUAN_BILLING = "strip"
    assert found() == ["kaquan.E009"]
    settings.KAQUAN_BILLING = "off"
    assert found() == []
