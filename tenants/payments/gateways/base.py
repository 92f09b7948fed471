"""One interface for every way to be paid. An adapter translates: it keeps nothing, decides nothing, and moves no money that
it was not told to move. Amounts are in minor units of their currency.

Whatever is not certain is ``GatewayUnavailable``, and is asked again by ``query`` or ``query_refund``; what the gateway refused
for good is ``GatewayRefused``. Calls that create something carry a number of ours, under which a repeat makes nothing new.
"""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, runtime_checkable

from tenants.payments.enums import NoticeKind, RefundState, SplitRole, SplitState


@dataclass(frozen=True, slots=True)
class Account:
    """A merchant's account at a gateway, as an adapter needs it.

    ``settings``: what may be shown (ids); ``secrets``: keys, opened.
    """

    id: uuid.UUID | None
    gateway: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)

    @property
    def split_ready(self) -> bool:
        """Has the merchant opened profit sharing (分账) at the institution?"""
        return str(self.settings.get("profit_sharing", "")) in {"1", "True"}


class Share(NamedTuple):
    """A part of a payment that goes to somebody else at the institution itself (分账): never through us.

    ``number`` is our own of this share; ``receiver`` an account at the institution.
    """

    number: str
    role: SplitRole
    receiver: str
    amount: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A payment to be made.

    ``number``: ours, unique for ever, at most 32 of ``[0-9A-Za-z]``. ``openid``: of the buyer inside WeChat (jsapi).
    ``shares``: who else is paid out of it; an adapter that can say so with the payment does.
    """

    number: str
    amount: int
    currency: str
    subject: str
    method: str
    return_url: str
    notify_url: str
    expires_at: dt.datetime
    buyer_ip: str = ""
    openid: str = ""
    shares: Sequence[Share] = ()


class SessionKind(enum.StrEnum):
    """What a buyer has to do to pay."""

    REDIRECT = "redirect"  # be sent to ``url``
    QR = "qr"  # scan ``url`` as a QR code
    JSAPI = "jsapi"  # call the wallet that the page is open in with ``data``


@dataclass(frozen=True, slots=True)
class Session:
    """A payment that was opened. ``provider_session``: under which the gateway knows it until it is paid, if not by our number."""

    kind: SessionKind
    url: str = ""
    data: Mapping[str, str] = field(default_factory=dict)
    provider_session: str = ""


class Known(NamedTuple):
    """A payment as it is known here: for questions about it and for what follows it."""

    number: str
    amount: int
    currency: str
    method: str
    provider_session: str = ""
    provider_id: str = ""  # of the paid one: transaction_id, trade_no, payment intent or charge


class Notice(NamedTuple):
    """What a gateway really said, after its signature was checked.

    ``provider_id``: its own number of what happened: of the payment for ``paid``, of the refund, of the dispute.
    ``amount``: of what happened; ``refund_number``: ours, where the refund was asked for by us. ``event_id``: of the notice.
    ``payer``: whose account paid, as the gateway names it, where it does; kept as a print alone.
    """

    kind: NoticeKind
    payment_number: str
    provider_id: str
    amount: int
    currency: str
    refund_number: str = ""
    event_id: str = ""
    reason: str = ""
    payer: str = ""


class RefundAsked(NamedTuple):
    """Money to go back to the buyer by the way it came. ``number``: ours, of this refund."""

    number: str
    amount: int
    reason: str


class RefundAnswer(NamedTuple):
    """How far a refund is; ``provider_id``: its number at the gateway, if it has one already."""

    state: RefundState
    provider_id: str = ""
    reason: str = ""


class SplitAnswer(NamedTuple):
    """How far a share is."""

    number: str
    state: SplitState
    provider_id: str = ""
    reason: str = ""


class BillLine(NamedTuple):
    """A line of the gateway's own statement of a day: a payment (positive) or a refund (negative)."""

    number: str  # ours
    provider_id: str
    refund_number: str
    amount: int
    fee: int
    currency: str
    at: dt.datetime


class Received(NamedTuple):
    """What a gateway is answered so that it stops repeating a notice."""

    body: str
    content_type: str = "text/plain"
    status: int = 200


@runtime_checkable
class Wallet(Protocol):
    """What an institution has beside a ``Gateway`` when it pays from inside its own app: there it says who the buyer is."""

    wallet_methods: frozenset[str]
    wallet_field: str  # the secret of the account without which it says nothing

    def ask_wallet(self, account: Account, back_url: str, state: str) -> str:
        """Where the buyer is sent; they come back to ``back_url`` with ``code`` and ``state``."""

    def read_wallet(self, account: Account, code: str) -> str:
        """Who the buyer is for this account (``Asked.openid``). A code is good once.

        Raises:
            GatewayUnavailable, GatewayRefused
        """


class Gateway(Protocol):
    """One institution. Every call may raise ``GatewayUnavailable`` or ``GatewayRefused``."""

    name: str
    methods: tuple[str, ...]
    currencies: frozenset[str]
    commission_in_payment: bool  # is the platform's share taken with the payment itself, or by ``split`` afterwards?
    settings_fields: tuple[str, ...]  # of an account, in the order they are asked for
    secret_fields: tuple[str, ...]
    replaced_secrets: Mapping[str, tuple[str, ...]]  # by a key: those of another mode, of no use once it is entered

    def check_account(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        """Could an account be right? Looks at form alone (keys parse, ids have their shape); asks nobody.

        Raises:
            AccountInvalid
        """

    def start(self, account: Account, asked: Asked) -> Session:
        """Open a payment. Repeated with the same number it opens no second one that could be paid too."""

    def verify(self, account: Account, body: bytes, headers: Mapping[str, str]) -> Notice:
        """Check a notice: signature over the raw body, age, and that it is meant for this very account.

        Raises:
            NoticeForged
            GatewayUnavailable, GatewayRefused: it had to be asked about, in vain; it is to be sent again.
        """

    def received(self) -> Received:
        """What to answer a notice that was stored."""

    def query(self, account: Account, known: Known) -> Notice | None:
        """What the gateway itself says of a payment: ``paid`` or ``closed``; None while it is open."""

    def close(self, account: Account, known: Known) -> None:
        """Let nobody pay it any more. One that was paid meanwhile is refused: ask ``query``."""

    def refund(self, account: Account, known: Known, wanted: RefundAsked) -> RefundAnswer:
        """Send money back. Repeated with the same number it goes back once."""

    def query_refund(self, account: Account, known: Known, wanted: RefundAsked) -> RefundAnswer:
        """How far a refund is."""

    def split(self, account: Account, known: Known, shares: Sequence[Share]) -> list[SplitAnswer]:
        """Give others their shares of a paid payment, at the institution. Repeated with the same numbers: once.

        A share that was part of the payment already is answered as done. What the institution holds back for shares and none
        of them needs is let go to the merchant, all of it where ``shares`` is empty.
        """

    def unsplit(self, account: Account, known: Known, share: Share, amount: int, number: str) -> SplitAnswer:
        """Take a share back, wholly or in part, before the buyer is refunded.

        Args:
            number: ours, of this return; repeated with the same one it is taken back once.
        """

    def bill(self, account: Account, day: dt.date) -> Iterator[BillLine]:
        """The gateway's own statement of a day of its clock, line by line."""
