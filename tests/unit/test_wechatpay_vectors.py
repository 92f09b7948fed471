"""A notice of WeChat Pay as its own SDK for Go publishes it (wechatpay-apiv3/wechatpay-go, core/notify/notify_test.go):
certificate, signature, sealed resource and the moment it was sent.
"""

import datetime as dt

import pytest
import time_machine

from tenants.payments.enums import NoticeKind
from tenants.payments.errors import NoticeForged
from tenants.payments.gateways.base import Account
from tenants.payments.gateways.wechatpay import client
from tenants.payments.gateways.wechatpay.gateway import WechatPayGateway
from tests.simulators.wechatpay.desk import Desk
from tests.simulators.wechatpay.keys import PUBLIC_KEY_ID, Platform, private_pem
from tests.simulators.wechatpay.server import running

SENT_AT = dt.datetime.fromtimestamp(1624523846, tz=dt.UTC)
API_V3_KEY = "testMchAPIv3Key0"
SERIAL = "D7CE59D1F522D701"
CERTIFICATE = """-----BEGIN CERTIFICATE-----
MIIDVzCCAj+gAwIBAgIJANfOWdH1ItcBMA0GCSqGSIb3DQEBCwUAMEIxCzAJBgNV
BAYTAlhYMRUwEwYDVQQHDAxEZWZhdWx0IENpdHkxHDAaBgNVBAoME0RlZmF1bHQg
Q29tcGFueSBMdGQwHhcNMjEwNDI3MDg1NTIzWhcNMzEwNDI1MDg1NTIzWjBCMQsw
CQYDVQQGEwJYWDEVMBMGA1UEBwwMRGVmYXVsdCBDaXR5MRwwGgYDVQQKDBNEZWZh
dWx0IENvbXBhbnkgTHRkMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA
2VCTd91fnUn73Xy9DLvt/V62TVxRTEEstVdeRaZ3B3leO0pldE806mXO4RwdHXag
HQ4vGeZN0yqm++rDsGK+U3AH7kejyD2pXshNP9Cq5YwbptiLGtjcquw4HNxJQUOm
DeJf2vg6byms9RUipiq4SzbJKqJFlUpbuIPDpSpWz10PYmyCNeDGUUK65E5h2B83
4uxl1zNLYQCrkdBzb8oUxwYeP5a2DNxmjL5lsJML7DGr5znsevnoqGRwTm9fxCGf
y8wus7hwKz6clt3Whmmda7UAdb1c08hEQFVRbF14AR73xbnd8N0obCWJPCbzMCtk
aSef4FdEEgEXJiw0VAJT8wIDAQABo1AwTjAdBgNVHQ4EFgQUT1c7nd/SUO76HSoZ
umNUJv1R5PwwHwYDVR0jBBgwFoAUT1c7nd/SUO76HSoZumNUJv1R5PwwDAYDVR0T
BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEAfTjxKRQMzNB/U6ZoCUS+BSNfa2Oh
0plMN6ZuzwiVVZwg1jywvv5yv04koS7Pd4i9E4gt9ZBUQXlpq+A3oOCEEHNRR6b2
kyazGRM7s0OP5X21WrbpSmKmU6K7hkfx30yYs08LVs/Q8DIhvaj1FCFeJzUCzYn/
fHMq4tsbKO0dKAeydPM/nrUZBmaYQVKMVOORGLFjFKVO7JV6Kq/R86ouhjEPgJOe
2xulNBUcjicqtZlBdEh/PWCYP2SpGVDclKm8jeo175T3EVAkdKzzmfpxtMmnMlmq
cTJOU9TxuGvNASMtjj7pYIerTx+xgZDXEVBWFW9PjJ0TV06tCRsgSHItgg==
-----END CERTIFICATE-----"""
PUBLIC_KEY = """-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA2VCTd91fnUn73Xy9DLvt
/V62TVxRTEEstVdeRaZ3B3leO0pldE806mXO4RwdHXagHQ4vGeZN0yqm++rDsGK+
U3AH7kejyD2pXshNP9Cq5YwbptiLGtjcquw4HNxJQUOmDeJf2vg6byms9RUipiq4
SzbJKqJFlUpbuIPDpSpWz10PYmyCNeDGUUK65E5h2B834uxl1zNLYQCrkdBzb8oU
xwYeP5a2DNxmjL5lsJML7DGr5znsevnoqGRwTm9fxCGfy8wus7hwKz6clt3Whmmd
a7UAdb1c08hEQFVRbF14AR73xbnd8N0obCWJPCbzMCtkaSef4FdEEgEXJiw0VAJT
8wIDAQAB
-----END PUBLIC KEY-----"""
HEADERS = {
    "Wechatpay-Nonce": "EcZ9Cmy4Xyx1i6RlJQzLcCyEqDa26NBz",
    "Wechatpay-Timestamp": "1624523846",
    "Wechatpay-Serial": SERIAL,
    "Wechatpay-Signature": (
        "tJHIiIS9eB2hAYstmAmbbD3ZE5LiIm/Ug5tuL4fC0YOFRWIHV39UFIZXC0e9Wl6lBu6sKvkqDkzpqzBsVHyXF"
        "lbYZTOQrVdG4b6LfTnK4mikv9++ixJMd3vTf2yCqvBkh98zs3Ds5zsYQakzbcwhmw4fMJs4nPLws28H0UW9FjDR//rxELLwXvV1VEA1I"
        "BLX70xptjL8hrfUjEE8kkry6yNJTHZRU8CAc7qHli2Ng1V1qb9ARbK8A3ThmFmPQvRGrapI/jS2laKKgYUmfdEdkNO6B2Cke5e8VTxY4"
        "06ArAmQ90GAihDwIcb16TQMnzCMBoutnwZKNiKRACrFmtxw2Q=="
    ),
}
BODY = (
    '{"id":"3119dfba-e649-5eec-ab1e-3412bc4d2e17","create_time":"2021-06-24T16:37:26+08:00",'
    '"resource_type":"encrypt-resource","event_type":"PAYSCORE.USER_OPEN_SERVICE","summary":"签约成功","resource":{'
    '"original_type":"payscore","algorithm":"AEAD_AES_256_GCM","ciphertext":"'
    "YDS3lKPaC4Y52Gf3uhft5qUBlIa8b428AWTtTauHQfQrRw+X1WpiuHIDy0vo1Vd6VEq67aVyqPdDYMkRVSDaZL3iZt"
    "tevRMOoPKMifozg6XPWjIZumks/GpT48lI4NizyeaqLBokNebthah3o1H76qSlO9NkDjp9bzmKLEYYH9TEklFUpsvPqOTOcgSLgh21YJXYR"
    '7dEBXFgRLiNIKRgO5JdXh1hccRUAlyVWxE54PXpnQ==","associated_data":"payscore","nonce":"Kj7QIyUiYx1q"}}'
).encode()
SETTINGS = {"mch_id": "1234567890", "app_id": "054aa7d7a2a54ab5898df65bd96f001c", "serial_no": Desk().serial}
SECRETS = {"private_key": private_pem("merchant"), "api_v3_key": API_V3_KEY}
BY_KEY = Account(None, "wechatpay", {**SETTINGS, "public_key_id": PUBLIC_KEY_ID}, {**SECRETS, "public_key": PUBLIC_KEY})
KEY_HEADERS = {**HEADERS, "Wechatpay-Serial": PUBLIC_KEY_ID}


@pytest.fixture
def adapter():
    """With the vendor's certificate to be downloaded."""
    client._client.cache_clear()
    desk = Desk(mchid="1234567890", api_v3_key=API_V3_KEY, platforms=[Platform("platform 1", SERIAL, CERTIFICATE)])
    with running(desk) as server:
        yield WechatPayGateway(base_url=server.url)


@pytest.mark.parametrize(
    ("account", "headers"),
    [(Account(None, "wechatpay", SETTINGS, SECRETS), HEADERS), (BY_KEY, KEY_HEADERS)],
    ids=["certificate", "public key"],
)
def test_the_published_notice_is_verified_and_opened(adapter, account, headers):
    with time_machine.travel(SENT_AT + dt.timedelta(seconds=299)):
        notice = adapter.verify(account, BODY, headers)
    assert notice.kind == NoticeKind.OTHER
    assert (notice.event_id, notice.reason) == ("3119dfba-e649-5eec-ab1e-3412bc4d2e17", "PAYSCORE.USER_OPEN_SERVICE")


@pytest.mark.parametrize(
    ("reason", "body", "headers", "settings", "later"),
    [
        ("age", BODY, {}, {}, 302),
        ("age", BODY, {}, {}, -302),
        ("age", BODY, {"Wechatpay-Timestamp": "nan"}, {}, 0),
        ("age", BODY, {"Wechatpay-Timestamp": ""}, {}, 0),
        ("signature", BODY.replace(b"2021", b"2022"), {}, {}, 0),
        ("signature", BODY + b" ", {}, {}, 0),
        ("signature", b"\xff", {}, {}, 0),
        ("signature", BODY, {"Wechatpay-Timestamp": "1624523847"}, {}, 0),
        ("signature", BODY, {"Wechatpay-Nonce": "other"}, {}, 0),
        ("signature", BODY, {"Wechatpay-Signature": ""}, {}, 0),
        ("signature", BODY, {"Wechatpay-Signature": "WECHATPAY/SIGNTEST/" + HEADERS["Wechatpay-Signature"]}, {}, 0),
        ("signature", BODY, {"Wechatpay-Signature-Type": "none"}, {}, 0),
        ("signature", BODY, {"Wechatpay-Serial": ""}, {}, 0),
        ("signature", BODY, {"Wechatpay-Serial": "PUB_KEY_ID_1"}, {}, 0),
        ("mchid", BODY, {}, {"mch_id": "1234567891"}, 0),
        ("appid", BODY, {}, {"app_id": "wxd678efa567ab6787"}, 0),
    ],
)
def test_the_published_notice_changed_anywhere_is_forged(adapter, reason, body, headers, settings, later):
    account = Account(None, "wechatpay", {**SETTINGS, **settings}, SECRETS)
    if "mch_id" in settings:  # the certificate was downloaded with the right one
        account = Account(None, "wechatpay", {**BY_KEY.settings, **settings}, BY_KEY.secrets)
        headers = KEY_HEADERS
    with time_machine.travel(SENT_AT + dt.timedelta(seconds=later)), pytest.raises(NoticeForged) as caught:
        adapter.verify(account, body, {**HEADERS, **headers})
    assert caught.value.data["reason"] == reason


def test_a_seal_of_another_merchant_stays_shut(adapter):
    other = Account(None, "wechatpay", BY_KEY.settings, {**BY_KEY.secrets, "api_v3_key": "x" * 32})
    with time_machine.travel(SENT_AT), pytest.raises(NoticeForged):
        adapter.verify(other, BODY, KEY_HEADERS)
