"""Profit sharing (分账): each share is an order of its own under its own number, so that it is repeated and taken back alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tenants.payments.enums import SplitRole, SplitState
from tenants.payments.errors import GatewayRefused
from tenants.payments.gateways.base import Known, Share, SplitAnswer
from tenants.payments.gateways.wechatpay.client import Client, ask

RESULTS = {"SUCCESS": SplitState.SUCCEEDED, "CLOSED": SplitState.FAILED, "PENDING": SplitState.SENDING}
RETURNS = {"SUCCESS": SplitState.RETURNED, "FAILED": SplitState.FAILED, "PROCESSING": SplitState.SENDING}
RELATIONS = {SplitRole.PLATFORM: "SERVICE_PROVIDER", SplitRole.SUPPLIER: "SUPPLIER"}
WORDS = {SplitRole.PLATFORM: "平台佣金", SplitRole.SUPPLIER: "供应商结算"}  # on the statements of all three, in Chinese


def receiver_of(share: Share) -> tuple[str, str, str]:
    """Type, account and name of a receiver: ``1900000109`` or ``1900000109:全称``; anything but a number is an openid.

    With its name it is registered by us; without, the merchant has done so at 商户平台.
    """
    account, _, name = share.receiver.partition(":")
    return ("MERCHANT_ID" if account.isdigit() else "PERSONAL_OPENID"), account, name.strip()


def pay_share(client: Client, known: Known, share: Share) -> SplitAnswer:
    """Order a share, or learn how far it is; one that is refused fails alone."""
    kind, account, name = receiver_of(share)
    try:
        if name:
            ask(
                client.profitsharing_add_receiver,
                account_type=kind,
                account=account,
                relation_type=RELATIONS[share.role],
                name=name,
            )
        receiver = {"type": kind, "account": account, "amount": share.amount, "description": WORDS[share.role]}
        said = ask(
            client.profitsharing_order,
            transaction_id=known.provider_id,
            out_order_no=share.number,
            receivers=[receiver],
            unfreeze_unsplit=False,
        )
        if said.get("state") != "FINISHED":
            query = client.profitsharing_order_query
            said = ask(query, transaction_id=known.provider_id, out_order_no=share.number)
    except GatewayRefused as error:
        return SplitAnswer(share.number, SplitState.FAILED, reason=str(error.data.get("reason", "")))
    return _answer(share, said)


def _answer(share: Share, said: dict[str, Any]) -> SplitAnswer:
    receivers: list[dict[str, Any]] = said.get("receivers", [])
    ours = next((each for each in receivers if each.get("account") == receiver_of(share)[1]), {})
    state = RESULTS.get(ours.get("result", "PENDING"), SplitState.SENDING)
    reason = str(ours.get("fail_reason", "")) if state == SplitState.FAILED else ""
    return SplitAnswer(share.number, state, str(said.get("order_id", "")), reason)


def release_rest(client: Client, known: Known, answers: Sequence[SplitAnswer]) -> None:
    """What no share needs goes to the merchant (解冻); not while a share is on its way."""
    if any(answer.state == SplitState.SENDING for answer in answers):
        return
    try:
        ask(
            client.profitsharing_unfreeze,
            transaction_id=known.provider_id,
            out_order_no=f"F{known.number}",
            description="解冻剩余资金",
        )
    except GatewayRefused:
        pass  # nothing is frozen: the payment was not marked for sharing, or all of it was shared or refunded


def take_back(client: Client, share: Share, amount: int, number: str) -> SplitAnswer:
    """A share, or a part of it, back to the merchant (回退); from merchants alone.

    Raises:
        GatewayUnavailable, GatewayRefused
    """
    kind, account, _name = receiver_of(share)
    if kind != "MERCHANT_ID":
        raise GatewayRefused(reason="PERSONAL_OPENID")
    said = ask(
        client.profitsharing_return,
        out_order_no=share.number,
        out_return_no=number,
        return_mchid=account,
        amount=amount,
        description=WORDS[share.role],
    )
    if said.get("result") == "PROCESSING":
        query: Callable[..., Any] = client.profitsharing_return_query
        said = ask(query, out_order_no=share.number, out_return_no=number)
    state = RETURNS.get(said.get("result", ""), SplitState.SENDING)
    reason = str(said.get("fail_reason", "")) if state == SplitState.FAILED else ""
    return SplitAnswer(share.number, state, str(said.get("return_id", "")), reason)
