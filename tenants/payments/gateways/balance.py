"""Balances of buyers as a way to pay: what an institution would answer of them is in our own books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from platform_core.kernel.clock import now
from platform_core.kernel.money import CURRENCIES
from tenants.payments.enums import GatewayName, PaymentMethod, RefundState
from tenants.payments.errors import GatewayRefused, NoticeForged
from tenants.payments.gateways.base import (
    Account,
    Asked,
    BillLine,
    Known,
    Notice,
    Received,
    RefundAnswer,
    RefundAsked,
    Session,
    Share,
    SplitAnswer,
)
from tenants.payments.services.return_to_balance import return_to_balance


class BalanceGateway:
    """See ``Gateway``. Nothing is opened or notified: a buyer pays by their payment password, in one transaction."""

    name = GatewayName.BALANCE.value
    methods: tuple[str, ...] = (PaymentMethod.BALANCE.value,)
    currencies = frozenset(CURRENCIES)
    commission_in_payment = False
    settings_fields: tuple[str, ...] = ()
    secret_fields: tuple[str, ...] = ()
    replaced_secrets: Mapping[str, tuple[str, ...]] = {}

    def check_account(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        """Nothing is asked for."""

    def start(self, account: Account, asked: Asked) -> Session:
        """There is no cashier."""
        raise GatewayRefused(reason="paid by the payment password")

    def verify(self, account: Account, body: bytes, headers: Mapping[str, str]) -> Notice:
        """Nobody notifies us of it."""
        raise NoticeForged(reason="no notices")

    def received(self) -> Received:
        """Never said."""
        return Received("success")

    def query(self, account: Account, known: Known) -> Notice | None:
        """What is paid is known already."""
        return None

    def close(self, account: Account, known: Known) -> None:
        """Nothing is ever open."""

    def refund(self, account: Account, known: Known, wanted: RefundAsked) -> RefundAnswer:
        """Back to the balance, at once."""
        return_to_balance(payment_number=known.number, refund_number=wanted.number, amount=wanted.amount, now=now())
        return RefundAnswer(RefundState.SUCCEEDED, wanted.number)

    def query_refund(self, account: Account, known: Known, wanted: RefundAsked) -> RefundAnswer:
        """The same call: it does nothing twice."""
        return self.refund(account, known, wanted)

    def split(self, account: Account, known: Known, shares: Sequence[Share]) -> list[SplitAnswer]:
        """Nothing is shared out of balances."""
        raise GatewayRefused(reason="no shares")

    def unsplit(self, account: Account, known: Known, share: Share, amount: int, number: str) -> SplitAnswer:
        """Nothing was shared."""
        raise GatewayRefused(reason="no shares")

    def bill(self, account: Account, day: dt.date) -> Iterator[BillLine]:
        """The institution's statements are those of the top-ups."""
        return iter(())
