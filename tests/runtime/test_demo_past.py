"""The demo has a past: what its shops used, paid and owe is months old, and all figures of it agree."""

from __future__ import annotations

import datetime as dt

import psycopg
import pytest

DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def ask(demo_up):
    """Asks the database of the demo, in a shop's schema (its own tables) or the platform's."""
    with psycopg.connect(demo_up.state()["database_url"], autocommit=True) as admin:
        yield lambda slug, statement: admin.execute(
            statement.format(
                **dict(
                    zip(
                        ("schema", "role", "id"),
                        admin.execute(
                            "SELECT schema_name, role_name, id FROM public.tenancy_tenant WHERE slug = %s", [slug]
                        ).fetchone(),
                        strict=True,
                    )
                )
            )
        ).fetchall()


@pytest.mark.parametrize(("slug", "least"), [("demo", 300), ("game", 30), ("cafe", 100)])
def test_usage_is_what_was_issued_and_what_the_months_count(ask, slug, least):
    metered = ask(
        slug, "SELECT sum(quantity) FROM public.billing_usagetotal WHERE tenant_role = '{role}' AND meter = 'codes'"
    )
    counted = ask(slug, "SELECT sum(codes) FROM {schema}.issuance_monthcodes")
    issued = ask(slug, "SELECT sum(quantity) FROM {schema}.issuance_issuance")
    assert metered == counted == issued
    assert issued[0][0] >= least
    days = ask(slug, "SELECT count(DISTINCT created_at::date) FROM {schema}.issuance_issuance")
    assert days[0][0] >= 5


def test_orders_were_paid_in_the_past_and_their_buyers_told_by_short_message(ask):
    paid = ask(
        "demo",
        "SELECT count(*), min(paid_at), count(*) FILTER (WHERE status <> 'completed') FROM {schema}.orders_order",
    )[0]
    assert paid[0] >= 20
    assert dt.datetime.now(dt.UTC) - paid[1] > 28 * DAY
    assert paid[2] == 0
    told = ask(
        "demo",
        "SELECT sum(quantity), min(at) FROM public.billing_usagetotal WHERE tenant_role = '{role}' AND meter = 'sms'",
    )[0]
    assert told[0] >= 20
    assert dt.datetime.now(dt.UTC) - told[1] > 28 * DAY


@pytest.mark.parametrize("slug", ["demo", "game", "cafe"])
def test_storage_was_measured_once(ask, slug):
    measured = ask(
        slug, "SELECT quantity FROM public.billing_usagetotal WHERE tenant_role = '{role}' AND meter = 'storage'"
    )
    assert len(measured) == 1
    assert measured[0][0] > 0


def test_one_shop_pays_one_tries_one_owes(ask):
    stands = {
        slug: ask(slug, "SELECT status, plan, standing FROM public.billing_subscription WHERE tenant_id = '{id}'")[0]
        for slug in ("demo", "game", "cafe")
    }
    assert stands == {
        "demo": ("active", "professional", "active"),
        "game": ("trialing", "professional", "active"),
        "cafe": ("past_due", "starter", "grace"),
    }


def test_bills_of_earlier_months_are_paid_and_the_last_of_one_shop_is_open(ask):
    bills = "SELECT status, total, created_at FROM public.billing_invoice WHERE tenant_id = '{id}' ORDER BY created_at, number"
    paid, owed = ask("demo", bills), ask("cafe", bills)
    assert {status for status, *_ in paid} == {"paid"}
    assert len(paid) >= 6
    assert len({f"{at:%Y-%m}" for _, total, at in paid if total}) >= 4
    assert [(status, total) for status, total, _ in owed] == [("paid", 0), ("paid", 300_000), ("open", 300_000)]
    assert ask("game", bills) == []


def test_history_is_dated_when_it_happened_and_tells_each_renewal_once(ask):
    steps = ask(
        "demo", "SELECT what, after, at FROM public.billing_subscriptionstep WHERE tenant_id = '{id}' ORDER BY id"
    )
    moments = [at for *_, at in steps]
    assert moments == sorted(moments)
    assert dt.datetime.now(dt.UTC) - moments[0] > 130 * DAY
    renewed = [after for what, after, _ in steps if what == "renewed"]
    assert len(renewed) == len(set(renewed)) >= 4
    assert all(dt.date.fromisoformat(after) > at.date() for what, after, at in steps if what == "renewed")
