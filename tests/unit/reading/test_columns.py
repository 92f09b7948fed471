import datetime as dt

import pytest

from tenants.inventory.reading import FileRefused, ReadFormat
from tests.unit.reading.files import read

END = dt.date(2027, 12, 31)


@pytest.mark.parametrize("separator", ["----", ",", "\t", "|", ";", " "])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_finds_the_separator_when_no_line_names_the_columns(separator, newline):
    lines = [f"N{number:04d}{separator}SECRET{number:04d}" for number in range(30)]
    found = read(newline.join(lines).encode())
    assert found.format.separator == separator
    assert found.codes == [(f"N{number:04d}", f"SECRET{number:04d}") for number in range(30)]
    assert found.lines == 30


def test_each_line_is_one_code_when_there_is_no_separator():
    found = read(b"AAAA-BBBB\nCCCC-DDDD\n")
    assert (found.format.separator, found.format.columns) == ("", ("secret",))
    assert found.codes == [("", "AAAA-BBBB"), ("", "CCCC-DDDD")]


@pytest.mark.parametrize(
    "header",
    [
        "卡号,卡密,面额,有效期",
        "账号,密码,面值,有效期至",
        "\ufeff序列号, 券码 ,金额,到期时间",
        "card_number,secret,face_value,expires_on",
        "Card_No,Code,Amount,Expiry",
        "SERIAL,PIN,VALUE,EXPIRES",
        '"卡号","卡密","面额","有效期"',
    ],
)
def test_maps_the_columns_that_a_header_line_names(header):
    found = read(f"{header}\nN1,S1,50.00,2027-12-31\n".encode())
    assert [row[1:] for row in found.rows] == [("N1", "S1", 5000, END)]
    assert found.lines == 1


def test_follows_the_header_when_the_columns_stand_in_another_order():
    found = read("有效期\t备注\t卡密\t卡号\n2027/12/31\tx\tS1\tN1\n".encode())
    assert [row[1:] for row in found.rows] == [("N1", "S1", None, END)]


def test_skips_the_header_after_blank_and_unreadable_lines_only():
    found = read("\n\n\x01坏\n卡号,卡密\nN1,S1\n".encode())
    assert found.codes == [("N1", "S1")]
    assert found.wrong == [(3, "control_character")]
    assert found.lines == 4  # two blank, one wrong, one code; the header is no line of codes


def test_a_lone_card_number_column_holds_the_codes():
    assert read("卡号\nA1\n".encode()).codes == [("", "A1")]


def test_guesses_expiry_and_face_value_when_there_is_no_header():
    found = read(b"N1----S1----50----2027-12-31\nN2----S2----100----20271231\n")
    assert [row[1:] for row in found.rows] == [("N1", "S1", 5000, END), ("N2", "S2", 10000, END)]


def test_keeps_the_whole_line_when_there_are_too_many_texts_to_guess():
    found = read(b"user----pass----mail----x\nuser2----pass2----mail2----y\n")
    assert found.codes == [("", "user----pass----mail----x"), ("", "user2----pass2----mail2----y")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_reads_quoted_fields_as_spreadsheets_write_them(separator):
    lines = [separator.join(['"N1"', f'"A{separator}B ""C"""']), separator.join(["N2", "plain"])]
    found = read(f"卡号{separator}卡密\n".encode() + "\n".join(lines).encode())
    assert found.codes == [("N1", f'A{separator}B "C"'), ("N2", "plain")]


def test_takes_the_quotes_off_when_there_is_one_quoted_column():
    assert read(b'"AAAA"\r\n"BB""BB"\r\n').codes == [("", "AAAA"), ("", 'BB"BB')]
    assert read('"卡密"\n"AA,AA"\n"BBBB"\n'.encode()).codes == [("", "AA,AA"), ("", "BBBB")]


def test_names_both_lines_when_a_quoted_code_spans_them():
    found = read(b'secret,card_number\n"AA\nBB",N1\nCC,N2\n')
    assert found.wrong == [(2, "quote_unclosed"), (3, "quote_unclosed")]
    assert found.codes == [("N2", "CC")]


def test_a_missing_first_field_is_missing_whatever_the_separator():
    for separator in (",", "\t", "----", "|"):
        head = separator.join(["卡密", "卡号", "有效期"])
        found = read(f"{head}\nS1{separator}N1{separator}2027-12-31\n{separator}N2{separator}2027-12-31\n".encode())
        assert found.codes == [("N1", "S1")], separator
        assert found.wrong == [(3, "secret_missing")], separator
    assert read("卡号\t卡密\n\tS1\n".encode()).codes == [("", "S1")]


def test_names_the_line_when_its_columns_differ():
    found = read("卡号,卡密\nN1,S1\nN2\nN3,S3,x\n".encode())
    assert found.codes == [("N1", "S1")]
    assert found.wrong == [(3, "columns_mismatch"), (4, "columns_mismatch")]


def test_takes_labels_off_the_fields():
    assert read("卡号：N1----卡密：S1\n卡号:N2----密码: S2\n".encode()).codes == [("N1", "S1"), ("N2", "S2")]


def test_given_columns_decide_over_the_guess():
    found = read(b"S1,N1,note\nS2,N2,note\n", columns=("secret", "card_number", "ignore"))
    assert found.codes == [("N1", "S1"), ("N2", "S2")]


def test_refuses_when_no_given_column_is_the_code():
    with pytest.raises(FileRefused, match="column_unknown"):
        read(b"S1,N1\n", columns=("card_number", "ignore"))


def test_uses_the_remembered_columns_when_the_next_file_looks_the_same():
    columns = ("secret", "card_number", "ignore")
    found = read(b"S1,N1,note\nS2,N2,memo\n", remembered=columns)
    assert found.codes == [("N1", "S1"), ("N2", "S2")]


@pytest.mark.parametrize(
    ("raw", "remembered"),
    [
        ("卡号,卡密\nN1,S1\n", ("secret", "card_number")),  # a header decides
        ("N1,S1\n", ("ignore", "card_number", "secret")),  # another width
        ("N1,S1\nN2,S2\n", ("secret", "expires_on")),  # no dates there
        ("N1,S1\nN2,S2\n", ("secret", "face_value")),
    ],
)
def test_guesses_anew_when_the_next_file_looks_different(raw, remembered):
    assert ("N1", "S1") in read(raw.encode(), remembered=remembered).codes


def test_never_sells_a_date_as_a_code_because_of_a_remembered_mapping():
    found = read(b"S1,2027-12-31\nS2,2027-12-31\n", remembered=("card_number", "secret"))
    assert [row[1:] for row in found.rows] == [("", "S1", None, END), ("", "S2", None, END)]


def test_a_format_survives_being_written_down():
    fmt = ReadFormat("text", "utf-8", "\t", ("secret", "ignore"), True)
    assert ReadFormat.from_json(fmt.to_json()) == fmt


@pytest.mark.parametrize(
    "data", [{"surprise": 1}, {"separator": 5}, {"encoding": ["utf-8"]}, {"columns": "secret"}, {"kind": 1}]
)
def test_a_format_of_wrong_types_is_refused(data):
    with pytest.raises(TypeError):
        ReadFormat.from_json(data)
