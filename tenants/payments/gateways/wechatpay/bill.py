"""The trade bill (交易账单) of a day: text with a head line, a backtick before every cell, and totals below."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.payments.gateways.base import BillLine
from tenants.payments.gateways.wechatpay.client import Client, ask, fetch

CLOCK = ZoneInfo("Asia/Shanghai")


def download(client: Client, day: dt.date) -> bytes:
    """The bill as it was made, its digest compared with the one that was signed; empty when nothing happened.

    Raises:
        GatewayUnavailable: it is being made, or what came is not what was promised.
        GatewayRefused
    """
    try:
        where = ask(client.trade_bill, bill_date=day.isoformat(), bill_type="ALL", tar_type="GZIP")
    except GatewayRefused as error:
        if error.data.get("reason") == "NO_STATEMENT_EXIST":
            return b""
        raise
    _status, packed = fetch(client.download_bill, url=where["download_url"])
    try:
        plain = gzip.decompress(packed if isinstance(packed, bytes) else packed.encode())
    except (OSError, EOFError) as error:
        raise GatewayUnavailable(reason="bill form") from error
    if hashlib.sha1(plain, usedforsecurity=False).hexdigest() != where["hash_value"].lower():  # the vendor's choice
        raise GatewayUnavailable(reason="bill digest")
    return plain


def read_bill(plain: bytes) -> Iterator[BillLine]:
    """Payments and refunds of a bill; its totals are left out. A name may hold a comma, so cells end at a comma with a backtick."""
    head, *rows = plain.decode("utf-8-sig").splitlines() or [""]
    names = head.split(",")
    for row in rows:
        if not row.startswith("`"):
            return
        cells = dict(zip(names, row.rstrip()[1:].split(",`"), strict=True))
        paid = cells["交易状态"] == "SUCCESS"
        yield BillLine(
            number=cells["商户订单号"],
            provider_id=cells["微信订单号"] if paid else cells["微信退款单号"],
            refund_number="" if paid else cells["商户退款单号"],
            amount=_minor(cells["订单金额"]) if paid else -_minor(cells["申请退款金额"]),
            fee=_minor(cells["手续费"]),
            currency=cells["货币种类"],
            at=dt.datetime.strptime(cells["交易时间"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=CLOCK),
        )


def _minor(yuan: str) -> int:
    """``0.60000`` -> 60."""
    return int(Decimal(yuan).scaleb(2).to_integral_value(ROUND_HALF_UP))
