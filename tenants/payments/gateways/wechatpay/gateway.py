"""The adapter: ``Gateway`` in the words of WeChat Pay."""

from __future__ import annotations

import datetime as dt
import secrets as randomness
import time
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wechatpayv3 import WeChatPayType

from platform_core.kernel.clock import now, on_the_wall
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import current_tenant
from tenants.payments.enums import GatewayName, NoticeKind, PaymentMethod, RefundState
from tenants.payments.errors import GatewayRefused
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
from tenants.payments.gateways.wechatpay import account as accounts
from tenants.payments.gateways.wechatpay.bill import CLOCK, download, read_bill
from tenants.payments.gateways.wechatpay.client import VENDOR, Client, ask, client_of
from tenants.payments.gateways.wechatpay.notices import payment_notice, read_notice
from tenants.payments.gateways.wechatpay.shares import pay_share, release_rest, take_back
from tenants.payments.gateways.wechatpay.wallet import API, authorize_url, openid_of

LONGEST_SUBJECT = 127  # characters
SHORTEST = dt.timedelta(seconds=70)  # a payment stays open for a minute at least; time to travel comes on top
STATES = {
    "SUCCESS": NoticeKind.PAID,
    "REFUND": NoticeKind.PAID,  # paid, and some of it went back: asked about by itself
    "CLOSED": NoticeKind.CLOSED,
    "REVOKED": NoticeKind.CLOSED,
}
REFUNDS = {
    "SUCCESS": RefundState.SUCCEEDED,
    "PROCESSING": RefundState.PENDING,
    "ABNORMAL": RefundState.FAILED,
    "CLOSED": RefundState.FAILED,
}
TYPES = {
    PaymentMethod.WECHAT_NATIVE.value: WeChatPayType.NATIVE,
    PaymentMethod.WECHAT_H5.value: WeChatPayType.H5,
    PaymentMethod.WECHAT_JSAPI.value: WeChatPayType.JSAPI,
}


class WechatPayGateway:
    """See ``Gateway`` and ``Wallet`` for what the methods promise. Other addresses than the vendor's are for tests alone."""

    name = GatewayName.WECHATPAY.value
    methods: tuple[str, ...] = tuple(TYPES)
    currencies = frozenset({"CNY"})
    commission_in_payment = False
    settings_fields = accounts.SETTINGS
    secret_fields = accounts.SECRETS
    wallet_methods = frozenset({PaymentMethod.WECHAT_JSAPI.value})
    wallet_field = "app_secret"
    replaced_secrets: Mapping[str, tuple[str, ...]] = {}

    def __init__(self, base_url: str = VENDOR, api_url: str = API) -> None:
        self._base_url, self._api_url = base_url, api_url

    def check_account(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        """Ids have their shape, keys can be read."""
        accounts.check(settings, secrets)

    def start(self, account: Account, asked: Asked) -> Session:
        """A QR code, an address for the phone's browser, or what the wallet is called with from inside WeChat."""
        client, method = self._client(account), asked.method
        until = max(asked.expires_at, now() + SHORTEST)
        more: dict[str, Any] = {}
        if method == PaymentMethod.WECHAT_H5:
            more["scene_info"] = {"payer_client_ip": asked.buyer_ip, "h5_info": {"type": "Wap"}}
        if method == PaymentMethod.WECHAT_JSAPI:
            if not asked.openid:
                raise GatewayRefused(reason="OPENID_REQUIRED")
            more["payer"] = {"openid": asked.openid}
        said = ask(
            client.pay,
            pay_type=TYPES[method],
            description=asked.subject[:LONGEST_SUBJECT],
            out_trade_no=asked.number,
            amount={"total": asked.amount, "currency": asked.currency},
            time_expire=on_the_wall(until).astimezone(CLOCK).isoformat(timespec="seconds"),
            settle_info={"profit_sharing": account.split_ready},
            notify_url=asked.notify_url,
            **more,
        )
        return self._session(client, account, asked, said)

    def ask_wallet(self, account: Account, back_url: str, state: str) -> str:
        """Asks the buyer nothing."""
        return authorize_url(account, back_url, state)

    def read_wallet(self, account: Account, code: str) -> str:
        """Their openid at the merchant's official account."""
        return openid_of(self._api_url, account, code)

    def verify(self, account: Account, body: bytes, headers: Mapping[str, str]) -> Notice:
        """Age, signature, seal, addressee."""
        return read_notice(self._client(account), account, body, headers)

    def received(self) -> Received:
        """The words of the vendor's rules."""
        return Received('{"code":"SUCCESS","message":"成功"}', "application/json")

    def query(self, account: Account, known: Known) -> Notice | None:
        """By our number. One that it does not know was not opened yet, or its opening was not answered: open."""
        try:
            said = ask(self._client(account).query, out_trade_no=known.number)
        except GatewayRefused as error:
            if error.data.get("reason") in {"ORDER_NOT_EXIST", "ORDERNOTEXIST"}:
                return None
            raise
        kind = STATES.get(said.get("trade_state", ""))
        return payment_notice(kind, said) if kind else None

    def close(self, account: Account, known: Known) -> None:
        """One that was never opened, or is closed already, is closed."""
        try:
            ask(self._client(account).close, out_trade_no=known.number)
        except GatewayRefused as error:
            if error.data.get("reason") not in {"ORDER_NOT_EXIST", "ORDERNOTEXIST", "ORDER_CLOSED"}:
                raise

    def refund(self, account: Account, known: Known, wanted: RefundAsked) -> RefundAnswer:
        """Usually accepted first, and reported by a notice."""
        said = ask(
            self._client(account).refund,
            out_refund_no=wanted.number,
            out_trade_no=known.number,
            amount={"refund": wanted.amount, "total": known.amount, "currency": known.currency},
            reason=wanted.reason[:80] or None,
            notify_url=shop_url(current_tenant().host, f"/payments/notify/{self.name}"),
        )
        return _refund_answer(said)

    def query_refund(self, account: Account, known: Known, wanted: RefundAsked) -> RefundAnswer:
        """By our number."""
        return _refund_answer(ask(self._client(account).query_refund, out_refund_no=wanted.number))

    def split(self, account: Account, known: Known, shares: Sequence[Share]) -> list[SplitAnswer]:
        """Share by share; when none is on its way any more, the rest is let go to the merchant."""
        client = self._client(account)
        answers = [pay_share(client, known, share) for share in shares]
        release_rest(client, known, answers)
        return answers

    def unsplit(self, account: Account, known: Known, share: Share, amount: int, number: str) -> SplitAnswer:
        """The receiver must have allowed it (同意分账回退)."""
        return take_back(self._client(account), share, amount, number)

    def bill(self, account: Account, day: dt.date) -> Iterator[BillLine]:
        """Made from ten o'clock of the next morning on."""
        yield from read_bill(download(self._client(account), day))

    def _client(self, account: Account) -> Client:
        return client_of(self._base_url, account)

    def _session(self, client: Client, account: Account, asked: Asked, said: Mapping[str, Any]) -> Session:
        if asked.method == PaymentMethod.WECHAT_NATIVE:
            return Session(SessionKind.QR, url=said["code_url"])
        if asked.method == PaymentMethod.WECHAT_H5:
            back = urllib.parse.urlencode({"redirect_url": asked.return_url})
            return Session(SessionKind.REDIRECT, url=f"{said['h5_url']}&{back}")
        words = {
            "appId": str(account.settings["app_id"]),
            "timeStamp": str(int(time.time())),
            "nonceStr": randomness.token_hex(16),
            "package": f"prepay_id={said['prepay_id']}",
        }
        signed = client.sign(list(words.values()))
        return Session(SessionKind.JSAPI, data={**words, "signType": "RSA", "paySign": signed})


def _refund_answer(said: Mapping[str, Any]) -> RefundAnswer:
    status = str(said.get("status", ""))
    state = REFUNDS.get(status, RefundState.PENDING)
    return RefundAnswer(state, str(said.get("refund_id", "")), status if state == RefundState.FAILED else "")
