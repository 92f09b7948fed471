import datetime as dt
import io
import random
import resource
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tenants.inventory.reading import FileRefused
from tenants.inventory.reading.archive import MAXIMUM_UNPACKED
from tests.unit.reading.files import read, workbook

ROOT = Path(__file__).resolve().parents[3]
HEAD = ["卡号", "卡密", "面额", "有效期"]


def formula(text, value):
    return lambda sheet, row, column: sheet.write_formula(row, column, text, None, value)


def repack(raw, change, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", compression) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return out.getvalue()


def test_reads_a_workbook_with_a_header():
    found = read(workbook(HEAD, ["N1", "S1", 50, "2027-12-31"], [], ["N2", 123456, "50.00", 20271231]))
    end = dt.date(2027, 12, 31)
    assert [row[1:] for row in found.rows] == [("N1", "S1", 5000, end), ("N2", "123456", 5000, end)]
    assert [row.line for row in found.rows] == [2, 4]
    assert found.lines == 3  # two codes and a blank; the header is no line of codes


def test_reads_a_real_date_cell():
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, style = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["卡密", "有效期"])
        sheet.write_string(1, 0, "S1")
        sheet.write_datetime(1, 1, dt.datetime(2027, 12, 31), style)
    assert read(out.getvalue()).rows[0].expires_on == dt.date(2027, 12, 31)


def test_keeps_row_numbers_when_the_sheet_begins_lower_down():
    found = read(workbook([], [], ["卡号", "卡密"], ["N1", "S1"], ["N2", None]))
    assert [(row.line, row.secret) for row in found.rows] == [(4, "S1")]
    assert found.wrong == [(5, "secret_missing")]


def test_refuses_a_number_that_the_spreadsheet_rounded():
    found = read(workbook(["卡密"], [1234567890123456789], [123456789012345]))
    assert found.wrong == [(2, "number_rounded")]
    assert [row.secret for row in found.rows] == ["123456789012345"]


def test_names_the_cell_that_has_a_line_break_or_would_run():
    found = read(workbook(["卡密"], ["A\nB"], ["=1+1"], ["OK-1"]))
    assert found.wrong == [(2, "control_character"), (3, "formula_cell")]
    assert [row.secret for row in found.rows] == ["OK-1"]


def test_refuses_when_cells_are_formulas():
    with pytest.raises(FileRefused, match="formula_cell"):
        read(workbook(["卡密"], [formula("=A1", "CACHED")]))


def test_refuses_formulas_of_the_first_sheet_wherever_it_lies_in_the_archive():
    swapped = repack(
        workbook(["卡密"], ["PLAIN"], before=[["卡密"], [formula("=A1", "CACHED")]]),
        lambda name, data: (
            data.replace(b"sheet1.xml", b"sheetX.xml")
            .replace(b"sheet2.xml", b"sheet1.xml")
            .replace(b"sheetX", b"sheet2")
            if name.endswith((".rels", "Types].xml"))
            else data
        ),
    )
    assert [row.secret for row in read(swapped).rows] == ["PLAIN"]
    assert read(workbook(["x"], [formula("=1", 1)], before=[["卡密"], ["S1"]])).codes == [("", "S1")]
    with pytest.raises(FileRefused, match="formula_cell"):
        read(workbook(["x"], ["y"], before=[["卡密"], [formula("=A1", "CACHED")]]))


def test_refuses_when_the_workbook_is_empty():
    with pytest.raises(FileRefused, match="file_empty"):
        read(workbook([]))


def test_refuses_when_the_archive_unpacks_to_far_too_much():
    def blow(name, data):
        return data.replace(b"</sheetData>", b"</sheetData>" + b" " * 40_000_000) if "sheet1" in name else data

    with pytest.raises(FileRefused, match="zip_bomb"):
        read(repack(workbook(["卡密"], ["S1"]), blow))


def test_refuses_when_the_archive_lies_about_its_size():
    size = 0

    def blow(name, data):
        nonlocal size
        if "sheet1" in name:
            data = data.replace(b"</sheetData>", b"</sheetData>" + b" " * 40_000_000)
            size = len(data)
        return data

    raw = repack(workbook(["卡密"], ["S1"]), blow)
    assert size
    assert raw.count(struct.pack("<I", size)) == 2
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FileRefused, match="zip_bomb"):
        read(raw.replace(struct.pack("<I", size), struct.pack("<I", 5_000)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MAXIMUM_UNPACKED // 1024


def test_refuses_when_two_cells_span_a_sheet_that_no_memory_holds():
    """In a process of its own: the reader would ask for 400 GB and be ended by it."""
    far = repack(
        workbook(["S1"], ["S2"]),
        lambda name, data: data.replace(b'r="A2"', b'r="XFD1048576"') if "sheet1" in name else data,
    )
    script = "import sys; from tests.unit.reading.files import read; read(sys.stdin.buffer.read())"
    done = subprocess.run([sys.executable, "-c", script], input=far, capture_output=True, cwd=ROOT)
    assert done.returncode == 1
    assert b"FileRefused: zip_bomb" in done.stderr


def test_every_damaged_workbook_is_refused_or_read_right():
    raw = workbook(["卡号", "卡密"], *[[f"N{number}", f"S{number}-{number * 7919}"] for number in range(40)])
    whole, dice, reasons = read(raw).codes, random.Random(20261124), []
    for _ in range(300):
        damaged = bytearray(raw)
        for _ in range(dice.randint(1, 3)):
            damaged[dice.randrange(4, len(raw))] ^= dice.randrange(1, 256)
        try:
            assert read(bytes(damaged[: dice.choice([None, None, None, dice.randrange(100, len(raw))])])).codes == whole
        except FileRefused as error:
            reasons.append(error.code)
    assert len(reasons) > 200
    assert set(reasons) <= {"file_corrupt", "file_encrypted", "zip_bomb"}


@pytest.mark.parametrize("raw", [b"PK\x03\x04", b"PK\x03\x04" + b"\x00" * 200, workbook(["卡密"], ["S1"])[:-200]])
def test_refuses_when_the_archive_is_cut(raw):
    with pytest.raises(FileRefused, match="file_corrupt"):
        read(raw)


def test_refuses_a_zip_that_is_no_workbook():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("codes.txt", "AAAA\n")
    with pytest.raises(FileRefused, match="file_corrupt"):
        read(out.getvalue())
