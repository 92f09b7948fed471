"""Prices for everybody, and the trial that sign-up begins; as before where nobody is charged."""

import datetime as dt
from dataclasses import replace

import pytest

from billing.selectors import find_subscription
from platform_core.entitlements.enums import Standing
from platform_core.entitlements.models import Entitlement
from platform_core.entitlements.plans import OFFER
from platform_core.site.price_words import year_saving_words
from platform_core.tenancy import directory, job_runner
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.models import Tenant
from tenants.demo.services.open_shop import open_shop
from tests.integration.site.test_sign_up import FORM
from tests.world import now, platform


@pytest.fixture
def charged(settings):
    settings.KAQUAN_BILLING = "sandbox"


def sign_up(**more):
    client = platform()
    answer = client.post("/signup", {**FORM, **more})
    assert answer.status_code == 302, answer.content.decode()
    while job_runner.run_next_job():
        pass
    tenant = directory.find_by_host("newshop.kaquan.localhost")
    with platform_context():
        held = Entitlement.objects.get(tenant_id=tenant.id)
        return client.get(answer.headers["Location"]).content.decode(), held, find_subscription(tenant.id)


def test_sign_up_begins_a_trial_with_what_the_plan_allows(db, charged):
    said, held, row = sign_up()
    assert "14 天免费试用已经开始" in said
    assert (held.plan, held.skus, held.standing) == ("professional", 500, Standing.ACTIVE)
    assert (row.status, row.plan, row.provider, row.is_trial) == ("trialing", "professional", "", True)
    assert row.trial_ends_at - row.trial_began_at == dt.timedelta(days=14)


def test_the_plan_that_was_chosen_is_the_one_that_is_tried(db, charged):
    assert 'name="plan" value="enterprise"' in platform().get("/signup?plan=enterprise").content.decode()
    _said, held, row = sign_up(plan="enterprise")
    assert (held.plan, row.plan) == ("enterprise", "enterprise")


@pytest.mark.parametrize("plan", ["default", "nonsense", "x" * 32])
def test_a_plan_that_is_not_for_sale_is_not_tried(db, charged, plan):
    assert sign_up(plan=plan)[1].plan == OFFER.trial_plan


def test_where_nobody_is_charged_sign_up_is_as_it_was(db):
    assert "免费试用" not in platform().get("/signup?plan=enterprise").content.decode()
    said, held, row = sign_up(plan="enterprise")
    assert (held.plan, row) == ("default", None)
    assert "免费试用" not in said


def test_a_shop_whose_trial_cannot_begin_is_not_made_at_all(db, charged, settings):
    settings.KAQUAN_TRIAL_STEPS = ["tests.integration.site.test_prices:fail"]
    platform().post("/signup", FORM)
    while job_runner.run_next_job():
        pass
    with platform_context():
        assert not Tenant.objects.filter(slug="newshop").exists()


def fail(**said):
    raise RuntimeError("no trial")


def opened(plan):
    shop = open_shop(name="Op", slug="byhand", email="op@example.com", preset="vertical", plan=plan, now=now())
    with platform_context():
        held = Entitlement.objects.filter(tenant_id=shop.tenant.id).first()
        return held.plan if held else None, find_subscription(shop.tenant.id)


def test_the_operator_gives_a_plan_without_a_bill_or_none_at_all(db, charged):
    assert opened("professional") == ("professional", None)


def test_a_shop_of_the_operator_without_a_plan_has_no_limits(db, charged):
    assert opened("") == (None, None)


def test_prices_are_those_of_the_offer_by_month_and_by_year(db, charged):
    month = platform().get("/pricing").content.decode()
    year = platform().get("/pricing?by=year").content.decode()
    for plan in OFFER.for_sale:
        assert plan.name_in("zh-hans") in month
        assert f"/signup?plan={plan.code}" in month
    assert all(price in month for price in ("¥3,000", "¥5,000", "¥8,000"))
    assert "比按月省 ¥10,000" in year  # 12 × 5,000 − 50,000
    assert "比按月省" not in month
    assert "default" not in month


def test_the_way_to_prices_is_on_home_and_sign_up_where_there_are_prices(db, settings):
    for billing, there in (("off", False), ("sandbox", True), ("stripe", True)):
        settings.KAQUAN_BILLING = billing
        assert (platform().get("/pricing").status_code == 200) is there
        for path in ("/", "/signup"):
            assert ('href="/pricing"' in platform().get(path).content.decode()) is there


def test_prices_are_told_in_english_too(db, charged):
    said = platform(Accept_Language="en").get("/pricing?by=year").content.decode()
    assert "Plans and prices" in said
    assert "¥10,000 less than by month" in said


@pytest.mark.parametrize(
    ("months", "said"), [((10, 10), "省 2 个月"), ((11, 11), "省 1 个月"), ((10, 11), "更省"), ((12, 12), "")]
)
def test_the_switch_says_what_a_year_saves_of_the_plans_as_they_are(monkeypatch, months, said):
    plans = {
        str(place): replace(OFFER.for_sale[place], prices={"month": 300_000, "year": 300_000 * count})
        for place, count in enumerate(months)
    }
    monkeypatch.setattr("platform_core.site.price_words.OFFER", replace(OFFER, plans=plans))
    assert year_saving_words() == said


def test_the_page_says_which_plan_is_tried(db, charged):
    page = platform().get("/pricing").content.decode()
    assert "选哪一档，就试用哪一档" in page
    assert "试用“专业版”" in page
    assert "省 2 个月" in page
