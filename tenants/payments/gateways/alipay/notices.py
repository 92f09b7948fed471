"""What Alipay posts to us: a form, signed over all its fields but the signature and its kind."""

from __future__ import annotations

import urllib.parse
import uuid
from collections.abc import Mapping

from alipay.exceptions import AliPayException

from tenants.payments.enums import NoticeKind
from tenants.payments.errors import GatewayUnavailable, NoticeForged
from tenants.payments.gateways.alipay.amounts import to_fen
from tenants.payments.gateways.alipay.client import Client
from tenants.payments.gateways.base import Account, Notice

FIELDS = 100  # at most; real notices have about 30
STATES = {
    "TRADE_SUCCESS": NoticeKind.PAID,
    "TRADE_FINISHED": NoticeKind.PAID,
    "TRADE_CLOSED": NoticeKind.CLOSED,
}
SYNC = "trade_status_sync"


def read_form(client: Client, account: Account, body: bytes) -> dict[str, str]:
    """The fields of a notice that Alipay signed and meant for this very account.

    Raises:
        NoticeForged
    """
    try:
        pairs = urllib.parse.parse_qsl(
            body.decode(), keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=FIELDS
        )
        form = dict(pairs)
        if len(form) != len(pairs) or "sign" not in form:
            raise NoticeForged(reason="form")
        signature = form.pop("sign")
        genuine = client.verify(form, signature)
    except AliPayException as error:
        raise NoticeForged(reason="kind of signature") from error
    except ValueError as error:  # not text, no form, or a signature that is not base64
        raise NoticeForged(reason="form") from error
    if not genuine:
        raise NoticeForged(reason="signature")
    for name in ("app_id", "seller_id"):
        if form.get(name) != str(account.settings[name]):
            raise NoticeForged(reason=name)
    return form


def notice_of(client: Client, form: Mapping[str, str]) -> Notice:
    """What a genuine notice says.

    Raises:
        NoticeForged: of its form.
        GatewayUnavailable, GatewayRefused: a refund whose own amount could not be learned.
    """
    state = form.get("trade_status", "")
    kind = STATES.get(state, NoticeKind.OTHER) if form.get("notify_type") == SYNC else NoticeKind.OTHER
    try:
        said = Notice(
            kind=kind,
            payment_number=form["out_trade_no"],
            provider_id=form["trade_no"],
            amount=to_fen(form["total_amount"]) if kind != NoticeKind.OTHER else 0,
            currency=form.get("trans_currency") or "CNY",
            event_id=form.get("notify_id", ""),
            payer=payer_of(form),
        )
    except (KeyError, ValueError) as error:
        raise NoticeForged(reason="form") from error
    # A trade that is finished may still name a refund of old days; the refund had a notice of its own.
    refund = kind != NoticeKind.OTHER and form.get("gmt_refund") and state != "TRADE_FINISHED"
    return _refund(client, said, form.get("out_biz_no") or said.payment_number) if refund else said


def payer_of(said: Mapping[str, str]) -> str:
    """Who paid: ``buyer_id`` is the same for every merchant, ``buyer_open_id`` is one app's own."""
    if said.get("buyer_id"):
        return f"alipay/{said['buyer_id']}"
    return f"alipay/{said.get('app_id', '')}/{said['buyer_open_id']}" if said.get("buyer_open_id") else ""


def _refund(client: Client, said: Notice, number: str) -> Notice:
    """``refund_fee`` of a notice is what went back in all; how much this refund was, Alipay tells who asks.

    Shares that came back without money for the buyer are told in the same way: nothing that concerns the payment.
    """
    asked = {"trade_no": said.provider_id, "out_request_no": number}
    answer = client.call("alipay.trade.fastpay.refund.query", asked)
    if answer.get("refund_status") != "REFUND_SUCCESS" or answer.get("out_request_no") != number:
        raise GatewayUnavailable(reason="refund not there yet")
    try:
        amount = to_fen(answer.get("refund_amount"))
    except ValueError as error:
        raise GatewayUnavailable(reason="form of the answer") from error
    name = f"{said.provider_id}-{number}"
    return said._replace(
        kind=NoticeKind.REFUNDED if amount else NoticeKind.OTHER,
        # Alipay gives refunds no number of its own: trade and request together are one.
        provider_id=name if len(name) <= 64 else uuid.uuid5(uuid.NAMESPACE_OID, name).hex,
        amount=amount,
        refund_number=number,
    )
