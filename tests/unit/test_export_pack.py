"""A file for an authority is written as its rows come: none waits for the others, and what comes out is whole."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest
import pyzipper

from platform_core.compliance.export_pack import Pack, path_of
from platform_core.compliance.sealed_spool import BLOCK, SealedSpool
from platform_core.kernel.ids import new_id

MANY = 3_000


class Row(dict):
    """Counts how many of its kind there are at a time."""

    alive = most = 0

    def __init__(self, **values):
        super().__init__(**values)
        Row.alive += 1
        Row.most = max(Row.most, Row.alive)

    def __del__(self):
        Row.alive -= 1


@pytest.fixture
def packed():
    export = new_id()
    pack = Pack(export, "secret")
    yield pack, export
    path_of(export).unlink(missing_ok=True)


def unpacked(export):
    with pyzipper.AESZipFile(path_of(export)) as archive:
        archive.setpassword(b"secret")
        return {name: archive.read(name) for name in archive.namelist()}


def test_rows_go_through_one_by_one_and_come_out_as_they_went_in(packed):
    pack, export = packed
    Row.alive = Row.most = 0
    assert pack.add_rows("rows", (Row(number=n, text=f"第{n}行\n=1+1") for n in range(MANY))) == MANY
    assert Row.most <= 2
    pack.close()
    files = unpacked(export)
    assert pack.digests == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    told = json.loads(files["rows.json"])
    assert [row["number"] for row in told] == list(range(MANY))
    sheet = list(csv.DictReader(io.StringIO(files["rows.csv"].decode("utf-8-sig"))))
    assert (len(sheet), sheet[7]["number"]) == (MANY, "7")


def test_a_column_that_only_the_last_row_has_is_in_the_sheet_and_no_row_is_an_empty_list(packed):
    pack, export = packed
    pack.add_rows("mixed", iter([{"a": 1}, {"a": 2, "b": None}, {"c": ["x"]}]))
    pack.add_rows("none", iter([]))
    pack.close()
    files = unpacked(export)
    assert files["mixed.csv"].decode("utf-8-sig").splitlines() == ["a,b,c", "1,,", "2,,", ',,"[""x""]"']
    assert json.loads(files["none.json"]) == []


def test_what_waits_on_disk_cannot_be_read_and_comes_back_in_order():
    spool = SealedSpool()
    lines = [b'{"secret": "%d"}' % number * 40 for number in range(3 * BLOCK // 600)]
    for line in lines:
        spool.add(line)
    assert list(spool.lines()) == lines
    spool._file.seek(0)
    assert b"secret" not in spool._file.read()
    spool.close()
