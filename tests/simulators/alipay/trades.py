"""What the institution remembers, and its rules: one function for each method of the API. Amounts are Decimal yuan."""

import datetime as dt
import itertools
from dataclasses import dataclass, field
from decimal import Decimal

from tests.simulators.alipay.errors import Refused

_numbers = itertools.count(1)
PAID = {"TRADE_SUCCESS", "TRADE_FINISHED"}


@dataclass
class Trade:
    """A trade and what hangs on it, by the numbers of whoever asked."""

    out_trade_no: str
    total: Decimal
    subject: str
    product: str
    time_expire: str
    notify_url: str
    frozen: bool = False
    trade_no: str = ""
    status: str = "WAIT_BUYER_PAY"
    paid_at: str = ""
    refunds: dict = field(default_factory=dict)  # out_request_no -> yuan
    settles: dict = field(default_factory=dict)  # out_request_no -> details

    @property
    def refunded(self):
        """What went back in all."""
        return sum(self.refunds.values(), Decimal())

    def share_of(self, receiver):
        """What a receiver has of it."""
        sign = {"transfer": 1, "transfer_refund": -1}
        details = [each for details in self.settles.values() for each in details if each["state"] == "SUCCESS"]
        mine = [each for each in details if receiver in {each.get("trans_in"), each.get("trans_out")}]
        return sum((sign[each["operation_type"]] * Decimal(each["amount"]) for each in mine), Decimal())

    @property
    def shared(self):
        """What others have of it."""
        receivers = {each["trans_in"] for details in self.settles.values() for each in details if "trans_in" in each}
        return sum((self.share_of(receiver) for receiver in receivers), Decimal())


def clock():
    """What time it is in China."""
    return dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).strftime("%Y-%m-%d %H:%M:%S")


class Memory:
    """Trades by our number, and who may be given shares."""

    def __init__(self, seller_id):
        self.seller_id = seller_id
        self.trades = {}
        self.receivers = set()
        self.settling = "SUCCESS"  # what becomes of shares

    def find(self, content):
        """The trade that is asked about."""
        number, out_number = content.get("trade_no"), content.get("out_trade_no")
        for trade in self.trades.values():
            if trade.out_trade_no == out_number or (number and trade.trade_no == number):
                return trade
        raise Refused("ACQ.TRADE_NOT_EXIST")

    def open(self, content, product, notify_url):
        """Begin a trade; with the number of an open one it is the same."""
        if content.get("seller_id", self.seller_id) != self.seller_id:
            raise Refused("ACQ.INVALID_PARAMETER")
        there = self.trades.get(content["out_trade_no"])
        if there and there.status in PAID:
            raise Refused("ACQ.TRADE_HAS_SUCCESS")
        if there and there.status == "TRADE_CLOSED":
            raise Refused("ACQ.TRADE_HAS_CLOSE")
        if there and there.total != Decimal(content["total_amount"]):
            raise Refused("ACQ.CONTEXT_INCONSISTENT")
        trade = there or Trade(
            content["out_trade_no"],
            Decimal(content["total_amount"]),
            content["subject"],
            product,
            content.get("time_expire", ""),
            notify_url,
            frozen=content.get("extend_params", {}).get("royalty_freeze") == "true",
            trade_no=f"{dt.date.today():%Y%m%d}2200146845{next(_numbers):010d}",
        )
        self.trades[trade.out_trade_no] = trade
        return trade

    def pay(self, out_trade_no):
        """The buyer pays."""
        trade = self.trades[out_trade_no]
        trade.status, trade.paid_at = "TRADE_SUCCESS", clock()
        return trade

    def precreate(self, content, notify_url):
        """A QR code."""
        trade = self.open(content, "FACE_TO_FACE_PAYMENT", notify_url)
        return {"out_trade_no": trade.out_trade_no, "qr_code": f"https://qr.alipay.example/{trade.trade_no}"}

    def query(self, content, _):
        """How a trade stands."""
        trade = self.find(content)
        return {**_names(trade), "trade_status": trade.status, "total_amount": f"{trade.total:.2f}"}

    def close(self, content, _):
        """Nobody can pay it any more."""
        trade = self.find(content)
        if trade.status != "WAIT_BUYER_PAY":
            raise Refused("ACQ.TRADE_STATUS_ERROR")
        trade.status = "TRADE_CLOSED"
        return _names(trade)

    def refund(self, content, _):
        """Money back, shares back, or both; the same number does it once."""
        trade = self.find(content)
        amount, number = Decimal(content["refund_amount"]), content.get("out_request_no") or trade.out_trade_no
        answer = {**_names(trade), "refund_fee": f"{trade.refunded:.2f}", "fund_change": "N"}
        if number in trade.refunds:
            return answer
        parts = content.get("refund_royalty_parameters", [])
        if trade.status not in PAID:
            raise Refused("ACQ.TRADE_STATUS_ERROR")
        if trade.product == "FACE_TO_FACE_PAYMENT" and parts:
            raise Refused("ACQ.INVALID_PARAMETER")
        if any(Decimal(part["amount"]) > trade.share_of(part["trans_out"]) for part in parts):
            raise Refused("ACQ.REFUND_ROYALTY_PAYEE_ACCOUNT_NOT_ENOUGH")
        if trade.refunded + amount > trade.total:
            raise Refused("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL")
        if trade.product == "FACE_TO_FACE_PAYMENT":
            parts = self._in_proportion(trade, amount)
        elif trade.total - trade.refunded - trade.shared + sum(Decimal(part["amount"]) for part in parts) < amount:
            raise Refused("ACQ.SELLER_BALANCE_NOT_ENOUGH")
        trade.settles[number] = [_detail(part, "trans_out", "transfer_refund", "SUCCESS") for part in parts]
        trade.refunds[number] = amount
        if trade.refunded == trade.total:
            trade.status = "TRADE_CLOSED"
        return {**answer, "refund_fee": f"{trade.refunded:.2f}", "fund_change": "Y"}

    def refund_query(self, content, _):
        """A refund, if it is there."""
        trade, number = self.find(content), content["out_request_no"]
        if number not in trade.refunds:
            return {}
        amount = {"refund_amount": f"{trade.refunds[number]:.2f}", "total_amount": f"{trade.total:.2f}"}
        return {**_names(trade), "out_request_no": number, "refund_status": "REFUND_SUCCESS", **amount}

    def bind(self, content, _):
        """Who may be given shares."""
        self.receivers |= {(each["type"], each["account"]) for each in content["receiver_list"]}
        return {"result_code": "SUCCESS"}

    def settle(self, content, _):
        """Shares out of a paid trade."""
        trade, number, parts = self.find(content), content["out_request_no"], content["royalty_parameters"]
        if number in trade.settles:
            raise Refused("ACQ.DISCORDANT_REPEAT_REQUEST")
        if trade.status not in PAID:
            raise Refused("ACQ.TRADE_STATUS_ERROR")
        if any((part["trans_in_type"], part["trans_in"]) not in self.receivers for part in parts):
            raise Refused("ACQ.ROYALTY_RECEIVER_INVALID")
        if trade.shared + sum(Decimal(part["amount"]) for part in parts) > trade.total - trade.refunded:
            raise Refused("ACQ.ALLOC_AMOUNT_VALIDATE_ERROR")
        trade.settles[number] = [_detail(part, "trans_in", "transfer", self.settling) for part in parts]
        if content.get("extend_params", {}).get("royalty_finish") == "true":
            trade.frozen = False
        return {"trade_no": trade.trade_no, "settle_no": f"{next(_numbers):020d}"}

    def settle_query(self, content, _):
        """What became of shares."""
        trade, number = self.find(content), content["out_request_no"]
        if number not in trade.settles:
            raise Refused("ACQ.TRADE_SETTLE_NOT_EXIST")
        return {"out_request_no": number, "royalty_detail_list": trade.settles[number]}

    def _in_proportion(self, trade, amount):
        receivers = sorted({each["trans_in"] for all_ in trade.settles.values() for each in all_ if "trans_in" in each})
        parts = []
        for receiver in receivers:
            part = (trade.share_of(receiver) * amount / (trade.total - trade.refunded)).quantize(Decimal("0.01"))
            parts.append({"trans_out": receiver, "amount": f"{part:.2f}"})
        return parts


def _names(trade):
    return {"trade_no": trade.trade_no, "out_trade_no": trade.out_trade_no, "buyer_logon_id": "buy***@example.com"}


def _detail(part, side, operation, state):
    return {
        "operation_type": operation,
        side: part[side],
        "amount": part["amount"],
        "state": state,
        "detail_id": f"{next(_numbers):020d}",
    }
