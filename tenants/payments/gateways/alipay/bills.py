"""Alipay's statement of a day: a ZIP archive of tables in GBK, with remarks before and after the lines."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import httpx

from tenants.payments.errors import GatewayUnavailable
from tenants.payments.gateways.alipay.amounts import to_fen
from tenants.payments.gateways.alipay.client import CHINA, TIMEOUT, http
from tenants.payments.gateways.base import BillLine

LARGEST = 512 * 1024 * 1024  # bytes of a table: some two million lines
TRADE, NUMBER, KIND, NAME = "支付宝交易号", "商户订单号", "业务类型", "商品名称"
DONE, AMOUNT, FEE, REFUND = "完成时间", "订单金额", "服务费", "退款批次号/请求号"
NEEDED = {TRADE, NUMBER, KIND, NAME, DONE, AMOUNT, FEE, REFUND}
UNIT = re.compile(r"[（(]元[）)]$")


def download(url: str) -> bytes:
    """The archive; its address is signed by Alipay and good for half a minute.

    Raises:
        GatewayUnavailable
    """
    try:
        answer = http().get(url, timeout=TIMEOUT)
        answer.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise GatewayUnavailable(reason=type(error).__name__) from error
    return answer.content


def read_bill(archive: bytes) -> Iterator[BillLine]:
    """Lines of the table of single trades; the one of sums is left out.

    Raises:
        GatewayUnavailable: not to be read, wholly or from some line on.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as files:
            tables = [each for each in files.infolist() if each.filename.lower().endswith(".csv")]
            if not tables or any(each.file_size > LARGEST for each in tables):
                raise GatewayUnavailable(reason="form of the bill")
            for table in tables:
                # Names of goods may hold anything; the columns that are read are plain.
                with io.TextIOWrapper(files.open(table), encoding="gb18030", errors="replace", newline="") as text:
                    yield from _lines(text)
    except (zipfile.BadZipFile, zlib.error, ValueError, csv.Error) as error:
        raise GatewayUnavailable(reason="form of the bill") from error


def _lines(text: io.TextIOWrapper) -> Iterator[BillLine]:
    columns: list[str] = []
    for row in csv.reader(line for line in text if line.strip() and not line.startswith("#")):
        cells = [cell.strip() for cell in row]
        if not columns:
            columns = [UNIT.sub("", cell) for cell in cells]
            if not set(columns) >= NEEDED:
                return  # the table of sums
            continue
        yield _line(dict(zip(columns, _mended(columns, cells), strict=True)))


def _mended(columns: list[str], cells: list[str]) -> list[str]:
    """A comma in the name of goods is not quoted."""
    surplus, at = len(cells) - len(columns), columns.index(NAME)
    return cells if surplus <= 0 else [*cells[:at], ",".join(cells[at : at + surplus + 1]), *cells[at + surplus + 1 :]]


def _line(cells: dict[str, str]) -> BillLine:
    refund = cells[KIND] != "交易"
    amount = abs(to_fen(cells[AMOUNT]))
    return BillLine(
        number=cells[NUMBER],
        provider_id=cells[TRADE],
        refund_number=cells[REFUND] if refund else "",
        amount=-amount if refund else amount,
        fee=-to_fen(cells[FEE] or "0"),
        currency="CNY",
        at=dt.datetime.strptime(cells[DONE], "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA),
    )
