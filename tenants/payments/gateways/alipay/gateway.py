"""Alipay: page, wap and face-to-face QR; RSA2 by public key or by certificates. What comes back with the buyer is not believed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from platform_core.tenancy.context import current_tenant
from tenants.payments.enums import GatewayName, NoticeKind, PaymentMethod, RefundState, SplitRole, SplitState
from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.payments.gateways.alipay.account import REPLACED, check_account
from tenants.payments.gateways.alipay.amounts import to_fen, to_yuan
from tenants.payments.gateways.alipay.bills import download, read_bill
from tenants.payments.gateways.alipay.client import Client, china_time, client_of
from tenants.payments.gateways.alipay.notices import STATES, notice_of, read_form
from tenants.payments.gateways.alipay.splits import bind_receivers, hand_out, take_back
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
    SessionKind,
    Share,
    SplitAnswer,
)

LIVE = "https://openapi.alipay.com/gateway.do"
SANDBOX = "https://openapi-sandbox.dl.alipaydev.com/gateway.do"
NOT_THERE = "ACQ.TRADE_NOT_EXIST"  # also: the buyer has not yet begun to pay
FORBIDDEN = re.compile(r"[/=&]")  # in a subject


class AlipayGateway:
    """See the module, and ``Gateway`` for what the methods promise. A test shop talks to Alipay's sandbox."""

    name = GatewayName.ALIPAY.value
    methods: tuple[str, ...] = (
        PaymentMethod.ALIPAY_PAGE.value,
        PaymentMethod.ALIPAY_WAP.value,
        PaymentMethod.ALIPAY_QR.value,
    )
    currencies = frozenset({"CNY"})
    commission_in_payment = False
    settings_fields: tuple[str, ...] = ("app_id", "seller_id")
    secret_fields: tuple[str, ...] = (
        "private_key",
        "alipay_public_key",
        "app_cert",
        "alipay_cert",
        "alipay_root_cert",
    )
    replaced_secrets: Mapping[str, tuple[str, ...]] = REPLACED

    def __init__(self, live: str = LIVE, sandbox: str = SANDBOX) -> None:
        self.live, self.sandbox = live, sandbox

    def check_account(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        """Ids have their digits, keys parse and are not taken for each other."""
        check_account(settings, secrets)

    def start(self, account: Account, asked: Asked) -> Session:
        """An address that is signed (page, wap), or a code to be scanned."""
        client = self._client(account)
        content: dict[str, Any] = {
            "out_trade_no": asked.number,
            "total_amount": to_yuan(asked.amount),
            "subject": FORBIDDEN.sub(" ", asked.subject)[:256],
            "seller_id": account.settings["seller_id"],
            "time_expire": china_time(asked.expires_at),
        }
        if asked.shares:  # what others get of it cannot be spent before they have it
            content["extend_params"] = {"royalty_freeze": "true"}
        if asked.method == PaymentMethod.ALIPAY_QR:
            said = client.call("alipay.trade.precreate", content, notify_url=asked.notify_url)
            return Session(SessionKind.QR, str(said.get("qr_code", "")))
        ways = {"return_url": asked.return_url, "notify_url": asked.notify_url}
        if asked.method == PaymentMethod.ALIPAY_WAP:
            query = client.api_alipay_trade_wap_pay(**content, **ways, quit_url=asked.return_url)
        else:
            query = client.api_alipay_trade_page_pay(**content, **ways)
        return Session(SessionKind.REDIRECT, f"{self._url()}?{query}")

    def verify(self, account: Account, body: bytes, headers: Mapping[str, str]) -> Notice:
        """Signature, then addressee, then form; of a refund its amount is asked for.

        There is no limit of age: Alipay repeats for 25 hours, and an old notice says nothing that would be done twice.
        """
        client = self._client(account)
        return notice_of(client, read_form(client, account, body))

    def received(self) -> Received:
        """The bare word."""
        return Received("success")

    def query(self, account: Account, known: Known) -> Notice | None:
        """A trade that was refunded whole is closed, as one that nobody paid."""
        try:
            said = self._client(account).call("alipay.trade.query", {"out_trade_no": known.number})
        except GatewayRefused as error:
            if error.data.get("reason") == NOT_THERE:
                return None
            raise
        _same(said, known)
        kind = STATES.get(str(said.get("trade_status")))
        if kind is None:
            return None
        currency = said.get("trans_currency") or "CNY"
        return Notice(kind, known.number, str(said.get("trade_no", "")), _amount(said, "total_amount"), currency)

    def close(self, account: Account, known: Known) -> None:
        """One that the buyer has not begun to pay is not there to be closed: its address ends by itself."""
        try:
            self._client(account).call("alipay.trade.close", {"out_trade_no": known.number})
        except GatewayRefused as error:
            if error.data.get("reason") == NOT_THERE:
                return
            said = self.query(account, known)
            if said is None or said.kind != NoticeKind.CLOSED:
                raise

    def refund(self, account: Account, known: Known, wanted: RefundAsked) -> RefundAnswer:
        """Done if money moved now; else, and after a refusal, Alipay is asked what became of it."""
        content = {
            "out_trade_no": known.number,
            "refund_amount": to_yuan(wanted.amount),
            "out_request_no": wanted.number,
            "refund_reason": wanted.reason[:80],
        }
        try:
            said = self._client(account).call("alipay.trade.refund", content)
        except GatewayRefused:
            answer = self.query_refund(account, known, wanted)
            if answer.state == RefundState.SUCCEEDED:
                return answer
            raise
        _same(said, known)
        if said.get("fund_change") == "Y":
            return RefundAnswer(RefundState.SUCCEEDED)
        return self.query_refund(account, known, wanted)

    def query_refund(self, account: Account, known: Known, wanted: RefundAsked) -> RefundAnswer:
        """What is not told to be done may still come."""
        content = {"out_trade_no": known.number, "out_request_no": wanted.number}
        said = self._client(account).call("alipay.trade.fastpay.refund.query", content)
        done = said.get("refund_status") == "REFUND_SUCCESS" and said.get("out_request_no") == wanted.number
        return RefundAnswer(RefundState.SUCCEEDED if done else RefundState.PENDING)

    def split(self, account: Account, known: Known, shares: Sequence[Share]) -> list[SplitAnswer]:
        """One call a share, each under its own number; with the last one what was frozen is free."""
        client = self._client(account)
        bind_receivers(client, shares)
        frozen = any(share.role == SplitRole.PLATFORM for share in shares)
        return [hand_out(client, known, share, finish=frozen and share is shares[-1]) for share in shares]

    def unsplit(self, account: Account, known: Known, share: Share, amount: int, number: str) -> SplitAnswer:
        """Of a QR payment the shares come back in proportion with the refund itself: Alipay lets nobody say otherwise."""
        if known.method == PaymentMethod.ALIPAY_QR:
            return SplitAnswer(share.number, SplitState.RETURNED)
        return take_back(self._client(account), known, share, amount, number)

    def bill(self, account: Account, day: dt.date) -> Iterator[BillLine]:
        """There from the next morning on."""
        content = {"bill_type": "trade", "bill_date": day.isoformat()}
        said = self._client(account).call("alipay.data.dataservice.bill.downloadurl.query", content)
        yield from read_bill(download(str(said.get("bill_download_url", ""))))

    def _client(self, account: Account) -> Client:
        return client_of(account, self._url())

    def _url(self) -> str:
        return self.live if current_tenant().livemode else self.sandbox


def _same(said: Mapping[str, Any], known: Known) -> None:
    """A signature says who speaks, not of what: an answer about another trade is none."""
    if said.get("out_trade_no") != known.number:
        raise GatewayUnavailable(reason="an answer about another trade")


def _amount(said: Mapping[str, Any], name: str) -> int:
    try:
        return to_fen(said.get(name))
    except ValueError as error:
        raise GatewayUnavailable(reason="form of the answer") from error
