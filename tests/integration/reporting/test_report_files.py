"""Reports as files: every row, amounts as numbers, texts that stay texts, Chinese that can be read, and flat memory."""

import csv
import datetime as dt
import io
import re
import resource
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from tenants.reporting.files.csv_file import csv_of
from tenants.reporting.files.pdf_file import pdf_of
from tenants.reporting.files.xlsx_file import xlsx_of
from tenants.reporting.reports.sheet import DAY, MOMENT, MONEY, NUMBER, Column, Row, Sheet

ZONE = "Asia/Shanghai"
AT = dt.datetime(2026, 3, 10, 16, 5, tzinfo=dt.UTC)
COLUMNS = (
    Column("name", "名称"),
    Column("day", "日期", DAY),
    Column("at", "时间", MOMENT),
    Column("count", "笔数", NUMBER),
    Column("amount", "金额", MONEY),
)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "=HYPERLINK(\"http://x\")"]  # fmt: skip
STRANGE = ["a & b < c > d", "\x00\x0b\x1f", "a\r\nb\tc", "_x0041_ and _x005F_", "\ud800\ufffe\uffff", "😀 咖啡 \x7f", " x "]  # fmt: skip
MANY, MOST_BYTES = 50_000, 12 * 1024 * 1024


def sheet(rows, totals=()):
    return Sheet("test", "测试报表", "2026-03", COLUMNS, rows, totals, ["备注"])


def row(name="苹果", amount=123_456, currency="CNY"):
    return Row(currency, [name, dt.date(2026, 3, 10), AT, 7, amount])


def many():
    return (row(f"商品 {number}", number) for number in range(MANY))


def read_csv(made):
    raw = b"".join(csv_of(made, ZONE))
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def read_xlsx(made):
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(xlsx_of(made, ZONE))))
    return book.get_sheet_by_index(0).to_python()


def test_csv_has_every_row_with_amounts_that_can_be_added_up():
    lines = read_csv(sheet([row(), row(amount=-5)], [row("合计", 123_451)]))
    assert lines[0] == ["名称", "日期", "时间", "笔数", "金额"]
    assert lines[1] == ["苹果", "2026-03-10", "2026-03-11 00:05:00", "7", "1234.56"]
    assert [line[4] for line in lines[2:]] == ["-0.05", "1234.51"]


def test_amounts_have_the_decimals_of_their_currency():
    assert read_csv(sheet([row(currency="JPY")]))[1][4] == "123456"
    assert read_xlsx(sheet([row(currency="JPY")]))[1][4] == 123456


def test_xlsx_has_numbers_and_days_as_such():
    lines = read_xlsx(sheet([row()], [row("合计")]))
    assert lines[1] == ["苹果", dt.date(2026, 3, 10), dt.datetime(2026, 3, 11, 0, 5), 7, 1234.56]
    assert lines[2][0] == "合计"


@pytest.mark.parametrize("text", FORMULAS, ids=range(len(FORMULAS)))
def test_no_text_becomes_a_formula(text):
    cell = read_csv(sheet([row(text)]))[1][0]
    assert cell.startswith("'")
    raw = zipfile.ZipFile(io.BytesIO(b"".join(xlsx_of(sheet([row(text)]), ZONE))))
    page = raw.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "<hyperlink" not in page.lower()
    assert read_xlsx(sheet([row(text)]))[1][0].strip() == text.strip()


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_xlsx_has_every_letter_that_it_can_have(text):
    raw = zipfile.ZipFile(io.BytesIO(b"".join(xlsx_of(sheet([row(text)]), ZONE))))
    page = ElementTree.fromstring(raw.read("xl/worksheets/sheet1.xml"))
    cells = [cell.findtext("{*}is/{*}t") for cell in page.iterfind("{*}sheetData/{*}row[@r='2']/{*}c")]
    read = re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), cells[0])  # as spreadsheets read it
    assert read == text


def test_xlsx_has_only_rows_that_it_was_given():
    made = xlsx_of(sheet([row()]), ZONE)
    page = zipfile.ZipFile(io.BytesIO(b"".join(made))).read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<row r="(\d+)"', page) == ["1", "2"]
    assert "<dimension" not in page


def test_a_moment_without_a_zone_is_by_the_shops_clock():
    at = dt.datetime(2026, 3, 11, 0, 5)
    local = Row("CNY", ["", None, at, 1, 1])
    assert read_csv(sheet([local]))[1][2] == "2026-03-11 00:05:00"
    assert read_xlsx(sheet([local]))[1][2] == at


def resident():
    """Bytes of memory that this process has."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.mark.parametrize("write", [csv_of, xlsx_of])
def test_fifty_thousand_rows_are_written_in_flat_memory(write):
    list(write(sheet([row()] * 2_000), ZONE))  # what is loaded once
    before, seen = resident(), []

    def watched():
        for number, each in enumerate(many()):
            if number % 1_000 == 0:
                seen.append(resident())
            yield each

    size = 0
    for chunk in write(sheet(watched()), ZONE):
        size += len(chunk)
        seen.append(resident())
    assert size > 1_000_000
    assert len(seen) > 50
    assert max(seen) - before < MOST_BYTES


def test_a_printed_report_has_its_chinese_and_its_figures():
    made = pdf_of(sheet([row("A & B <c>")] * 80, [row("合计")]), shop="卡券优选", zone=ZONE, now=AT)
    assert made.startswith(b"%PDF-")
    assert b"STSong-Light" in made
    assert b"/Count 3" in made or b"/Count 4" in made
