"""Addresses: one place however it is written, two places however alike."""

import pytest

from platform_core.compliance.addresses import LIKE, likeness, similar, taken_apart

HERE = "上海市徐汇区虹漕路461号58号楼5楼"
SAME = [
    "上海徐汇虹漕路４６１號58栋五层", "徐汇区虹漕路461弄58号5F", "上海市上海市徐汇区 虹漕路 461号-58号楼-5层",
    "上海市虹漕路四百六十一号58幢5楼",
]  # fmt: skip
ELSEWHERE = [
    "上海市徐汇区虹漕路461号58号楼6楼", "上海市徐汇区虹漕路46号58号楼5楼", "上海市徐汇区漕宝路461号58号楼5楼",
    "北京市朝阳区虹漕路461号58号楼5楼", "上海市浦东新区虹漕路461号58号楼5楼", "上海市徐汇区", "",
]  # fmt: skip


@pytest.mark.parametrize("text", SAME)
def test_one_place_is_one_however_it_is_written(text):
    assert likeness(HERE, text) >= LIKE
    assert taken_apart(text).numbers == ("461", "58", "5")


@pytest.mark.parametrize("text", ELSEWHERE, ids=["floor", "house", "street", "city", "district", "no street", "empty"])
def test_another_place_is_not_taken_for_it(text):
    assert likeness(HERE, text) < LIKE
    assert likeness(HERE, text) == likeness(text, HERE)


def test_equal_forms_are_one_text_to_take_a_print_of():
    assert taken_apart(HERE).form == taken_apart(SAME[0]).form == "310104|虹漕路|461-58-5"


@pytest.mark.parametrize(
    ("text", "number"),
    [("十二", "12"), ("二十", "20"), ("一百零三", "103"), ("三〇五", "305"), ("二百三十四", "234"), ("两", "2")],
)
def test_numbers_in_characters_are_read(text, number):
    assert taken_apart(f"上海市虹漕路{text}号").numbers == (number,)


def test_alike_addresses_are_found_among_many():
    others = [(number, f"上海市徐汇区虹漕路{number}号{number}楼") for number in range(1, 200)]
    found = similar([("a", HERE), *others, ("b", SAME[0]), ("c", ELSEWHERE[0])])
    assert [(pair.left, pair.right) for pair in found] == [("a", "b")]


def test_a_party_is_not_alike_to_itself():
    assert similar([("a", HERE), ("a", SAME[0])]) == []


def test_a_house_full_of_parties_says_nothing():
    many = [(number, "上海市徐汇区虹漕路461号") for number in range(301)]
    assert similar(many) == []
    assert len(similar(many[:3])) == 3
