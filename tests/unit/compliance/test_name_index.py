"""A name looked for in a list: what comparing with every entry finds, without doing it."""

import random

from platform_core.compliance.names import REVIEW, Index, Reason, normalise, score
from testbed.name_pairs import tuning


def test_search_finds_what_comparing_with_all_finds():
    names = [pair.left for pair in tuning()]
    index = Index(enumerate(names))
    taken_apart = [normalise(name) for name in names]
    asked = random.Random(9).sample(tuning(), 20)
    for pair in asked:
        found = {hit.key: hit.score for hit in index.search(pair.right, limit=len(names))}
        wanted = normalise(pair.right)
        scores = {at: score(wanted, one) for at, one in enumerate(taken_apart)}
        assert found == {at: one for at, one in scores.items() if one.value >= REVIEW}, pair


def test_a_company_is_found_once_by_its_likest_name():
    index = Index(
        [
            ("a", "深圳市乐享实业有限公司"),
            ("a", "北京鼎盛科技有限公司"),
            ("a", "Dingsheng Technology Ltd"),
            ("b", "北京顶盛科技有限公司"),
            ("c", ""),
        ]
    )
    hits = index.search("北京鼎盛科技有限公司上海分公司")
    assert [(hit.key, hit.name) for hit in hits] == [("a", "北京鼎盛科技有限公司"), ("b", "北京顶盛科技有限公司")]
    assert Reason.BRANCH_OF in hits[0].score.reasons
    assert len(index) == 5


def test_limit_and_least_are_kept():
    index = Index(enumerate(["北京鼎盛科技有限公司", "上海鼎盛贸易有限公司", "鼎盛源商行", "天津华信有限公司"]))
    assert [hit.key for hit in index.search("北京鼎盛科技有限公司", limit=1)] == [0]
    assert [hit.key for hit in index.search("北京鼎盛科技有限公司", least=0.99)] == [0]
    assert len(index.search("北京鼎盛科技有限公司")) == 3


def test_nothing_is_found_for_nothing():
    assert Index([(1, "北京鼎盛科技有限公司")]).search("") == []
    assert Index([]).search("北京鼎盛科技有限公司") == []
