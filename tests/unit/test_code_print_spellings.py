"""A code is met however it is written, with or without its card number; other codes are not taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platform_core.compliance.code_prints import PRINT_SIZE, Signer, epoch_owner, normalise

SIGNER = Signer(1, bytes(range(32)))
SECRET = "AB12CD34EF56GH78"
SPELLINGS = [
    SECRET.lower(),
    "AB12-CD34-EF56-GH78",
    "AB12 CD34\tEF56  GH78",
    " AB12CD34EF56GH78\n",
    "ab12_cd34.ef56/gh78",
    "AB12—CD34–EF56·GH78",
    "".join(chr(ord(each) + 0xFEE0) for each in SECRET),  # full width
    "AB12\u200bCD34\u200dEF56\ufeffGH78",
    "AB12\u2060CD34\u00adEF56\u202eGH78",
    "AB12CD34EF56GH78\u0301",
]


def met(first, second, brand="brand", other_brand="brand"):
    """Would the second code be met by the first?"""
    one, two = SIGNER.prints_of(*first, brand), SIGNER.prints_of(*second, other_brand)
    return bool({each for each in one if each} & {each for each in two if each})


@pytest.mark.parametrize("spelling", SPELLINGS, ids=range(len(SPELLINGS)))
def test_a_code_is_met_whatever_its_spelling(spelling):
    assert met(("", SECRET), ("", spelling))
    assert met(("NO-100200", SECRET), ("no100200", spelling))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("", SECRET), ("100200300", SECRET)),  # a number is added
        (("100200300", SECRET), ("", SECRET)),  # or left out
        (("100200300", SECRET), ("999", SECRET)),  # or another
        (("100200300", SECRET), ("", f"100200300 {SECRET}")),  # or put into the same column
        (("100200300", SECRET), ("", f"100200300----{SECRET}")),
        (("100200300", SECRET), ("", f"100200300{SECRET}")),
        (("100200300", "PIN456"), ("", "100200300PIN456")),  # also of a short secret
        (("100200300", "PIN456"), ("", "100200300 / pin-456")),
        (("10020", "0300PIN456"), ("100200300", "PIN456")),
    ],
)
def test_a_code_is_met_when_its_number_is_added_left_out_or_merged(first, second):
    assert met(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("", SECRET), ("", SECRET[:-1] + "9")),
        (("100200300", "123456"), ("100200301", "123456")),  # the short secret of another card
        (("", "AB12 CD34 EF56"), ("", "XX99 CD34 EF56")),  # groups of a code are no card number
    ],
)
def test_other_codes_are_not_met(first, second):
    assert not met(first, second)


@pytest.mark.parametrize(("number", "secret"), [("", "12345678"), ("1234", "56789"), ("", "12-34 56")])
def test_a_short_code_is_met_within_its_brand_alone(number, secret):
    assert met((number, secret), (number, secret), "爱奇艺", "爱 奇 艺")
    assert not met((number, secret), (number, secret), "爱奇艺", "腾讯视频")


def test_a_long_code_is_met_under_another_brand():
    assert met(("", SECRET), ("", SECRET), "爱奇艺", "腾讯视频")


@given(st.text(min_size=1, max_size=40))
def test_the_quick_way_and_the_careful_way_mean_the_same(text):
    plain = normalise(text)
    assert normalise(text + "\u200b") == plain or not any(each.isalnum() for each in text)
    assert normalise(text.encode("ascii", "ignore").decode() or "A") == normalise(
        (text.encode("ascii", "ignore").decode() or "A") + "\u200b"
    ) or not any(each.isalnum() for each in text.encode("ascii", "ignore").decode() or "A")


def test_a_code_of_signs_alone_has_a_print_of_its_own():
    assert not met(("", "++++++++++++"), ("", "------------"))


def test_prints_come_in_order_with_their_places_and_begin_with_the_epoch():
    printed = SIGNER.print_codes([(1, "", SECRET), (2, "100200300", SECRET + "X"), (3, "", "77")], "brand")
    each = [printed.prints[at : at + PRINT_SIZE] for at in range(0, len(printed.prints), PRINT_SIZE)]
    assert each == sorted(each)
    assert sorted(printed.places) == [-2, 1, 2, 3]
    assert {print_[0] for print_ in each} == {1}
    assert [part.places for part in printed.parts(3)] == [printed.places[:3], printed.places[3:]]


def test_another_key_or_epoch_has_other_prints():
    others = [Signer(2, bytes(range(32))), Signer(1, bytes(32))]
    assert all(other.prints_of("", SECRET, "") != SIGNER.prints_of("", SECRET, "") for other in others)
    assert len({SIGNER.check, others[1].check}) == 2
    assert epoch_owner(1) != epoch_owner(2)
    assert epoch_owner(1).version == 0  # no random id has it
