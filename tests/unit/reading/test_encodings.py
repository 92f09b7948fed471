import codecs

import pytest

from tenants.inventory.reading import FileRefused
from tests.unit.reading.files import read

TEXT = "卡号,卡密\r\nN-0001,密钥甲-0001\r\nN-0002,密钥乙-0002\r\n"
CODES = [("N-0001", "密钥甲-0001"), ("N-0002", "密钥乙-0002")]


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("gbk"), "gb18030"),
        (TEXT.encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_reads_exact_codes_whatever_the_encoding(raw, encoding):
    found = read(raw)
    assert found.format.encoding == encoding
    assert found.codes == CODES
    assert not found.errors


def test_reads_characters_that_only_gb18030_has():
    found = read("卡密\n𠀀龥-1\n㐀-2\n".encode("gb18030"))
    assert found.codes == [("", "𠀀龥-1"), ("", "㐀-2")]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_a_character_cut_by_a_block_is_whole_again(encoding):
    codes = [f"密钥{number:06d}券" for number in range(90_000)]
    found = read(("卡密\n" + "\n".join(codes)).encode(encoding), encoding=encoding)
    assert [row.secret for row in found.rows] == codes


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"A1----B1\nA2----B\xff2\nA3----B3\n", 2),
        (b"CODE-01\nCAF\xe9\nCODE-03\n", 2),
        (b"CODE-\x9d01\nCODE-02\nCODE-03\n", 1),
        ("卡号,卡密\n".encode() + b"A1,B1\nA2,\xff2\nA3,B3\n", 3),
        ("卡号,卡密\n".encode("gbk") + b"A1,B1\nA2,\xff2\nA3,B3\n", 3),
        ("卡密\nAAAA\n".encode() + b"BB\xe5\nCCCC\n", 3),
    ],
)
def test_a_broken_byte_costs_its_own_line_and_never_becomes_a_letter(raw, line):
    found = read(raw)
    assert found.wrong == [(line, "encoding_invalid")]
    assert len(found.rows) == 2
    assert all(row.secret.isascii() for row in found.rows)


def test_a_chinese_file_with_one_broken_character_stays_utf8():
    raw = "\n".join(["卡号----卡密", *(f"券{n}----密钥{n}" for n in range(9))]).encode()
    broken = raw + b"\n\xe5\x88----X\n" + "券九----密钥九\n".encode()
    found = read(broken)
    assert found.format.encoding == "utf-8"
    assert found.codes[-1] == ("券九", "密钥九")
    assert found.wrong == [(11, "encoding_invalid")]


def test_the_bytes_after_a_broken_one_keep_their_line():
    found = read(b"A1\n\x81\nA3\n", encoding="gb18030")
    assert [row.secret for row in found.rows] == ["A1", "A3"]
    assert found.wrong == [(2, "encoding_invalid")]


def test_a_utf16_file_with_half_a_character_at_the_end_says_so():
    found = read(codecs.BOM_UTF16_LE + "AAAA\nBBBB\n".encode("utf-16-le") + b"C")
    assert [row.secret for row in found.rows] == ["AAAA", "BBBB"]
    assert found.wrong == [(3, "encoding_invalid")]


def test_half_characters_of_an_odd_encoding_are_errors_of_their_lines():
    found = read(b"AAAA\n\\ud800\nBBBB\n", encoding="unicode_escape")
    assert [row.secret for row in found.rows] == ["AAAA", "BBBB"]
    assert found.wrong == [(2, "encoding_invalid")]


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "hex", "undefined", "a\0b"])
def test_refuses_when_the_named_encoding_cannot_be_used(encoding):
    with pytest.raises(FileRefused, match="encoding_unknown"):
        read(b"AAAA\n", encoding=encoding)


@pytest.mark.parametrize(
    "raw", [b"", b"  \n\r\n\t\n", codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\r\n", "\r\n ".encode("utf-16")]
)
def test_refuses_when_the_file_is_empty(raw):
    with pytest.raises(FileRefused, match="file_empty"):
        read(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"%PDF-1.7\nstream",
        b"\x7fELF\x02\x01\x01" + b"\x00" * 64,
        b"\x1f\x8b\x08\x00abc",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512,
        b"PK\x05\x06" + b"\x00" * 18,
        bytes((number * 37 + number // 256) % 256 for number in range(4096)),
    ],
)
def test_refuses_when_the_file_is_binary(raw):
    with pytest.raises(FileRefused, match="file_binary"):
        read(raw)
