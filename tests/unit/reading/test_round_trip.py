"""What is written is what is read, byte for byte; and the quick path never says other than the careful one."""

import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenants.inventory.reading.batches import _carefully, _quick_reader
from tenants.inventory.reading.careful import RowReader
from tenants.inventory.reading.columns import PREFIX
from tenants.inventory.reading.format import TEXT, ReadFormat
from tenants.inventory.reading.values import is_formula
from tests.unit.reading.files import read, workbook

QUICKLY = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), database=None)
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
NEWLINES = ["\n", "\r\n", "\r"]

visible = st.characters(blacklist_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), blacklist_characters="\ufeff\ufffd")


def is_code(text):
    plain = text == text.strip() and not PREFIX.match(text) and not is_formula(text)
    return plain and len(text.splitlines()) == 1


codes = st.text(visible, min_size=1, max_size=40).filter(is_code)


@QUICKLY
@given(st.lists(codes, min_size=1, max_size=30), st.sampled_from(ENCODINGS), st.sampled_from(NEWLINES), st.booleans())
def test_single_codes_come_back_exactly(secrets, encoding, newline, end):
    raw = (newline.join(["secret", *secrets]) + newline * end).encode(encoding)
    given_encoding = encoding if encoding in {"gb18030", "utf-16-le", "utf-16-be"} else None
    found = read(raw, encoding=given_encoding, separator="", columns=("secret",))
    assert [row.secret for row in found.rows] == secrets
    assert not found.errors


@QUICKLY
@given(
    st.lists(st.tuples(codes, codes), min_size=1, max_size=30),
    st.sampled_from(["----", "|", "\t"]),
    st.sampled_from(NEWLINES),
)
def test_pairs_come_back_exactly_from_any_separator(pairs, separator, newline):
    pairs = [pair for pair in pairs if separator.join(pair).count("-----") == 0 and separator not in "".join(pair)]
    pairs = [pair for pair in pairs if not any(cell.startswith("-") or cell.endswith("-") for cell in pair)]
    if separator == "\t":
        pairs = [pair for pair in pairs if '"' not in "".join(pair)]
    raw = newline.join([separator.join(["card_number", "secret"]), *map(separator.join, pairs)]).encode()
    found = read(raw)
    assert found.codes == pairs
    assert not found.errors


@QUICKLY
@given(st.lists(st.tuples(codes, codes), min_size=1, max_size=30), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_pairs_come_back_exactly_from_a_csv_file(pairs, quoting):
    out = io.StringIO()
    csv.writer(out, quoting=quoting).writerows([("card_number", "secret"), *pairs])
    found = read(out.getvalue().encode())
    assert found.codes == pairs
    assert not found.errors


@settings(QUICKLY, max_examples=30)
@given(st.lists(st.tuples(codes, codes), min_size=1, max_size=10))
def test_pairs_come_back_exactly_from_a_workbook(pairs):
    found = read(workbook(["card_number", "secret"], *map(list, pairs)))
    assert found.codes == pairs
    assert not found.errors


# Lines made of what is special to one path or the other.
pieces = st.sampled_from(
    ["", " ", "\t", "----", "-", ",", ";", "|", '"', "=", "+", "@", "cmd|", "(", "#", "\x00", "\x0b", "\x85", "\u2028"]
    + [
        "\u3000",
        "\xa0",
        "\ufeff",
        "\ufffd",
        "\ufdd0",
        "\ud800",
        "卡号",
        "密码:",
        "：",
        "A1",
        "券",
        "x" * 600,
        "2027-12-31",
    ]
    + ["20271231", "50", "50.00", "¥", "永久", "2027-99-99", "N-001", "'"]
)
lines = st.lists(st.lists(pieces, max_size=7).map("".join), max_size=12)
roles = st.sampled_from(
    [
        ("secret",),
        ("card_number", "secret"),
        ("secret", "card_number"),
        ("secret", "expires_on"),
        ("card_number", "secret", "face_value", "expires_on"),
        ("ignore", "secret", "ignore"),
    ]
)


@settings(QUICKLY, max_examples=1_200)
@given(lines, roles, st.sampled_from(["----", "\t", "|", ",", ";", " ", "", "#", "::", "  ", "-"]))
def test_the_quick_path_agrees_with_the_careful_one_or_steps_aside(text, columns, separator):
    quick = _quick_reader(ReadFormat(TEXT, "utf-8", separator, columns, False))
    found = quick(text, 1) if quick is not None else None
    if found is not None:
        assert (found, []) == _carefully(text, 1, RowReader(columns, separator))


@settings(QUICKLY, max_examples=300)
@given(st.lists(codes, min_size=1, max_size=8), roles, st.sampled_from(["----", "\t", "|", ",", ";", "#"]))
def test_the_paths_agree_on_clean_files(secrets, columns, separator):
    cells = {"secret": "S", "card_number": "N", "face_value": "50", "expires_on": "2027-12-31", "ignore": "x"}
    text = [separator.join(secret if role == "secret" else cells[role] for role in columns) for secret in secrets]
    quick = _quick_reader(ReadFormat(TEXT, "utf-8", separator, columns, False))
    found = quick(text, 1) if quick is not None else None
    if found is not None:
        assert (found, []) == _carefully(text, 1, RowReader(columns, separator))


def test_the_quick_path_is_taken_on_ordinary_files():
    for separator, columns in (("", ("secret",)), ("----", ("card_number", "secret")), (",", ("secret", "expires_on"))):
        text = [
            separator.join(f"2027-01-{1 + n % 9:02d}" if r == "expires_on" else f"A-{n}" for r in columns)
            for n in range(50)
        ]
        quick = _quick_reader(ReadFormat(TEXT, "utf-8", separator, columns, False))
        assert len(quick(text, 1)) == 50


@settings(QUICKLY, max_examples=400)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_and_every_line_is_accounted_for(raw):
    from tenants.inventory.reading import FileRefused

    try:
        found = read(raw)
    except FileRefused:
        return
    seen = [row.line for row in found.rows] + [error.line for error in found.errors]
    assert len(seen) == len(set(seen)) <= found.lines
