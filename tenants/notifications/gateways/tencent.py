"""Tencent Cloud SMS (2021-01-11), signed as it publishes (TC3-HMAC-SHA256)."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson

from tenants.notifications.enums import SmsGatewayName
from tenants.notifications.errors import SmsNotTaken
from tenants.notifications.gateways.base import TEMPLATE_FIELDS, Account, Sms, ask, body_of, check_fields, template_of

ALGORITHM, SERVICE, VERSION, REGION = "TC3-HMAC-SHA256", "sms", "2021-01-11", "ap-guangzhou"
CONTENT_TYPE = "application/json; charset=utf-8"
# About this message or this recipient: the same call will be refused again.
FINAL = (
    "InvalidParameterValue.",
    "UnsupportedOperation.",
    "FailedOperation.PhoneNumberInBlacklist",
    "FailedOperation.TemplateIncorrectOrUnapproved",
    "FailedOperation.SignatureIncorrectOrUnapproved",
    "FailedOperation.ContainSensitiveWord",
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate",
)


class TencentSms:
    """Short messages through Tencent Cloud."""

    name = SmsGatewayName.TENCENT.value
    settings_fields: tuple[str, ...] = ("secret_id", "sdk_app_id", "sign_name", "region", *TEMPLATE_FIELDS)
    secret_fields: tuple[str, ...] = ("secret_key",)
    url = "https://sms.tencentcloudapi.com/"

    def check_account(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        """See ``SmsGateway``."""
        check_fields({**settings, **secrets}, ("secret_id", "sdk_app_id", "sign_name", "secret_key"), settings)

    def send(self, account: Account, sms: Sms, now: dt.datetime) -> str:
        """See ``SmsGateway``."""
        template = template_of(account, sms)
        asked = {
            "PhoneNumberSet": [sms.to],
            "SmsSdkAppId": account.settings["sdk_app_id"],
            "SignName": account.settings["sign_name"],
            "TemplateId": template.id,
            "TemplateParamSet": list(template.values.values()),
            "SessionContext": sms.reference.hex,
        }
        said = body_of(ask(self._request(account, orjson.dumps(asked), now))).get("Response") or {}
        told = said.get("Error") or (said.get("SendStatusSet") or [{}])[0]
        code = str(told.get("Code", ""))
        if code != "Ok":
            raise SmsNotTaken(reason=code[:80] or "no_code", final=code.startswith(FINAL))
        return str(told.get("SerialNo", ""))[:80]

    def _request(self, account: Account, body: bytes, now: dt.datetime) -> httpx.Request:
        signed = {"content-type": CONTENT_TYPE, "host": urlsplit(self.url).netloc, "x-tc-action": "sendsms"}
        stamp = int(now.timestamp())
        key = (account.settings["secret_id"], account.secrets["secret_key"])
        headers = {
            "Authorization": sign(*key, SERVICE, signed, body, stamp),
            "Content-Type": CONTENT_TYPE,
            "Host": signed["host"],
            "X-TC-Action": "SendSms",
            "X-TC-Timestamp": str(stamp),
            "X-TC-Version": VERSION,
            "X-TC-Region": account.settings.get("region") or REGION,
        }
        return httpx.Request("POST", self.url, content=body, headers=headers)


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def sign(key_id: str, secret: str, service: str, headers: Mapping[str, str], body: bytes, stamp: int) -> str:
    """The Authorization header of a POST to ``/``, as Tencent Cloud publishes the rule (v3).

    Args:
        headers: those that are signed; names and values in lower case.
        stamp: seconds since 1970.
    """
    names = sorted(headers)
    listed = ";".join(names)
    lines = "".join(f"{name}:{headers[name]}\n" for name in names)
    request = "\n".join(["POST", "/", "", lines, listed, hashlib.sha256(body).hexdigest()])
    day = f"{dt.datetime.fromtimestamp(stamp, dt.UTC):%Y-%m-%d}"
    scope = f"{day}/{service}/tc3_request"
    text = "\n".join([ALGORITHM, str(stamp), scope, hashlib.sha256(request.encode()).hexdigest()])
    signing = _hmac(_hmac(_hmac(f"TC3{secret}".encode(), day), service), "tc3_request")
    return f"{ALGORITHM} Credential={key_id}/{scope}, SignedHeaders={listed}, Signature={_hmac(signing, text).hex()}"
