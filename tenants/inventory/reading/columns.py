"""Separators and columns: guessed from the first lines, decided by a header line when there is one."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence

from tenants.inventory.reading.values import looks_like_date, looks_like_money

# In order of trust: the field's own "----" first, a space last.
SEPARATORS = ("----", "\t", "|", ",", ";", " ")
QUOTED = frozenset({",", ";", "\t"})
NAMES: dict[str, tuple[str, ...]] = {
    "card_number": (
        "卡号",
        "账号",
        "帐号",
        "序列号",
        "卡券号",
        "card_number",
        "cardnumber",
        "card_no",
        "cardno",
        "number",
        "serial",
        "sn",
        "card_sn",
        "account",
        "card number",
    ),
    "secret": (
        "卡密",
        "密码",
        "券码",
        "兑换码",
        "激活码",
        "充值码",
        "卡券密码",
        "secret",
        "code",
        "pin",
        "password",
        "card_password",
        "cardpwd",
        "key",
        "voucher",
        "redeem_code",
    ),
    "face_value": ("面额", "面值", "金额", "face_value", "facevalue", "denomination", "amount", "value"),
    "expires_on": (
        "有效期",
        "有效期至",
        "到期",
        "到期日",
        "到期时间",
        "过期时间",
        "截止日期",
        "expires_on",
        "expires",
        "expiry",
        "expiry_date",
        "end_date",
        "valid_until",
        "expire",
    ),
}
ROLES = {name: role for role, names in NAMES.items() for name in names}
PREFIX = re.compile(r"^(?:卡号|账号|卡密|密码|券码|兑换码)\s*[:：]\s*")


def role_of(cell: str) -> str | None:
    """Which column a header cell names, or None."""
    return ROLES.get(cell.strip().strip("\ufeff").lower())


def trim(line: str, separator: str) -> str:
    """The line without white space at its edges; a tab at the edge is an empty field where tabs separate."""
    return line.strip(" \ufeff") if separator == "\t" else line.strip().strip("\ufeff")


def split(line: str, separator: str) -> list[str] | None:
    """The fields of a line; None when a quote is not closed, or was opened on another line."""
    if not separator:
        return [line]
    if separator in QUOTED and '"' in line:
        if line.count('"') % 2:
            return None
        try:
            rows = list(csv.reader([line], delimiter=separator, strict=True))
        except csv.Error:
            return None
        return rows[0] if rows else [""]
    if separator == " ":
        return line.split()
    return line.split(separator)


def guess_separator(lines: Sequence[str]) -> str:
    """The separator that makes a header line of the first line, else that of most lines, or "": each line is one code."""
    sample = [line for line in lines if line.strip()][:50]
    for separator in SEPARATORS if sample and role_of(sample[0]) is None else ():
        cells = split(trim(sample[0], separator), separator) or []
        named = [role_of(cell) is not None for cell in cells]
        if len(cells) > 1 and (all(named) or (separator != " " and header_columns(cells))):
            return separator
    for separator in SEPARATORS:
        counts = Counter(len(split(trim(line, separator), separator) or []) for line in sample)
        if not counts:
            break
        columns, votes = counts.most_common(1)[0]
        if columns > 1 and votes * 10 >= len(sample) * 8:
            return separator
    # One quoted column, as spreadsheets write it: the quotes are the file's, not the codes'.
    quoted = bool(sample) and all(
        len(line.strip()) > 2 and line.strip()[0] == line.strip()[-1] == '"' for line in sample
    )
    return "," if quoted else ""


def guess_columns(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Which column is what, without a header line.

    One column is the code; two are card number and code; beyond that, columns that all read as dates or amounts are
    expiry and face value. Anything else means: the whole line is the code (buyers paste such lines whole).
    """
    width = max((len(row) for row in rows), default=1)
    if width == 1:
        return ("secret",)
    full = [row for row in rows if len(row) == width]
    roles: list[str] = []
    texts = 0
    for index in range(width):
        cells = [row[index].strip() for row in full]
        if index > 0 and all(looks_like_date(cell) for cell in cells) and "expires_on" not in roles:
            roles.append("expires_on")
        elif index > 1 and all(looks_like_money(cell) for cell in cells) and "face_value" not in roles:
            roles.append("face_value")
        else:
            texts += 1
            roles.append("card_number" if texts == 1 else "secret")
    if texts == 1:
        roles[roles.index("card_number")] = "secret"
    return tuple(roles) if texts <= 2 else ("line",)


def remembered_fit(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """May the columns of a supplier's earlier file be those of these rows, which have no header line?

    Same width, every date and amount reads, and what was the code is not all dates now.
    """
    if not rows or "secret" not in columns or any(len(row) != len(columns) for row in rows):
        return False
    cells = {role: [row[index].strip() for row in rows] for index, role in enumerate(columns)}
    dates, amounts = cells.get("expires_on", []), cells.get("face_value", [])
    return (
        all(not cell or looks_like_date(cell) for cell in dates)
        and all(not cell or looks_like_money(cell) for cell in amounts)
        and not all(looks_like_date(cell) for cell in cells["secret"])
    )


def header_columns(cells: Sequence[str]) -> tuple[str, ...] | None:
    """The roles that a header line names, or None when it is not one."""
    roles = [role_of(cell) for cell in cells]
    if "secret" not in roles and "card_number" not in roles:
        return None
    named = ["ignore" if role is None or role in roles[:index] else role for index, role in enumerate(roles)]
    if "secret" not in named:  # a lone 卡号 column holds the codes
        named[named.index("card_number")] = "secret"
    return tuple(named)
