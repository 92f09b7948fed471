"""What WeChat Pay reports: signed by the institution, sealed with the merchant's own key."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from tenants.payments.enums import NoticeKind
from tenants.payments.errors import NoticeForged
from tenants.payments.gateways.base import Account, Notice
from tenants.payments.gateways.wechatpay.client import Client

TOLERANCE = 300.0  # seconds
SIGNED = "WECHATPAY2-SHA256-RSA2048"
HEADERS = (
    "Wechatpay-Signature", "Wechatpay-Timestamp", "Wechatpay-Nonce", "Wechatpay-Serial", "Wechatpay-Signature-Type",
)  # fmt: skip
REFUNDS = {
    "REFUND.SUCCESS": NoticeKind.REFUNDED,
    "REFUND.ABNORMAL": NoticeKind.REFUND_FAILED,
    "REFUND.CLOSED": NoticeKind.REFUND_FAILED,
}


def read_notice(client: Client, account: Account, body: bytes, headers: Mapping[str, str]) -> Notice:
    """Age, signature, seal, addressee, form.

    Raises:
        NoticeForged
    """
    given = {name: headers.get(name, "") for name in HEADERS}
    given["Wechatpay-Signature-Type"] = given["Wechatpay-Signature-Type"] or SIGNED  # older notices do not name the one
    try:
        age = abs(time.time() - float(given["Wechatpay-Timestamp"]))
    except ValueError as error:
        raise NoticeForged(reason="age") from error
    if not age <= TOLERANCE:
        raise NoticeForged(reason="age")
    try:
        said = client.callback(given, body)
    except (
        Exception
    ) as error:  # the SDK has no types: serials that are none, certificates that cannot be had, bad seals
        raise NoticeForged(reason="signature") from error
    if not said:
        raise NoticeForged(reason="signature")
    try:
        return _translated(said, account)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoticeForged(reason="form") from error


def _translated(said: dict[str, Any], account: Account) -> Notice:
    event, about = str(said["event_type"]), said["resource"]
    # Whoever opened the seal has the merchant's key; some events (complaints) name no merchant beyond that.
    paid = event == "TRANSACTION.SUCCESS" and "trade_state" in about
    _check_addressee(about, account, ("mchid", "appid") if paid else ("mchid",) if event in REFUNDS else ())
    if paid and about["trade_state"] == "SUCCESS":
        return payment_notice(NoticeKind.PAID, about, event_id=str(said["id"]))
    if event in REFUNDS:
        return Notice(
            kind=REFUNDS[event],
            payment_number=str(about["out_trade_no"]),
            provider_id=str(about["refund_id"]),
            amount=int(about["amount"]["refund"]),
            currency="CNY",
            refund_number=str(about["out_refund_no"]),
            event_id=str(said["id"]),
            reason="" if event == "REFUND.SUCCESS" else str(about.get("refund_status", event)),
        )
    # Shares that were paid, violations, complaints: for the log; nothing moves by them.
    return Notice(
        kind=NoticeKind.OTHER,
        payment_number=str(about.get("out_trade_no", "")),
        provider_id=str(about.get("transaction_id", "")),
        amount=0,
        currency="CNY",
        event_id=str(said["id"]),
        reason=event,
    )


def payment_notice(kind: NoticeKind, about: dict[str, Any], event_id: str = "") -> Notice:
    """A payment as WeChat Pay describes it, in notices and when asked."""
    amount = about.get("amount", {})
    return Notice(
        kind=kind,
        payment_number=str(about["out_trade_no"]),
        provider_id=str(about.get("transaction_id", "")),
        amount=int(amount["total"] if kind == NoticeKind.PAID else amount.get("total", 0)),
        currency=str(amount.get("currency", "CNY")),
        event_id=event_id,
        reason="" if kind == NoticeKind.PAID else str(about.get("trade_state", "")),
        payer=_payer(about),
    )


def _payer(about: dict[str, Any]) -> str:
    """Who paid: an ``openid`` means somebody inside one app alone."""
    payer = about.get("payer")
    openid = payer.get("openid") if isinstance(payer, dict) else None
    return f"wechat/{about.get('appid', '')}/{openid}" if openid else ""


def _check_addressee(about: dict[str, Any], account: Account, required: tuple[str, ...]) -> None:
    """Named or not: no other merchant, no other app."""
    for name, ours in (("mchid", "mch_id"), ("appid", "app_id")):
        if (name in required or name in about) and about.get(name) != account.settings.get(ours):
            raise NoticeForged(reason=name)
