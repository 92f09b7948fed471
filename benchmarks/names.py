"""Names looked for in a list of 100,000, and who shares what with whom among 50,000: what screening a supplier waits for."""

from __future__ import annotations

import random
import time
from statistics import median

from benchmarks.rows import Row, at_least, at_most, fact
from benchmarks.stack import Stack
from platform_core.compliance.addresses import similar
from platform_core.compliance.names import REVIEW, Index, score
from platform_core.compliance.relations import Fact, FactKind, Relations
from testbed.name_pairs import held_out
from testbed.name_pairs.around import held_out_around
from testbed.name_pairs.making import homophones
from testbed.name_pairs.measuring import measure as measure_pairs
from testbed.name_pairs.words import TUNING

ASKED = 50


def measure(stack: Stack, quick: bool) -> list[Row]:
    """Build, ask, compare; no database takes part."""
    size = 10_000 if quick else 100_000
    draw = random.Random(5)
    return [*_quality(), *_search(draw, size), *_relations(draw, size // 2), *_addresses(draw, size // 2)]


def _quality() -> list[Row]:
    rows = []
    for pairs, where in ((held_out(), "held-out pairs"), (held_out_around(), "pairs with look-alikes around the core")):
        found = measure_pairs(pairs, lambda left, right: score(left, right).value, least=REVIEW)
        rows.append(at_least(f"Evasions of {where} that are found", 100 * found.recall, 95, unit="%"))
        rows.append(at_least(f"Of what is found of {where}, evasions", 100 * found.precision, 90, unit="%"))
    return rows


def _search(draw: random.Random, size: int) -> list[Row]:
    # Characters of names come as words do: a few in most of them.
    characters = [one for same in homophones().values() for one in same]
    draw.shuffle(characters)
    often = [1 / (place + 20) for place in range(len(characters))]
    names = [
        draw.choice(TUNING.regions)[0]
        + "".join(draw.choices(characters, often, k=draw.choice((2, 2, 2, 3, 4))))
        + draw.choice(TUNING.industries)[0]
        + draw.choice(TUNING.suffixes)
        for _ in range(size)
    ]
    begun = time.perf_counter()
    index = Index(enumerate(names))
    built = time.perf_counter() - begun
    index.search("Dingsheng Technology Ltd")  # tables of regions are made with the first Latin name
    times = []
    for name in draw.sample(names, ASKED):
        begun = time.perf_counter()
        index.search(name)
        times.append(1000 * (time.perf_counter() - begun))
    return [
        at_most(f"Search among {size:,} names, median", median(times), 100, 30, unit="ms"),
        fact("the slowest of 50", max(times), "ms"),
        fact("taking the list apart, once", built, "s"),
    ]


def _relations(draw: random.Random, size: int) -> list[Row]:
    kinds = list(FactKind)
    facts = [
        Fact(party, draw.choice(kinds), draw.randrange(3 * size).to_bytes(32))
        for party in range(size)
        for _ in range(4)
    ]
    begun = time.perf_counter()
    Relations(facts).clusters()
    return [
        at_most(f"Clusters of {size:,} parties with {4 * size:,} facts", time.perf_counter() - begun, 10, 3, unit="s")
    ]


def _addresses(draw: random.Random, size: int) -> list[Row]:
    roads = [
        "虹漕",
        "中山",
        "人民",
        "解放",
        "建设",
        "和平",
        "长安",
        "南京",
        "淮海",
        "天府",
        "深南",
        "科苑",
        "滨江",
        "世纪",
    ]
    cities = ["上海市徐汇区", "北京市海淀区", "深圳市南山区", "成都市武侯区", "杭州市西湖区"]
    given = [
        (
            party,
            f"{draw.choice(cities)}{draw.choice(roads)}{draw.choice(roads)}{draw.choice('东西南北中')}路"
            f"{draw.randrange(1, 900)}号{draw.randrange(1, 30)}楼{draw.randrange(1, 40)}室",
        )
        for party in range(size)
    ]
    begun = time.perf_counter()
    similar(given)
    return [fact(f"Alike among {size:,} addresses", time.perf_counter() - begun, "s")]
