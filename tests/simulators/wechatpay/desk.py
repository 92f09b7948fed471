"""What WeChat Pay remembers of one merchant, and what it answers and refuses."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import itertools
import json
import re
import urllib.parse
from dataclasses import dataclass, field

from tests.simulators.wechatpay import bill
from tests.simulators.wechatpay.keys import PUBLIC_KEY_ID, Platform, open_name, platform, seal

NUMBER = re.compile(r"[0-9A-Za-z_\-|*]{6,32}")
SHARE_NUMBER = re.compile(r"[0-9A-Za-z_\-|*@]{1,64}")
LIMIT = 30  # per cent of a payment that may be shared


class Refused(Exception):
    """An answer that is none."""

    def __init__(self, status: int, code: str, message: str = "失败") -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


def require(true: object, status: int, code: str, message: str = "失败") -> None:
    """Refuse, unless it is so."""
    if not true:
        raise Refused(status, code, message)


@dataclass
class Desk:
    """``receivers``: registered for shares, by account. ``slow``: shares and returns stay on their way. ``codes``: openids of
    buyers inside WeChat, by the code with which they come back.
    """

    mchid: str = "1900000109"
    appid: str = "wxd678efa567ab6787"
    serial: str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"
    api_v3_key: str = "0123456789abcdefghijklmnopqrstuv"
    app_secret: str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
    codes: dict = field(default_factory=dict)
    platforms: list[Platform] = field(default_factory=lambda: [platform("platform 1")])
    payments: dict = field(default_factory=dict)
    refunds: dict = field(default_factory=dict)
    shares: dict = field(default_factory=dict)
    returns: dict = field(default_factory=dict)
    receivers: dict = field(default_factory=dict)
    bills: dict = field(default_factory=dict)
    slow: bool = False
    _ids: itertools.count = field(default_factory=lambda: itertools.count(1))

    def answer(self, method: str, path: str, body: str, url: str):
        """JSON, bytes of a file, or None for 204."""
        parts = urllib.parse.urlsplit(path)
        given = json.loads(body) if body else dict(urllib.parse.parse_qsl(parts.query))
        for wanted, pattern, verb in ROUTES:
            found = re.fullmatch(pattern, parts.path)
            if wanted == method and found:
                given["url"] = url
                return getattr(self, verb)(given, *found.groups())
        raise Refused(404, "RESOURCE_NOT_EXISTS")

    def certificates(self, given):
        """All that are in use, sealed with the merchant's key."""
        moment = "2026-01-01T00:00:00+08:00"
        return {
            "data": [
                {
                    "serial_no": each.serial,
                    "effective_time": moment,
                    "expire_time": moment,
                    "encrypt_certificate": seal(self.api_v3_key, each.pem, "certificate"),
                }
                for each in self.platforms
            ]
        }

    def log_in(self, given):
        """Whose code it is; once."""
        if (given.get("appid"), given.get("secret")) != (self.appid, self.app_secret):
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        openid = self.codes.pop(given.get("code"), None)
        if openid is None or given.get("grant_type") != "authorization_code":
            return {"errcode": 40029, "errmsg": "invalid code"}
        return {"access_token": "unused", "expires_in": 7200, "openid": openid, "scope": "snsapi_base"}

    def open(self, given, kind):
        """A payment to be made."""
        number, amount = given["out_trade_no"], given["amount"]
        require(given["mchid"] == self.mchid and given["appid"] == self.appid, 400, "APPID_MCHID_NOT_MATCH")
        require(NUMBER.fullmatch(number) and len(given["description"]) <= 127, 400, "PARAM_ERROR")
        require(amount["total"] > 0 and amount["currency"] == "CNY", 400, "PARAM_ERROR")
        until = dt.datetime.fromisoformat(given["time_expire"])
        require(until - dt.datetime.now(dt.UTC) >= dt.timedelta(minutes=1), 400, "PARAM_ERROR")
        require(kind != "h5" or given["scene_info"]["payer_client_ip"], 400, "PARAM_ERROR")
        require(kind != "jsapi" or given["payer"]["openid"], 400, "PARAM_ERROR")
        known = self.payments.setdefault(number, {"asked": given, "state": "NOTPAY", "kind": kind, "frozen": False})
        require(known["state"] != "SUCCESS", 400, "ORDERPAID")
        require(known["state"] == "NOTPAY", 400, "ORDER_CLOSED")
        require(known["asked"]["amount"] == amount, 400, "INVALID_REQUEST", "商户订单号重复")
        prepaid = f"wx{next(self._ids):030d}"
        if kind == "native":
            return {"code_url": f"weixin://wxpay/bizpayurl?pr={prepaid}"}
        if kind == "h5":
            return {"h5_url": f"https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id={prepaid}&package=1"}
        return {"prepay_id": prepaid}

    def pay(self, number: str) -> dict:
        """A buyer pays; what is said of it."""
        known = self.payments[number]
        known.update(state="SUCCESS", id=known.get("id") or f"42000{next(self._ids):023d}", at=dt.datetime.now(dt.UTC))
        known["frozen"] = known["asked"].get("settle_info", {}).get("profit_sharing", False)
        return self._describe(number)

    def _describe(self, number: str) -> dict:
        known = self.payments[number]
        said = {"mchid": self.mchid, "appid": self.appid, "out_trade_no": number, "trade_state": known["state"]}
        if known["state"] in {"SUCCESS", "REFUND"}:
            total = known["asked"]["amount"]["total"]
            amounts = {"total": total, "payer_total": total, "currency": "CNY", "payer_currency": "CNY"}
            said |= {"transaction_id": known["id"], "amount": amounts, "trade_type": known["kind"].upper()}
        return said

    def query(self, given, number):
        """How far a payment is."""
        require(given["mchid"] == self.mchid, 400, "PARAM_ERROR")
        require(number in self.payments, 404, "ORDER_NOT_EXIST")
        return self._describe(number)

    def close(self, given, number):
        """Nobody pays it any more."""
        require(number in self.payments, 404, "ORDER_NOT_EXIST")
        require(self.payments[number]["state"] != "SUCCESS", 400, "ORDERPAID")
        self.payments[number]["state"] = "CLOSED"

    def refund(self, given):
        """Accepted; done when ``finish_refund`` says so."""
        number, wanted = given["out_refund_no"], given["amount"]
        require(given["out_trade_no"] in self.payments, 404, "RESOURCE_NOT_EXISTS")
        known = self.payments[given["out_trade_no"]]
        require(known["state"] in {"SUCCESS", "REFUND"}, 403, "INVALID_REQUEST")
        require(wanted["total"] == known["asked"]["amount"]["total"], 400, "PARAM_ERROR")
        others = [each for name, each in self.refunds.items() if name != number and each["of"] == given["out_trade_no"]]
        gone = sum(each["amount"]["refund"] for each in others)
        require(wanted["refund"] + gone <= wanted["total"], 403, "NOT_ENOUGH")
        fresh = {"of": given["out_trade_no"], "status": "PROCESSING", "amount": wanted, "at": dt.datetime.now(dt.UTC),
                 "id": f"50000{next(self._ids):023d}"}  # fmt: skip
        self.refunds.setdefault(number, fresh)
        known["state"] = "REFUND"
        return self.query_refund(given, number)

    def query_refund(self, given, number):
        """How far a refund is."""
        require(number in self.refunds, 404, "RESOURCE_NOT_EXISTS")
        known = self.refunds[number]
        return {
            "refund_id": known["id"],
            "out_refund_no": number,
            "status": known["status"],
            "out_trade_no": known["of"],
        }

    def finish_refund(self, number: str, status: str = "SUCCESS") -> dict:
        """The money went back, or did not; what is said of it."""
        known = self.refunds[number]
        known["status"] = status
        paid = self.payments[known["of"]]
        return {
            "mchid": self.mchid, "out_trade_no": known["of"], "transaction_id": paid["id"], "out_refund_no": number,
            "refund_id": known["id"], "refund_status": status, "user_received_account": "支付用户零钱",
            "amount": {"total": known["amount"]["total"], "refund": known["amount"]["refund"]},
        }  # fmt: skip

    def add_receiver(self, given):
        """Somebody who may get shares; a merchant is named, sealed for us."""
        signers = [each.owner for each in self.platforms] + ["public key"]
        self.receivers[given["account"]] = _opened(signers, given["name"])
        return {"type": given["type"], "account": given["account"], "relation_type": given["relation_type"]}

    def share(self, given):
        """A share, on its way."""
        number, (receiver,) = given["out_order_no"], given["receivers"]
        paid = next(each for each in self.payments.values() if each.get("id") == given["transaction_id"])
        require(SHARE_NUMBER.fullmatch(number), 400, "PARAM_ERROR")
        if number not in self.shares:
            require(paid["frozen"], 400, "INVALID_REQUEST", "非分账订单")
            require(receiver["account"] in self.receivers, 400, "INVALID_REQUEST", "分账接收方不存在")
            before = sum(each["amount"] for each in self.shares.values() if each["of"] == given["transaction_id"])
            total = paid["asked"]["amount"]["total"]
            require((before + receiver["amount"]) * 100 <= total * LIMIT, 403, "NOT_ENOUGH", "分账金额超限")
            self.shares[number] = {"of": given["transaction_id"], "state": "PROCESSING", **receiver}
        require(self.shares[number]["amount"] == receiver["amount"], 400, "INVALID_REQUEST", "参数不一致")
        return self._share(number)

    def query_share(self, given, number):
        """How far a share is: done when asked about, unless all is slow."""
        require(number in self.shares, 404, "RESOURCE_NOT_EXISTS")
        if not self.slow:
            self.shares[number]["state"] = "FINISHED"
        return self._share(number)

    def _share(self, number):
        known = self.shares[number]
        result = "SUCCESS" if known["state"] == "FINISHED" else "PENDING"
        one = {"account": known["account"], "amount": known["amount"], "type": known["type"], "result": result}
        return {"out_order_no": number, "order_id": f"3008{number[:20]}", "state": known["state"], "receivers": [one]}

    def unfreeze(self, given):
        """The rest is the merchant's."""
        paid = next(each for each in self.payments.values() if each.get("id") == given["transaction_id"])
        mine = [each for each in self.shares.values() if each["of"] == given["transaction_id"]]
        require(all(each["state"] == "FINISHED" for each in mine), 400, "INVALID_REQUEST", "分账处理中,请稍后再试")
        paid["frozen"] = False
        return {"out_order_no": given["out_order_no"], "state": "PROCESSING"}

    def take_back(self, given):
        """A share comes back."""
        number, share = given["out_return_no"], self.shares[given["out_order_no"]]
        if number not in self.returns:
            require(given["return_mchid"] == share["account"], 400, "PARAM_ERROR")
            gone = sum(each["amount"] for each in self.returns.values() if each["of"] == given["out_order_no"])
            require(gone + given["amount"] <= share["amount"], 403, "NOT_ENOUGH")
            self.returns[number] = {"of": given["out_order_no"], "amount": given["amount"], "result": "PROCESSING"}
        return {"out_return_no": number, "return_id": f"3009{number[:20]}", "result": self.returns[number]["result"]}

    def query_return(self, given, number):
        """How far it is."""
        if not self.slow:
            self.returns[number]["result"] = "SUCCESS"
        return {"out_return_no": number, "return_id": f"3009{number[:20]}", "result": self.returns[number]["result"]}

    def make_bill(self, given):
        """Where the statement of a day is, and its digest."""
        plain = bill.statement(self, dt.date.fromisoformat(given["bill_date"]))
        require(plain, 400, "NO_STATEMENT_EXIST")
        self.bills["token"] = gzip.compress(plain)
        digest = hashlib.sha1(plain).hexdigest()
        return {
            "hash_type": "SHA1",
            "hash_value": digest,
            "download_url": f"{given['url']}/v3/billdownload/file?token=1",
        }

    def download(self, given):
        """The statement itself."""
        return self.bills["token"]


def _opened(owners: list[str], sealed: str) -> str:
    for owner in owners:
        try:
            return open_name(owner, sealed)
        except ValueError:
            continue
    raise Refused(400, "PARAM_ERROR")


ROUTES = (
    ("GET", "/v3/certificates", "certificates"),
    ("POST", "/v3/pay/transactions/(native|h5|jsapi)", "open"),
    ("GET", "/v3/pay/transactions/out-trade-no/([^/]+)", "query"),
    ("POST", "/v3/pay/transactions/out-trade-no/([^/]+)/close", "close"),
    ("POST", "/v3/refund/domestic/refunds", "refund"),
    ("GET", "/v3/refund/domestic/refunds/([^/]+)", "query_refund"),
    ("POST", "/v3/profitsharing/receivers/add", "add_receiver"),
    ("POST", "/v3/profitsharing/orders", "share"),
    ("GET", "/v3/profitsharing/orders/([^/]+)", "query_share"),
    ("POST", "/v3/profitsharing/orders/unfreeze", "unfreeze"),
    ("POST", "/v3/profitsharing/return-orders", "take_back"),
    ("GET", "/v3/profitsharing/return-orders/([^/]+)", "query_return"),
    ("GET", "/v3/bill/tradebill", "make_bill"),
    ("GET", "/v3/billdownload/file", "download"),
)
__all__ = ["PUBLIC_KEY_ID", "Desk", "Refused"]
