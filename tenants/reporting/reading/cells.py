"""Cells of a statement: amounts to minor units, exactly; moments; and lines cut into cells."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from platform_core.kernel.money import exponent
from tenants.reporting.reading.rows import CannotRead

JUNK = str.maketrans("", "", "`\t\u00a0\ufeff¥￥, ")
MOMENTS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M")
LARGEST = 10**15
SPAN = 20  # lines that a quoted cell may reach over


def minor(text: str, currency: str, *, rounded: bool = False) -> int:
    """ "45.00" CNY -> 4500.

    Args:
        rounded: fees are told with more decimals than are paid.

    Raises:
        CannotRead
    """
    try:
        scaled = Decimal(text.translate(JUNK) or "0").scaleb(exponent(currency))
    except InvalidOperation as error:
        raise CannotRead("amount_unreadable") from error
    if not scaled.is_finite() or abs(scaled) > LARGEST:
        raise CannotRead("amount_unreadable")
    whole = scaled.to_integral_value(ROUND_HALF_UP)
    if whole != scaled and not rounded:
        raise CannotRead("amount_unreadable")
    return int(whole)


def moment(text: str, zone: dt.tzinfo) -> dt.datetime:
    """A moment of the institution's clock.

    Raises:
        CannotRead
    """
    plain = text.strip().strip("`").removesuffix(" UTC").removesuffix("Z").strip()
    for form in MOMENTS:
        try:
            return dt.datetime.strptime(plain, form).replace(tzinfo=zone)
        except ValueError:
            continue
    raise CannotRead("time_unreadable")


def currency_of(text: str) -> str:
    """An ISO 4217 code.

    Raises:
        CannotRead
    """
    code = text.strip().strip("`").upper()
    if len(code) != 3 or not (code.isascii() and code.isalpha()):
        raise CannotRead("currency_unreadable")
    return code


def cut(line: str) -> list[str]:
    """The cells of a line of its own. A quote that never closes is a letter of somebody's goods."""
    if line.startswith("`"):  # before every cell, and a name may hold a comma
        return [cell.strip() for cell in line[1:].rstrip().split(",`")]
    closed = line.count('"') % 2 == 0
    cells = next(csv.reader([line]) if closed else csv.reader([line], quoting=csv.QUOTE_NONE), [])
    return [cell.strip().lstrip("`") for cell in cells]


def cut_quoted(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, list[str] | None]]:
    """Records of a file in which a quoted cell may reach over lines; None where the quote never closes. The lines after such a
    one are read as if it had not been there.
    """
    waiting = list[tuple[int, str]]()
    source = iter(lines)
    again = list[tuple[int, str]]()
    while True:
        each = again.pop(0) if again else next(source, None)
        if each is not None:
            waiting.append(each)
        elif not waiting:
            return
        whole = sum(text.count('"') for _, text in waiting) % 2 == 0
        if whole:
            cells = next(csv.reader(iter([f"{text}\n" for _, text in waiting])), [])
            yield waiting[0][0], [cell.strip() for cell in cells]
            waiting = []
        elif each is None or len(waiting) >= SPAN:
            yield waiting[0][0], None
            again = waiting[1:] + again
            waiting = []
