"""Twilio Programmable Messaging: one POST with the account's name and password; its SDK would be 24 MB for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import httpx

from tenants.notifications.enums import SmsGatewayName
from tenants.notifications.errors import SmsAccountInvalid, SmsNotTaken
from tenants.notifications.gateways.base import Account, Sms, ask, body_of, check_fields

SID = re.compile(r"AC[0-9a-f]{32}")
SERVICE = "MG"  # a sender that begins so is a messaging service, any other a number or a name


class TwilioSms:
    """Short messages through Twilio, in our own words."""

    name = SmsGatewayName.TWILIO.value
    settings_fields: tuple[str, ...] = ("account_sid", "sender")
    secret_fields: tuple[str, ...] = ("auth_token",)
    url = "https://api.twilio.com"

    def check_account(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        """See ``SmsGateway``."""
        check_fields({**settings, **secrets}, ("account_sid", "sender", "auth_token"))
        if not SID.fullmatch(settings["account_sid"]):
            raise SmsAccountInvalid(field="account_sid", reason="AC…")

    def send(self, account: Account, sms: Sms, now: dt.datetime) -> str:
        """See ``SmsGateway``."""
        sid, sender = account.settings["account_sid"], account.settings["sender"]
        by = "MessagingServiceSid" if sender.startswith(SERVICE) else "From"
        auth = httpx.BasicAuth(sid, account.secrets["auth_token"])
        request = httpx.Request(
            "POST",
            f"{self.url}/2010-04-01/Accounts/{sid}/Messages.json",
            data={"To": sms.to, by: sender, "Body": sms.text},
        )
        answer = ask(next(auth.auth_flow(request)))
        said = body_of(answer)
        if answer.status_code != 201:
            # 400 is about this message; a wrong password, or an account that is closed, is ours to mend.
            raise SmsNotTaken(reason=f"{said.get('code') or answer.status_code}"[:80], final=answer.status_code == 400)
        return str(said.get("sid", ""))[:80]
