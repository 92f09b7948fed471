import io

import pytest

from tenants.inventory.reading import FileRefused, ReadFormat, preview


def look(raw, **given):
    return preview(lambda: io.BytesIO(raw), ReadFormat(**given))


def test_shows_a_masked_sample_and_how_the_file_would_be_read():
    raw = "卡号,卡密,面额,有效期\n".encode() + b"".join(
        b"NUMBER-%04d,SECRET-%04d,50,2027-12-31\n" % (number, number) for number in range(100)
    )
    shown = look(raw)
    assert shown.format.columns == ("card_number", "secret", "face_value", "expires_on")
    assert len(shown.rows) == 20
    first = shown.rows[0]
    assert (first.line, first.card_number, first.secret) == (2, "****-00", "****-00")
    assert (first.face_value, first.expires_on) == (5000, "2027-12-31")
    assert "SECRET" not in repr(shown)
    assert "NUMBER" not in repr(shown)
    assert shown.estimated_lines == 100


def test_shows_errors_without_the_text_of_their_lines():
    shown = look("卡密,有效期\nSECRET-0001,never ever\nSECRET-0002,永久\n".encode())
    assert [error.code for error in shown.errors] == ["expiry_invalid"]
    assert len(shown.rows) == 1
    assert "SECRET" not in repr(shown)


def test_shows_what_another_mapping_would_give():
    shown = look(b"AAAAAAAA,BBBBBBBB\n", columns=("secret", "ignore"))
    assert (shown.rows[0].card_number, shown.rows[0].secret) == ("", "****-AA")


def test_hides_a_short_code_whole():
    assert look(b"12345\n").rows[0].secret == "****"


def test_refuses_what_cannot_be_read_at_all():
    with pytest.raises(FileRefused):
        look(b"")
