"""Shares of a trade (分账): who may have them, handing them out, taking them back, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tenants.payments.enums import SplitRole, SplitState
from tenants.payments.errors import GatewayRefused
from tenants.payments.gateways.alipay.amounts import to_yuan
from tenants.payments.gateways.alipay.client import Client
from tenants.payments.gateways.base import Known, Share, SplitAnswer

USER_ID = re.compile(r"2088\d{12}")
AT_ONCE = 20  # receivers of one call
STATES = {"SUCCESS": SplitState.SUCCEEDED, "PROCESSING": SplitState.SENDING, "FAIL": SplitState.FAILED}


def bind_receivers(client: Client, shares: Sequence[Share]) -> None:
    """Make those who get a share known to Alipay as such; who is known already stays it.

    A refusal is not the end: handing out says itself what is wrong.
    """
    receivers = sorted({share.receiver for share in shares})
    for start in range(0, len(receivers), AT_ONCE):
        listed = [{"type": _kind(each), "account": each, "memo": "分账"} for each in receivers[start : start + AT_ONCE]]
        number = f"B{start:02d}{shares[0].number[3:]}"
        try:
            client.call("alipay.trade.royalty.relation.bind", {"receiver_list": listed, "out_request_no": number})
        except GatewayRefused:
            return


def hand_out(client: Client, known: Known, share: Share, *, finish: bool) -> SplitAnswer:
    """Give a share away, and ask what became of it: a repeat is told apart from a refusal by that alone.

    Args:
        finish: nothing else will be given away of this trade; what was frozen for it is the merchant's.
    """
    part = {"royalty_type": "transfer", "trans_in_type": _kind(share.receiver), "trans_in": share.receiver}
    content: dict[str, Any] = {
        "out_request_no": share.number,
        "trade_no": known.provider_id,
        "royalty_parameters": [{**part, "amount": to_yuan(share.amount), "desc": SplitRole(share.role).value}],
    }
    if finish:
        content["extend_params"] = {"royalty_finish": "true"}
    return _done(client, known, share, share.number, "alipay.trade.order.settle", content)


def take_back(client: Client, known: Known, share: Share, amount: int, number: str) -> SplitAnswer:
    """Take a share back by a refund that gives the buyer nothing."""
    part = {"royalty_type": "transfer", "trans_out_type": _kind(share.receiver), "trans_out": share.receiver}
    content = {
        "out_request_no": number,
        "trade_no": known.provider_id,
        "refund_amount": "0.00",
        "refund_royalty_parameters": [{**part, "amount": to_yuan(amount)}],
    }
    answer = _done(client, known, share._replace(amount=amount), number, "alipay.trade.refund", content)
    return answer._replace(state=SplitState.RETURNED) if answer.state == SplitState.SUCCEEDED else answer


def _done(client: Client, known: Known, share: Share, number: str, method: str, content: dict[str, Any]) -> SplitAnswer:
    refusal = ""
    try:
        client.call(method, content)
    except GatewayRefused as error:
        refusal = str(error.data.get("reason", ""))
    found = _ask(client, known, share, number)
    if found is None:
        return SplitAnswer(share.number, SplitState.FAILED if refusal else SplitState.SENDING, reason=refusal)
    return found


def _ask(client: Client, known: Known, share: Share, number: str) -> SplitAnswer | None:
    try:
        said = client.call("alipay.trade.order.settle.query", {"trade_no": known.provider_id, "out_request_no": number})
    except GatewayRefused:
        return None
    for each in said.get("royalty_detail_list") or []:
        there = each.get("trans_in") or each.get("trans_out")
        if there == share.receiver and each.get("amount") == to_yuan(share.amount):
            state = STATES.get(each.get("state", ""), SplitState.SENDING)
            return SplitAnswer(share.number, state, str(each.get("detail_id", "")), str(each.get("error_code", "")))
    return None


def _kind(receiver: str) -> str:
    return "userId" if USER_ID.fullmatch(receiver) else "loginName"
