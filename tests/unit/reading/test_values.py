import datetime as dt

import pytest

from tenants.inventory.reading import ERROR_TEXTS
from tests.unit.reading.files import read

HEAD = "卡密,面额,有效期\n"


def one(face="", expiry=""):
    return read(f"{HEAD}CODE-1,{face},{expiry}\n".encode())


@pytest.mark.parametrize(
    "text",
    ["2027-03-09", "2027/3/9", "2027.03.09", "20270309", "2027年3月9日", "2027-03-09 23:59:59", "2027-03-09T23:59:59Z"],
)
def test_reads_a_date_in_the_ways_people_write_it(text):
    assert one(expiry=text).rows[0].expires_on == dt.date(2027, 3, 9)


@pytest.mark.parametrize("text", ["", "永久", "长期有效", "无", "-", "NONE", "Never"])
def test_reads_no_end_in_the_ways_people_write_it(text):
    assert one(expiry=text).rows[0].expires_on is None


@pytest.mark.parametrize(
    "text",
    [
        "2027-13-01",
        "2027-02-30",
        "31/12/2027",
        "12/31/27",
        "soon",
        "202712",
        "2027111",
        "0000-01-01",
        "46387",
        "2027-12",
    ],
)
def test_names_the_line_when_a_date_cannot_be_read_for_sure(text):
    found = one(expiry=text)
    assert not found.rows
    assert found.errors == [(2, "expiry_invalid", "expires_on")]


@pytest.mark.parametrize(
    ("text", "cents"),
    [("50", 5000), ("50.00", 5000), ("¥50", 5000), ("￥ 50.5", 5050), ("50元", 5000), ("50 RMB", 5000), ("", None)],
)
def test_reads_an_amount_in_the_ways_people_write_it(text, cents):
    assert one(face=text).rows[0].face_value == cents


@pytest.mark.parametrize("text", ["fifty", "-50", "50.005", "1e3", "50%"])
def test_names_the_line_when_an_amount_cannot_be_read_for_sure(text):
    assert one(face=text).errors == [(2, "face_value_invalid", "face_value")]


@pytest.mark.parametrize("cell", ["=1+1", "=HYPERLINK()", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)"])
@pytest.mark.parametrize("separator", ["----", ",", "\t", "|", ";", "#"])
def test_refuses_a_cell_that_a_spreadsheet_would_run(cell, separator):
    if separator in cell:
        return
    found = read(f"N1{separator}S1\nN2{separator}{cell}\nN3{separator}S3\n".encode(), separator=separator)
    assert found.codes == [("N1", "S1"), ("N3", "S3")]
    assert found.wrong == [(2, "formula_cell")]


@pytest.mark.parametrize("code", ["-ABC-1", "+8613800000000", "@home", "a=b", "A+B"])
def test_takes_a_code_that_merely_has_a_sign(code):
    assert read(f"{code}\nX\nY\n".encode()).codes[0] == ("", code)


def test_names_the_line_when_it_has_no_code_or_too_much():
    found = read("卡号,卡密\nN1,\nN2,S2\n,S3\n".encode() + b"N4," + b"x" * 1025 + b"\nN5," + b"y" * 1024 + b"\n")
    assert found.wrong == [(2, "secret_missing"), (5, "value_too_long")]
    assert [len(row.secret) for row in found.rows] == [2, 2, 1024]


def test_every_error_has_words_in_two_languages_that_never_quote_the_line():
    for chinese, english in ERROR_TEXTS.values():
        assert chinese
        assert english.isascii()
        assert "{" not in chinese + english
