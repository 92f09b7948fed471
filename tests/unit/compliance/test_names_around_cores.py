"""Look-alikes in the words around a core, trade, region and legal form: held to pairs that nothing was tuned by."""

import hashlib

import pytest

from platform_core.compliance.names import REVIEW, Index, Level, normalise, score
from platform_core.compliance.names.meant import Lexicon
from testbed.name_pairs.around import held_out_around, tuning_around
from testbed.name_pairs.measuring import measure

# Of the pairs as they were before the first of them was scored.
HELD_OUT = "8ddf372b281ee4f837f96e3a5a6aa7dee15b89e167e0f7c3044437b636c70ff0"
MEANT = [
    ("北京鼎盛网洛科技有限公司", "鼎盛", "北京", "网络科技", "有限公司"),
    ("北京鼎盛卡卷有限公司", "鼎盛", "北京", "卡券", "有限公司"),
    ("北京鼎盛卡劵有限公司", "鼎盛", "北京", "卡券", "有限公司"),
    ("北京鼎盛科忮有限公司", "鼎盛", "北京", "科技", "有限公司"),
    ("北京鼎盛役贵管理有限公司", "鼎盛", "北京", "投资管理", "有限公司"),
    ("渌圳市鼎盛科技有限公司", "鼎盛", "深圳市", "科技", "有限公司"),
    ("北京市诲淀区鼎盛科技有限公司", "鼎盛", "北京市海淀区", "科技", "有限公司"),
    ("鼎盛（上诲）科技有限公司", "鼎盛", "上海", "科技", "有限公司"),
    ("北京鼎盛科技有眼责任公司", "鼎盛", "北京", "科技", "有限责任公司"),
]


def outcome():
    return measure(held_out_around(), lambda left, right: score(left, right).value, least=REVIEW)


def test_pairs_that_are_held_out_are_as_they_were():
    assert hashlib.sha256(repr(held_out_around()).encode()).hexdigest() == HELD_OUT
    evasions = [pair for pair in held_out_around() if pair.same]
    assert len(held_out_around()) >= 500
    assert len(held_out_around()) - len(evasions) >= len(evasions)
    assert not {pair.left for pair in held_out_around()} & {pair.left for pair in tuning_around()}


def test_of_evasions_95_in_100_are_found_and_9_in_10_that_are_found_are_evasions():
    found = outcome()
    assert found.recall >= 0.95, found
    assert found.precision >= 0.90, found
    assert min(found.right.values()) >= 0.9, found


def test_without_words_that_are_meant_most_of_them_escape(monkeypatch):
    monkeypatch.setattr(Lexicon, "meant", lambda self, text, all_alike=False: "")
    assert outcome().recall < 0.5


@pytest.mark.parametrize(("name", "core", "region", "industry", "suffix"), MEANT, ids=[one[0] for one in MEANT])
def test_words_around_a_core_are_read_as_they_are_meant(name, core, region, industry, suffix):
    parts = normalise(name)
    assert (parts.core, parts.region, parts.industry, parts.suffix) == (core, region, industry, suffix)
    assert score(name, region + core + industry + suffix).level == Level.URGENT


@pytest.mark.parametrize("core", ["快马", "白云山", "一点万象", "京东世纪", "嘀嘀无限", "东方红", "嘉禾"])
def test_a_core_stands_as_it_is_written_in_one_of_its_readings(core):
    parts = normalise(f"上海{core}科技有限公司")
    assert core in {reading.core for reading in parts.readings}


def test_what_only_begins_alike_is_no_likeness_by_both_literal_readings():
    assert score("北京鼎盛电予商务经菅郡", "北京华信电予商务经菅郡").level == Level.NONE


def test_a_list_is_searched_by_both_readings():
    index = Index([(1, "北京一点万象科技有限公司"), (2, "北京鼎盛科技有限公司")])
    assert [hit.key for hit in index.search("北京一典万向科技有限公司")] == [1]
    assert [hit.key for hit in index.search("北亰鼎盛料技有眼公司")] == [2]
    assert len(index) == 2
