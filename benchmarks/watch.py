"""Files held against watch lists of 40,000 names: what a file, and a change of a list, costs; and how many hits are chance."""

from __future__ import annotations

import random
import time
from statistics import median

from pypinyin import lazy_pinyin

from benchmarks.rows import Row, at_least, at_most, fact
from benchmarks.stack import Stack
from platform_core.compliance.names import score
from platform_core.compliance.watch_enums import PartyRole, WatchKind
from platform_core.compliance.watching.matcher import LEAST, Entry, Matcher, Party
from testbed.name_pairs import held_out
from testbed.name_pairs.making import homophones
from testbed.name_pairs.measuring import measure as measure_pairs
from testbed.name_pairs.words import TUNING

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
FILES = 300


def measure(stack: Stack, quick: bool) -> list[Row]:
    """Prepare the lists, hold files against them; no database takes part."""
    size = 4_000 if quick else 40_000
    draw = random.Random(7)
    signs = [one for same in homophones().values() for one in same]
    often = [1 / (place + 20) for place in range(len(signs))]

    def given() -> str:
        return draw.choice(SURNAMES) + "".join(draw.choices(signs, often, k=draw.choice((1, 2, 2))))

    def company() -> str:
        core = "".join(draw.choices(signs, often, k=draw.choice((2, 2, 3, 4))))
        return draw.choice(TUNING.regions)[0] + core + draw.choice(TUNING.industries)[0] + draw.choice(TUNING.suffixes)

    def latin() -> str:
        family, *rest = lazy_pinyin(given())
        return f"{family.title()} {''.join(rest).title()}"

    made = [
        (WatchKind.PERSON, given),
        (WatchKind.PERSON, latin),
        (WatchKind.PERSON, latin),
        (WatchKind.ENTITY, company),
    ]
    kinds = [draw.choice(made) for _ in range(size)]
    begun = time.perf_counter()
    matcher = Matcher(Entry(at, "list", str(at), kind, (make(),)) for at, (kind, make) in enumerate(kinds))
    built = time.perf_counter() - begun
    times, by_name = [], dict.fromkeys(PartyRole, 0)
    for _ in range(FILES):
        parties = [
            Party(PartyRole.COMPANY, company()),
            Party(PartyRole.REPRESENTATIVE, given()),
            Party(PartyRole.OWNER, given()),
        ]
        begun = time.perf_counter()
        found = [hit for party in parties for hit in matcher.search(party)]
        times.append(1000 * (time.perf_counter() - begun))
        for role in {hit.party.role for hit in found}:
            by_name[role] += 1
    pairs = measure_pairs(held_out(), lambda left, right: score(left, right).value, least=LEAST)
    return [
        at_most(
            f"A file of a company and two people against {size:,} names, median", median(times), 300, 100, unit="ms"
        ),
        fact("the slowest of 300", max(times), "ms"),
        fact("taking the lists apart, once an edition and worker", built, "s"),
        at_least(
            f"Held-out evasions of company names found from a likeness of {LEAST} on", 100 * pairs.recall, 80, unit="%"
        ),
        fact(
            "files of companies that are on no list, with a hit by their name",
            100 * by_name[PartyRole.COMPANY] / FILES,
            "%",
        ),
        fact("with a hit by a representative's name", 100 * by_name[PartyRole.REPRESENTATIVE] / FILES, "%"),
    ]
