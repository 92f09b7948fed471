"""What stands in the files: every dangerous cell is a text, and a large file costs no more memory than a small one."""

import csv
import datetime as dt
import io
import json
import tracemalloc

import pytest
from django.db import connection

from platform_core.kernel.spreadsheets import safe_cell
from platform_core.tenancy.context import tenant_context
from tenants.reporting.enums import ExportFormat
from tenants.reporting.formats import encode
from tenants.reporting.sources import Source
from tests.integration.reporting.exports import begin, read, run

PAYLOADS = [
    '=cmd|\' /C calc\'!A0', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1", "　=1", "＝1", "＋1", "－1", "＠A",
    '=HYPERLINK("http://x")', "\u00a0=1", "\x0b=1",
]  # fmt: skip
SAFE = ["", "卡密", "a=b", "1-2", "'=1", "mail@example.com", '"=1"', "12,5\r\n=1"]


@pytest.mark.parametrize("text", PAYLOADS)
def test_what_looks_like_a_formula_is_a_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", SAFE)
def test_what_does_not_is_left_as_it_is(text):
    assert safe_cell(text) == text


def source(rows):
    return Source(("text", "amount", "currency", "at", "on", "flag", "more", "none"), ("amount",), len(rows), [rows])


def row(text):
    at = dt.datetime(2026, 11, 26, 16, 30, tzinfo=dt.UTC)
    return (text, -1250, "CNY", at, dt.date(2027, 1, 1), True, {"k": text}, None)


def test_csv_comes_back_cell_by_cell():
    rows = [row(text) for text in [*PAYLOADS, *SAFE]]
    raw = b"".join(encode(source(rows), ExportFormat.CSV, zone="Asia/Shanghai", bom=True))
    found = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))[1:]
    assert [cells[0] for cells in found] == [safe_cell(text) for text in [*PAYLOADS, *SAFE]]
    assert {tuple(cells[1:6]) for cells in found} == {
        ("-12.50", "CNY", "2026-11-27T00:30:00+08:00", "2027-01-01", "true")
    }
    assert {cells[7] for cells in found} == {""}
    assert not any(cell[:1] in "=+@\t\r\n＝＋－＠" for cells in found for cell in cells if cell)


def test_json_lines_have_every_text_as_it_is():
    rows = [row(text) for text in [*PAYLOADS, *SAFE]]
    lines = b"".join(encode(source(rows), ExportFormat.JSONL, zone="Asia/Shanghai", bom=False)).splitlines()
    found = [json.loads(line) for line in lines]
    assert [each["text"] for each in found] == [*PAYLOADS, *SAFE]
    assert {(each["amount"], each["at"], each["none"]) for each in found} == {
        (-1250, "2026-11-26T16:30:00+00:00", None)
    }


FILL = """
INSERT INTO finance_ledgertransfer (subject_id, kind, number, debit_id, credit_id, currency, amount, at)
SELECT gen_random_uuid(), 3, 1, 1, 3, 'CNY', n, now() FROM generate_series(1, %s) n
"""


def peak_of(tenant, rows):
    """The most memory of Python's own that an export of so many rows takes, in bytes."""
    with tenant_context(tenant):
        with connection.cursor() as cursor:
            cursor.execute(FILL, [rows])
        export = begin(tenant, format_=ExportFormat.CSV)
        tracemalloc.start()
        try:
            done = run(tenant, export)
            return done, tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_five_times_the_rows_take_no_more_memory(tenant):
    small, before = peak_of(tenant, 4_000)
    large, peak = peak_of(tenant, 16_000)
    assert (small.rows, large.rows) == (4_000, 20_000)
    assert large.bytes > 4 * small.bytes
    assert peak < before * 1.3
    assert read(tenant, large).count(b"\r\n") == 20_001
