import subprocess
import sys
from pathlib import Path

import pytest

from tenants.inventory.reading.lines import BLOCK
from tests.unit.reading.files import read

ROOT = Path(__file__).resolve().parents[3]

GIANT = """
import io, resource, sys, time
from tenants.inventory.reading import detect_format, iter_batches

class Endless(io.RawIOBase):
    '''HEAD, then so many megabytes without a line break, then TAIL.'''
    def __init__(self):
        self.parts = iter([b"AAAA\\n", *([b"x" * 1048576] * int(sys.argv[1])), b"\\nBBBB\\n"])
    def readable(self):
        return True
    def read(self, size=-1):
        return next(self.parts, b"")

source = Endless
list(iter_batches(lambda: io.BytesIO(b"A" * 9000 + b"\\nB\\n"), detect_format(lambda: io.BytesIO(b"A\\n"))))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
fmt = detect_format(source)
rows, errors, lines = [], [], 0
for batch in iter_batches(source, fmt):
    rows += batch.rows; errors += batch.errors; lines += batch.lines_read
assert [row.secret for row in rows] == ["AAAA", "BBBB"], rows[:3]
assert [error[:2] for error in errors] == [(2, "line_too_long")], errors
assert lines == 3
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_memory_stays_flat_when_a_line_has_a_gigabyte():
    done = subprocess.run(
        [sys.executable, "-c", GIANT, "1024"], capture_output=True, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 24 * 1024  # KB more than a small file takes


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_counts_blank_lines_and_keeps_line_numbers_whatever_ends_a_line(newline):
    found = read(newline.join(["A1", "", "   ", "A4", "\t", "bad\x07", "A7"]).encode())
    assert [(row.line, row.secret) for row in found.rows] == [(1, "A1"), (4, "A4"), (7, "A7")]
    assert found.wrong == [(6, "control_character")]
    assert found.lines == 7 == len(found.rows) + len(found.errors) + 3


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("shift", range(-3, 4))
def test_a_line_break_on_the_edge_of_a_block_is_one_break(newline, shift):
    head = "x" * 7 + newline
    count = BLOCK // len(head)
    pad = BLOCK + shift - count * len(head)
    if pad < 1 + len(newline):
        count, pad = count - 1, pad + len(head)
    first = "p" * (pad - len(newline))
    found = read((first + newline + head * count + "LAST" + newline).encode())
    assert not found.errors
    assert found.lines == len(found.rows) == count + 2
    assert found.rows[-1].line == count + 2
    assert found.rows[-1].secret == "LAST"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_codes_after_a_line_that_is_too_long_are_not_lost(newline):
    found = read(newline.join(["A1", "x" * (3 * BLOCK), "A3", "y" * 9000, "A5", "z" * (BLOCK + 9000)]).encode())
    assert [(row.line, row.secret) for row in found.rows] == [(1, "A1"), (3, "A3"), (5, "A5")]
    assert found.wrong == [(2, "line_too_long"), (4, "line_too_long"), (6, "line_too_long")]
    assert found.lines == 6


def test_batches_add_up_to_the_file_whatever_their_size():
    raw = b"\n".join(b"CODE-%05d" % number for number in range(5_000)) + b"\n\n=1+1|(x\n"
    whole = read(raw)
    for size in (1, 7, 4_999, 100_000):
        assert read(raw, batch_size=size) == whole


def test_memory_of_dates_and_amounts_is_not_shared_between_files():
    raw = "卡密,有效期\nA,2027-01-01\nB,oops\nC,2027-01-01\n".encode()
    assert read(raw) == read(raw)
    assert read(raw).wrong == [(3, "expiry_invalid")]
