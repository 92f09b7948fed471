"""What every SMS gateway is asked for, in one form."""

from __future__ import annotations

import datetime as dt
import ssl
import uuid
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple, Protocol

import httpx

from tenants.notifications.enums import MessageKind
from tenants.notifications.errors import SmsAccountInvalid, SmsNotTaken
from tenants.notifications.variables import ALLOWED

CONNECT_SECONDS, READ_SECONDS = 5.0, 10.0
TEMPLATE = "template_"
# A template at a gateway is named with what it is filled with, in its order: ``SMS_1234:number,path``. Without names: these.
USUAL: dict[str, tuple[str, ...]] = {
    MessageKind.ORDER_DELIVERED: ("number", "path"),
    MessageKind.ORDER_REFUNDED: ("number", "amount"),
    MessageKind.CODE_REPLACED: ("number", "path"),
    MessageKind.CASE_ANSWERED: ("number", "path"),
    MessageKind.CODE_RECALLED: ("number", "path"),
    MessageKind.ONE_TIME_CODE: ("code",),
}
TEMPLATE_FIELDS = tuple(f"{TEMPLATE}{kind}" for kind in MessageKind.values)


class Account(NamedTuple):
    """A shop's account at a gateway, its keys opened for this call."""

    gateway: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, str]


class Sms(NamedTuple):
    """A short message: its text, and what templates at a gateway are filled with. ``to``: E.164. ``reference``: our id of it."""

    reference: uuid.UUID
    kind: str
    to: str
    text: str
    values: Mapping[str, str]


class Filled(NamedTuple):
    """A template of a gateway and what it is filled with, in order."""

    id: str
    values: dict[str, str]


class SmsGateway(Protocol):
    """An adapter. The first settings field names the account."""

    name: str
    settings_fields: tuple[str, ...]
    secret_fields: tuple[str, ...]

    def check_account(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        """Is it complete, as far as can be told without a call?

        Raises:
            SmsAccountInvalid
        """

    def send(self, account: Account, sms: Sms, now: dt.datetime) -> str:
        """Hand it over.

        Returns:
            The gateway's own number of it.

        Raises:
            SmsNotTaken
        """
        ...


def check_fields(
    given: Mapping[str, Any], required: tuple[str, ...], optional: Mapping[str, Any] | None = None
) -> None:
    """Everything that must be there, and templates that can be filled.

    Raises:
        SmsAccountInvalid
    """
    for name in required:
        if not str(given.get(name, "")).strip():
            raise SmsAccountInvalid(field=name, reason="required")
    for name, text in (optional or {}).items():
        if name.startswith(TEMPLATE) and text:
            _read_template(name.removeprefix(TEMPLATE), str(text))


def _read_template(kind: str, text: str) -> tuple[str, tuple[str, ...]]:
    number, colon, listed = text.strip().partition(":")
    names = tuple(name.strip() for name in listed.split(",") if name.strip()) if colon else USUAL[kind]
    known = {*ALLOWED[kind], "path"}
    if not number or not set(names) <= known:
        raise SmsAccountInvalid(field=f"{TEMPLATE}{kind}", reason="SMS_1234:" + ",".join(USUAL[kind]))
    return number, names


def template_of(account: Account, sms: Sms) -> Filled:
    """The template of the account for such a message.

    Raises:
        SmsNotTaken: it has none.
    """
    text = str(account.settings.get(f"{TEMPLATE}{sms.kind}", ""))
    if not text:
        raise SmsNotTaken(reason="no_template", final=True)
    number, names = _read_template(sms.kind, text)
    return Filled(number, {name: sms.values.get(name, "") for name in names})


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are trusted: read once, which takes longer than a call."""
    return httpx.create_ssl_context()


def ask(request: httpx.Request) -> httpx.Response:
    """Ask a gateway. No redirect is followed.

    Raises:
        SmsNotTaken: no answer, or one that says to come again.
    """
    try:
        with httpx.Client(verify=_trusted(), timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)) as client:
            answer = client.send(request)
    except httpx.HTTPError as error:
        raise SmsNotTaken(reason=type(error).__name__, final=False) from None  # the cause names the URL
    if answer.status_code >= 500 or answer.status_code == 429:
        raise SmsNotTaken(reason=f"HTTP {answer.status_code}", final=False)
    return answer


def body_of(answer: httpx.Response) -> dict[str, Any]:
    """The JSON object of an answer.

    Raises:
        SmsNotTaken: it is none.
    """
    try:
        body = answer.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise SmsNotTaken(reason=f"HTTP {answer.status_code}", final=False)
    return body
