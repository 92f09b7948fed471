"""Accounts at institutions in the back office: keys go in, and never come out; a mistake is said and loses nothing."""

import re
import uuid

import pytest

from platform_core.events.models import Event
from platform_core.tenancy.context import tenant_context
from tenants.payments.accounts import get_account, list_offered, seal_secrets
from tenants.payments.errors import AccountInvalid
from tenants.payments.gateways import registry
from tenants.payments.models import GatewayAccount
from tests.integration.console.test_back_office import staff
from tests.integration.orders.institution import Institution
from tests.world import now, shop

PATH = "/console/payments/stripe"
KEY = "sk_live_canary"


class Gateway(Institution):
    """One that asks for an account and a key."""

    name = "stripe"
    methods = ("card", "stripe_alipay")
    settings_fields = ("account",)
    secret_fields = ("secret_key",)

    def check_account(self, settings, secrets):
        for name, value in (("account", settings.get("account")), ("secret_key", secrets.get("secret_key"))):
            if not value:
                raise AccountInvalid(field=name, reason="required")
        if not settings["account"].startswith("acct_"):
            raise AccountInvalid(field="account", reason="acct_…")


@pytest.fixture(autouse=True)
def gateway(monkeypatch):
    made = Gateway()
    monkeypatch.setitem(registry._CLASSES, "stripe", ("", ""))
    real = registry._gateway
    monkeypatch.setattr(registry, "_gateway", lambda name: made if name == "stripe" else real(name))
    return made


def form(**more):
    return {"account": "acct_1", "secret_key": KEY, "methods": ["card"], "enabled": "1", **more}


def kept(tenant):
    with tenant_context(tenant):
        return GatewayAccount.objects.filter(gateway="stripe").first()


def test_an_account_is_saved_and_buyers_may_pay_there(tenant):
    client = staff(tenant)
    assert "沙箱支付" in client.get("/console/payments").content.decode()
    assert client.post(PATH, form()).status_code == 302
    with tenant_context(tenant):
        assert list_offered() == [("stripe", "card")]
        account = get_account("stripe")
        assert (account.settings, account.secrets) == ({"account": "acct_1"}, {"secret_key": KEY})
        assert KEY.encode() not in bytes(kept(tenant).secrets)
        event = Event.objects.get(type="payment_account.updated")
    assert event.payload["changed"] == ["account", "enabled", "methods", "secret_key"]
    assert KEY not in str(event.payload)
    page = client.get("/console/payments").content.decode()
    assert "已启用" in page
    assert "沙箱支付" not in page


def test_a_key_is_never_shown_again_and_stays_when_nothing_is_typed(tenant):
    client, off = staff(tenant), {"enabled": ""}
    client.post(PATH, form(**off))
    assert KEY not in client.get(PATH).content.decode()
    both = ["card", "stripe_alipay"]
    assert client.post(PATH, form(secret_key="", methods=both, **off)).status_code == 302
    assert (
        client.post(PATH, form(secret_key="", account="acct_2", **off)).status_code == 422
    )  # of which it is not the key
    row = kept(tenant)
    assert (row.methods, row.settings) == (both, {"account": "acct_1"})
    with tenant_context(tenant):
        assert get_account("stripe").secrets == {"secret_key": KEY}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"account": "x"}, "Stripe 账户 ID（acct_…） 有误：acct_…"),
        ({"account": ""}, "请填写：Stripe 账户 ID（acct_…）"),
        ({"secret_key": ""}, "请填写：密钥（sk_… 或 rk_…）"),
        ({"methods": []}, "请填写：支付方式"),
    ],
)
def test_a_mistake_is_said_saves_nothing_and_loses_nothing_that_was_typed(tenant, wrong, said):
    answer = staff(tenant).post(PATH, form(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert KEY not in page
    assert f'value="{form(**wrong)["account"]}"' in page
    assert kept(tenant) is None


def test_what_is_missing_is_not_said_to_be_kept(tenant):
    client = staff(tenant)
    assert "已保存" not in client.get("/console/payments/alipay").content.decode()
    moment = now()
    with tenant_context(tenant):
        GatewayAccount.objects.create(
            id=(made := uuid.uuid4()), gateway="alipay", secrets=seal_secrets(made, {"private_key": "x", "app_cert": ""}),
            created_at=moment, updated_at=moment,
        )  # fmt: skip
    page = client.get("/console/payments/alipay").content.decode()
    hints = dict(re.findall(r'<(?:textarea|input) id="(\w+)"[^>]*placeholder="([^"]*)"', page))
    assert hints["private_key"] == "已保存，留空不变"
    others = {"alipay_public_key", "app_cert", "alipay_cert", "alipay_root_cert"}
    assert {name: hints[name] for name in others} == dict.fromkeys(others, "未填写")


def test_a_method_of_another_institution_is_not_taken(tenant):
    staff(tenant).post(PATH, form(methods=["card", "wechat_h5"]))
    assert kept(tenant).methods == ["card"]


def test_one_that_is_off_takes_no_new_payments_and_still_hears_of_old_ones(tenant):
    staff(tenant).post(PATH, form(enabled=""))
    with tenant_context(tenant):
        assert list_offered() == [("sandbox", "sandbox")]
        assert get_account("stripe").secrets["secret_key"] == KEY


@pytest.mark.parametrize("role", ["operations", "support"])
def test_only_who_may_sees_accounts(tenant, role):
    client = staff(tenant, role=role)
    assert client.get("/console/payments").status_code == 404
    assert client.post(PATH, form()).status_code == 404
    assert kept(tenant) is None


def test_strangers_and_other_shops_reach_nothing(tenant, other_tenant):
    assert shop(tenant).post(PATH, form()).status_code == 302
    staff(other_tenant).post(PATH, form())
    assert kept(tenant) is None


@pytest.mark.parametrize("gateway_name", ["sandbox", "paypal"])
def test_there_is_nothing_to_set_up_for_what_is_no_institution(tenant, gateway_name):
    assert staff(tenant).get(f"/console/payments/{gateway_name}").status_code == 404
