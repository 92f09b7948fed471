"""Signatures against the vendors' worked examples, and accounts that cannot work."""

import hashlib

import pytest

from tenants.notifications.errors import SmsAccountInvalid
from tenants.notifications.gateways import aliyun, tencent
from tenants.notifications.gateways.registry import get_sms_gateway
from tests.integration.notifications.post_office import SECRET, SECRETS, SETTINGS


def test_signatures_are_those_that_the_vendors_publish():
    """The worked examples of their documents."""
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    query = aliyun.canonical_query(
        {"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai"}
    )
    signed = aliyun.sign("YourAccessKeyId", "YourAccessKeySecret", "POST", "/", query, headers)
    assert signed.endswith("Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")
    body = b'{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'
    named = {"content-type": "application/json; charset=utf-8", "host": "cvm.tencentcloudapi.com"}
    key = ("AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE")
    signed = tencent.sign(*key, "cvm", named, body, 1551113065)
    assert signed.endswith("Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168")


@pytest.mark.parametrize(
    ("name", "change", "field"),
    [
        ("aliyun", {"sign_name": ""}, "sign_name"),
        ("aliyun", {"template_order_delivered": "SMS_1:number,password"}, "template_order_delivered"),
        ("tencent", {"template_one_time_code": ":code"}, "template_one_time_code"),
        ("twilio", {"account_sid": "AC1/../x"}, "account_sid"),
    ],
)
def test_an_account_that_cannot_work_is_refused(name, change, field):
    with pytest.raises(SmsAccountInvalid) as refused:
        get_sms_gateway(name).check_account({**SETTINGS[name], **change}, {SECRETS[name]: SECRET})
    assert refused.value.data["field"] == field
