"""A chain of authorisations: one that holds, and everything that breaks it, each with its own code."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest

from platform_core.compliance.chains import WORDS, Grant, Wanted, check_chain
from platform_core.compliance.enums import Level

TODAY = dt.date(2026, 11, 27)
A, B, C = "91110000A", "91310000B", "91350211C"
WANTED = Wanted("厦门卡券", C, "game", TODAY, TODAY)
FIRST = Grant(
    1, "点卡", "品牌方", A, "总代理", B, owner=True, categories=frozenset({"game"}), region="全国", online=True, sublicence=True,
    valid_from=dt.date(2026, 1, 1), valid_to=dt.date(2026, 12, 31),
)  # fmt: skip
SECOND = replace(
    FIRST,
    position=2,
    grantor="总代理",
    grantor_uscc=B,
    grantee="厦门卡券",
    grantee_uscc=C,
    owner=False,
    sublicence=False,
)
DIRECT = replace(FIRST, grantee="厦门卡券", grantee_uscc=C, sublicence=False)


def longer(length):
    """A chain of so many links through made-up agents."""
    parties = [("品牌方", A), *((f"代理{n}", f"9{n}") for n in range(1, length)), ("厦门卡券", C)]
    return [
        replace(FIRST, position=n + 1, owner=n == 0, grantor=one[0], grantor_uscc=one[1], grantee=other[0], grantee_uscc=other[1])
        for n, (one, other) in enumerate(itertools.pairwise(parties))
    ]  # fmt: skip


CASES = [
    ("direct", [DIRECT], []),
    ("two", [FIRST, SECOND], []),
    ("order_does_not_matter", [SECOND, FIRST], []),
    ("four", longer(4), []),
    ("five", longer(5), [("chain_depth", 0)]),
    ("none", [], [("chain_missing", 0)]),
    ("gap", [FIRST, replace(SECOND, position=3)], [("chain_gap", 0)]),
    ("not_from_the_top", [replace(SECOND, position=2)], [("chain_gap", 0), ("chain_owner", 2)]),
    ("not_the_owner", [replace(DIRECT, owner=False)], [("chain_owner", 1)]),
    ("other_grantor", [FIRST, replace(SECOND, grantor_uscc="9999")], [("chain_broken", 2)]),
    ("grantor_by_name", [FIRST, replace(SECOND, grantor_uscc="")], [("chain_by_name", 2)]),
    ("grantor_by_name_spaced", [FIRST, replace(SECOND, grantor_uscc="", grantor=" 总 代理")], [("chain_by_name", 2)]),
    ("grantor_by_another_name", [FIRST, replace(SECOND, grantor_uscc="", grantor="别家")], [("chain_broken", 2)]),
    ("number_decides_over_name", [FIRST, replace(SECOND, grantor="改名了")], []),
    ("small_letters", [FIRST, replace(SECOND, grantor_uscc=B.lower())], []),
    ("no_parties", [replace(DIRECT, grantor="")], [("chain_parties", 1)]),
    ("not_the_supplier", [replace(DIRECT, grantee_uscc="9999")], [("chain_supplier", 1)]),
    ("the_supplier_by_name", [replace(DIRECT, grantee_uscc="")], [("chain_by_name", 1)]),
    ("no_sublicence", [replace(FIRST, sublicence=False), SECOND], [("chain_sublicence", 1)]),
    ("last_needs_none", [FIRST, replace(SECOND, sublicence=False)], []),
    ("over", [replace(DIRECT, valid_to=TODAY - dt.timedelta(days=1))], [("chain_not_valid", 1)]),
    ("last_day", [replace(DIRECT, valid_to=TODAY)], []),
    ("first_day", [replace(DIRECT, valid_from=TODAY)], []),
    ("not_yet", [replace(DIRECT, valid_from=TODAY + dt.timedelta(days=1))], [("chain_not_valid", 1)]),
    ("upper_link_over", [replace(FIRST, valid_to=dt.date(2026, 6, 1)), SECOND], [("chain_not_valid", 1)]),
    ("no_dates", [replace(DIRECT, valid_to=None)], [("chain_dates", 1)]),
    ("other_goods", [replace(DIRECT, categories=frozenset({"telecom"}))], [("chain_category", 1)]),
    ("all_goods", [replace(DIRECT, categories=frozenset())], []),
    ("one_province", [replace(DIRECT, region="福建省")], [("chain_region", 1)]),
    ("nothing_said_of_region", [replace(DIRECT, region="")], []),
    ("shops_only", [replace(DIRECT, online=False)], [("chain_online", 1)]),
    ("two_brands", [FIRST, replace(SECOND, brand="别的")], [("chain_brand", 0)]),
    ("renewed", [replace(DIRECT, valid_to=dt.date(2026, 6, 1)), DIRECT], []),
]  # fmt: skip


@pytest.mark.parametrize(("grants", "problems"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_case_has_the_problems_that_it_has_and_no_other(grants, problems):
    assert [(found.code, found.position) for found in check_chain(grants, WANTED)] == problems


def test_every_problem_has_words_and_a_case():
    seen = {code for _, _, problems in CASES for code, _ in problems}
    assert seen == set(WORDS)


@pytest.mark.parametrize("code", ["chain_by_name", "chain_depth", "chain_region", "chain_dates", "chain_brand"])
def test_what_is_unsure_is_for_people(code):
    levels = {found.level for _, grants, _ in CASES for found in check_chain(grants, WANTED) if found.code == code}
    assert levels == {Level.REVIEW}


def test_a_period_of_a_batch_must_meet_each_link():
    batch = WANTED._replace(first=dt.date(2027, 1, 1), last=dt.date(2027, 3, 1))
    assert [found.code for found in check_chain([DIRECT], batch)] == ["chain_not_valid"]
    assert check_chain([DIRECT], batch._replace(first=dt.date(2026, 12, 31))) == []
