"""Names of people on lists: which others agree with them, and which do not."""

import pytest

from platform_core.compliance.watch_enums import HitSign
from platform_core.compliance.watching.people import PersonIndex


def signs(listed, wanted):
    return [hit.sign for hit in PersonIndex([(1, listed)]).search(wanted)]


@pytest.mark.parametrize(
    ("listed", "wanted", "sign"),
    [
        ("张三丰", "張三丰", HitSign.NAME),
        ("张三丰", "张 三\u200b丰", HitSign.NAME),
        ("买买提·艾力", "买买提艾力", HitSign.NAME),
        ("Zhang Sanfeng", "张三丰", HitSign.SPELLING),
        ("SANFENG ZHANG", "张三丰", HitSign.SPELLING),
        ("ZHANG, San Feng", "张三丰", HitSign.SPELLING),
        ("张三丰", "zhang sanfeng", HitSign.SPELLING),
        ("José Núñez", "JOSE NUNEZ", HitSign.NAME),
        ("Ali Hassan Ibrahim", "IBRAHIM, Ali Hassan", HitSign.NAME),
        ("Abd al-Rahman Muhammad", "Muhammad Abd al Rahman", HitSign.NAME),
        ("Muhammad Hasan", "Mohammad Hassan", HitSign.ALIKE),
    ],
)
def test_the_same_person_is_found_however_it_is_written(listed, wanted, sign):
    assert signs(listed, wanted)[:1] == [sign]


@pytest.mark.parametrize(
    ("listed", "wanted"),
    [
        ("张三丰", "张三风"),  # sounds the same: of Chinese names the characters count
        ("张三", "张三丰"),
        ("Zhang San", "张三丰"),
        ("Ali", "Ali Hassan"),
        ("Hassan", "Hasan"),  # one word alone is alike to nobody
        ("John Smith", "Jane Smith"),
        ("", "张三"),
        ("张三", ""),
    ],
)
def test_others_are_not_found(listed, wanted):
    assert signs(listed, wanted) == []


def test_each_person_is_found_once_with_the_strongest_sign():
    index = PersonIndex([(1, "张三丰"), (1, "Zhang Sanfeng"), (2, "Zhang Sanfeng")])
    assert [(hit.key, hit.sign) for hit in index.search("张三丰")] == [(1, HitSign.NAME), (2, HitSign.SPELLING)]
