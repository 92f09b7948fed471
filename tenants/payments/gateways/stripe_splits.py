"""Shares of a payment: the application fee, which came with it, and transfers to suppliers out of its charge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stripe import RequestOptions

from tenants.payments.enums import SplitRole, SplitState
from tenants.payments.errors import GatewayRefused
from tenants.payments.gateways.base import Account, Known, Share, SplitAnswer
from tenants.payments.gateways.stripe_client import (
    PAYMENT,
    SHARE,
    asking,
    id_of,
    marks,
    marks_of,
    merchant_client,
    platform_client,
)
from tenants.payments.gateways.stripe_payments import charge_of, check_age, intent_of


def pay_shares(account: Account, known: Known, shares: Sequence[Share]) -> list[SplitAnswer]:
    """Transfer what suppliers get; of the platform's share, say whether it was taken."""
    charge = charge_of(intent_of(account, known))
    found = _find_transfers(account, known) if any(share.role == SplitRole.SUPPLIER for share in shares) else {}
    return [
        _fee_answer(share, charge)
        if share.role == SplitRole.PLATFORM
        else _transfer(account, known, share, charge, found)
        for share in shares
    ]


def take_back(account: Account, known: Known, share: Share, amount: int, number: str) -> SplitAnswer:
    """Return part of a share to the merchant, once for each number.

    Raises:
        GatewayUnavailable
        GatewayRefused: Stripe would not make the refund that it is for, or the receiver has not got it any more.
    """
    intent = intent_of(account, known)
    check_age(known, intent)
    wanted = marks(**{PAYMENT: known.number, SHARE: number})
    with asking():
        if share.role == SplitRole.PLATFORM:
            made = _refund_fee(account, id_of(charge_of(intent).get("application_fee")), amount, wanted)
        else:
            made = _reverse(account, _find_transfers(account, known).get(share.number, ""), amount, wanted)
    return SplitAnswer(share.number, SplitState.RETURNED, made)


def _refund_fee(account: Account, fee: str, amount: int, wanted: dict[str, str]) -> str:
    if not fee:
        raise GatewayRefused(reason="fee_not_taken")
    refunds = platform_client(account).v1.application_fees.refunds
    found = _marked(refunds.list(fee, {"limit": 100}).auto_paging_iter(), wanted[SHARE])
    options: RequestOptions = {"idempotency_key": wanted[SHARE]}
    return found or refunds.create(fee, {"amount": amount, "metadata": wanted}, options).id


def _reverse(account: Account, transfer: str, amount: int, wanted: dict[str, str]) -> str:
    if not transfer:
        raise GatewayRefused(reason="no_such_transfer")
    reversals = merchant_client(account).v1.transfers.reversals
    found = _marked(reversals.list(transfer, {"limit": 100}).auto_paging_iter(), wanted[SHARE])
    options: RequestOptions = {"idempotency_key": wanted[SHARE]}
    return found or reversals.create(transfer, {"amount": amount, "metadata": wanted}, options).id


def _find_transfers(account: Account, known: Known) -> dict[str, str]:
    """Transfers out of a payment: our number of the share, and Stripe's id."""
    with asking():
        listed = merchant_client(account).v1.transfers.list({"transfer_group": known.number, "limit": 100})
        told = [each.to_dict() for each in listed.auto_paging_iter()]
    return {number: each["id"] for each in told if (number := marks_of(each).get(SHARE))}


def _marked(listed: Iterator[Any], number: str) -> str:
    """The id of what carries our number; empty: nothing does."""
    told = (each.to_dict() for each in listed)
    return next((str(each["id"]) for each in told if marks_of(each).get(SHARE) == number), "")


def _fee_answer(share: Share, charge: dict[str, Any]) -> SplitAnswer:
    fee, taken = id_of(charge.get("application_fee")), charge.get("application_fee_amount")
    if not fee or taken != share.amount:
        return SplitAnswer(share.number, SplitState.FAILED, fee, "fee_not_taken")
    return SplitAnswer(share.number, SplitState.SUCCEEDED, fee)


def _transfer(
    account: Account, known: Known, share: Share, charge: dict[str, Any], found: Mapping[str, str]
) -> SplitAnswer:
    if share.number in found:
        return SplitAnswer(share.number, SplitState.SUCCEEDED, found[share.number])
    try:
        with asking():
            made = merchant_client(account).v1.transfers.create(
                {
                    "amount": share.amount,
                    "currency": known.currency.lower(),
                    "destination": share.receiver,
                    "source_transaction": charge["id"],
                    "transfer_group": known.number,
                    "metadata": marks(**{PAYMENT: known.number, SHARE: share.number}),
                },
                {"idempotency_key": share.number},
            )
    except GatewayRefused as error:
        return SplitAnswer(share.number, SplitState.FAILED, reason=str(error.data.get("reason", "")))
    return SplitAnswer(share.number, SplitState.SUCCEEDED, made.id)
