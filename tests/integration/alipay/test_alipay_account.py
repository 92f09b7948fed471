"""What a merchant fills in, and what is said where it cannot be right."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from platform_core.events.models import Event
from platform_core.tenancy.context import tenant_context
from tenants.payments.accounts import get_account, list_offered
from tenants.payments.errors import AccountInvalid
from tenants.payments.gateways.registry import gateway_names, get_gateway
from tenants.payments.models import GatewayAccount
from tenants.payments.services.save_account import save_account
from tests.simulators.alipay.signing import certificate, make_key, one_line
from tests.world import now

IDS = {"app_id": "2021000000000001", "seller_id": "2088000000000001"}


def pem(key, kind=serialization.PrivateFormat.PKCS8, encryption=None):
    none = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, kind, encryption or none).decode()


@pytest.fixture(scope="module")
def ours():
    return make_key()


@pytest.fixture(scope="module")
def theirs():
    return make_key()


def refusal(settings, secrets):
    with pytest.raises(AccountInvalid) as refused:
        get_gateway("alipay").check_account(settings, secrets)
    return refused.value.data["field"], str(refused.value.data["reason"])


def test_keys_are_taken_in_every_form_that_they_are_handed_out_in(ours, theirs):
    assert "alipay" in gateway_names()
    public = one_line(theirs.public_key())
    armour = f"-----BEGIN PUBLIC KEY-----\n{public}\n-----END PUBLIC KEY-----"
    wrapped = "\n".join(one_line(ours)[start : start + 64] for start in range(0, 1700, 64))
    for private in (
        one_line(ours),
        f" {wrapped}\r\n",
        pem(ours),
        pem(ours, serialization.PrivateFormat.TraditionalOpenSSL),
    ):
        for given in (public, armour):
            get_gateway("alipay").check_account(IDS, {"private_key": private, "alipay_public_key": given})


@pytest.mark.parametrize(
    "app_id", ["", "20210000000000010", "2021-00000000001", None, "２０２１０００００００００００１x"]
)
def test_an_application_has_sixteen_digits(app_id):
    assert refusal({**IDS, "app_id": app_id}, {})[0] == "app_id"


@pytest.mark.parametrize("seller_id", ["2089000000000001", "shop@example.com"])
def test_a_seller_begins_with_2088(seller_id):
    assert refusal({**IDS, "seller_id": seller_id}, {}) == ("seller_id", "商家 PID 是以 2088 开头的 16 位数字")


def test_a_private_key_that_is_none_or_too_weak_is_refused(ours, theirs):
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    locked = pem(ours, encryption=serialization.BestAvailableEncryption(b"word"))
    curve = pem(ec.generate_private_key(ec.SECP256R1()))
    for private in ("none", "5Yev", one_line(ours.public_key()), pem(short), locked, curve):
        given = {"private_key": private, "alipay_public_key": one_line(theirs.public_key())}
        assert refusal(IDS, given) == ("private_key", "不是 2048 位的 RSA 应用私钥")


def test_what_is_missing_is_named(ours):
    assert refusal({}, {}) == ("app_id", "required")
    assert refusal({"app_id": IDS["app_id"]}, {}) == ("seller_id", "required")
    assert refusal(IDS, {}) == ("private_key", "required")
    assert refusal(IDS, {"private_key": pem(ours)}) == ("alipay_public_key", "required")


def test_keys_that_are_taken_for_each_other_are_told_apart(ours):
    both = {"private_key": one_line(ours), "alipay_public_key": one_line(ours.public_key())}
    assert refusal(IDS, both) == ("alipay_public_key", "这是应用公钥，请填写支付宝公钥")
    assert refusal(IDS, {**both, "alipay_public_key": "x"}) == ("alipay_public_key", "不是 2048 位的 RSA 公钥")


def test_certificates_have_to_fit_the_keys(ours, theirs):
    app = certificate("App", ours.public_key(), theirs, "Root")
    root = certificate("Root", theirs.public_key(), theirs)
    good = {"private_key": pem(ours), "app_cert": app, "alipay_cert": root, "alipay_root_cert": root}
    get_gateway("alipay").check_account(IDS, good)
    assert refusal(IDS, {**good, "app_cert": root})[0] == "app_cert"
    assert refusal(IDS, {**good, "alipay_cert": app}) == ("alipay_cert", "这是应用公钥证书，请填写支付宝公钥证书")
    for name in ("app_cert", "alipay_cert", "alipay_root_cert"):
        assert refusal(IDS, {**good, name: "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----"})[0] == name
        assert refusal(IDS, {**good, name: ""})[0] == name


def test_keys_are_kept_sealed_and_the_ways_to_pay_are_offered(tenant, paid_by_alipay, secrets):
    with tenant_context(tenant):
        row = GatewayAccount.objects.get()
        assert secrets["private_key"].encode()[:40] not in bytes(row.secrets)
        assert get_account("alipay").secrets == secrets
        assert list_offered() == [("alipay", "alipay_page"), ("alipay", "alipay_wap"), ("alipay", "alipay_qr")]


def test_key_and_certificates_take_each_others_place(tenant, paid_by_alipay, institution, secrets):
    def save(**typed):
        given = {"private_key": "", "alipay_public_key": "", "app_cert": "", "alipay_cert": "", "alipay_root_cert": ""}
        save_account(
            gateway="alipay", settings=row.settings, secrets={**given, **typed}, methods=row.methods, enabled=True,
            by="owner@x.cn", now=now(),
        )  # fmt: skip
        return get_account("alipay").secrets

    root = certificate("Root", institution.key.public_key(), institution.key)
    app = certificate("App", institution.app_key.public_key(), institution.key, "Root")
    three = {"app_cert": app, "alipay_cert": root, "alipay_root_cert": root}
    with tenant_context(tenant):
        row = GatewayAccount.objects.get()
        assert save(**three) == {"private_key": secrets["private_key"], **three}
        assert set(save()) == {"private_key", *three}, "nothing typed, nothing changed"
        with pytest.raises(AccountInvalid):
            save(alipay_public_key=one_line(institution.app_key.public_key()))
        assert set(get_account("alipay").secrets) == {"private_key", *three}, "a mistake forgets nothing"
        assert save(alipay_public_key=secrets["alipay_public_key"]) == secrets
        changed = Event.objects.filter(type="payment_account.updated").order_by("-id").first().payload["changed"]
        assert set(changed) == {"alipay_public_key", *three}
