"""Who shares what with whom, and by which chain."""

import random
from itertools import pairwise

import networkx as nx

from platform_core.compliance.relations import MOST, Crowded, Fact, FactKind, Link, Relations

BANK, PHONE, PERSON, DEVICE, ADDRESS = FactKind.BANK, FactKind.PHONE, FactKind.PERSON, FactKind.DEVICE, FactKind.ADDRESS


def facts(*given):
    return [Fact(*one) for one in given]


CHAIN = facts(
    ("new", BANK, b"1"), ("friend", BANK, b"1"), ("friend", PHONE, b"2"), ("cousin", PHONE, b"2"), ("cousin", PERSON, b"3"),
    ("listed", PERSON, b"3"), ("stranger", PERSON, b"4"), ("other", DEVICE, b"5"), ("another", DEVICE, b"5"),
)  # fmt: skip


def test_parties_that_chains_join_are_one_cluster():
    relations = Relations(CHAIN)
    assert [cluster.parties for cluster in relations.clusters()] == [
        ("new", "friend", "cousin", "listed"),
        ("other", "another"),
    ]
    assert relations.cluster_of("cousin").parties == ("new", "friend", "cousin", "listed")
    assert relations.cluster_of("stranger").parties == ("stranger",)
    assert relations.cluster_of("unheard of").parties == ("unheard of",)


def test_the_chain_from_a_new_party_to_a_listed_one_names_each_fact():
    assert Relations(CHAIN).way("new", {"listed"}) == (
        Link("new", BANK, b"1", "friend"),
        Link("friend", PHONE, b"2", "cousin"),
        Link("cousin", PERSON, b"3", "listed"),
    )


def test_the_shortest_chain_is_the_one_that_is_told():
    relations = Relations([*CHAIN, Fact("new", ADDRESS, "x"), Fact("listed", ADDRESS, "x")])
    assert relations.way("new", {"listed"}) == (Link("new", ADDRESS, "x", "listed"),)
    assert relations.way("new", {"listed", "friend"}) == (Link("new", BANK, b"1", "friend"),)


def test_no_chain_leads_where_nothing_is_shared():
    relations = Relations(CHAIN)
    assert relations.way("new", {"another"}) is None
    assert relations.way("new", set()) is None
    assert relations.way("stranger", {"listed"}) is None
    assert relations.way("unheard of", {"listed"}) is None
    assert relations.way("listed", {"listed"}) == ()


def test_the_same_print_of_another_kind_is_another_fact():
    relations = Relations(facts(("a", BANK, b"1"), ("b", PHONE, b"1"), ("c", BANK, "1")))
    assert relations.clusters() == []


def test_what_too_many_share_joins_nobody_and_is_reported():
    counter = facts(*((number, BANK, b"counter") for number in range(21)))
    relations = Relations([*counter, Fact(0, PHONE, b"7"), Fact(20, PHONE, b"7")])
    assert relations.crowded == (Crowded(BANK, b"counter", 21),)
    assert [cluster.parties for cluster in relations.clusters()] == [(0, 20)]
    assert relations.shared(0, 20) == ((PHONE, b"7"),)
    assert relations.shared(0, 1) == ()


def test_as_many_as_are_allowed_are_joined():
    twenty = facts(*((number, BANK, b"counter") for number in range(20)))
    assert len(Relations(twenty).clusters()[0].parties) == MOST[BANK] == 20
    assert Relations(twenty, most={BANK: 19}).clusters() == []
    assert len(Relations([*twenty, Fact(20, BANK, b"counter")], most={}).clusters()[0].parties) == 21


def test_a_fact_given_twice_counts_once():
    twice = facts(*((number % 20, BANK, b"counter") for number in range(40)))
    assert Relations(twice).crowded == ()


def test_a_party_and_a_print_that_read_the_same_are_two_things():
    relations = Relations(facts(("a", BANK, "b"), ("b", PHONE, "c")))
    assert relations.clusters() == []


def test_every_chain_holds_and_is_as_short_as_can_be():
    draw = random.Random(4)
    given = [Fact(draw.randrange(120), draw.choice(list(FactKind)), draw.randrange(60).to_bytes(2)) for _ in range(220)]
    relations, plain = Relations(given, most={}), nx.Graph()
    known = set(given)
    for fact in given:
        plain.add_edge(fact.party, (fact.kind, fact.print))
    for party in range(0, 120, 3):
        for listed in range(1, 120, 7):
            way = relations.way(party, {listed})
            joined = party in plain and listed in plain and nx.has_path(plain, party, listed)
            assert (way is not None) == (joined or party == listed)
            if way:
                assert 2 * len(way) == nx.shortest_path_length(plain, party, listed)
                assert (way[0].left, way[-1].right) == (party, listed)
                assert all(one.right == two.left for one, two in pairwise(way))
                assert all(
                    Fact(side, link.kind, link.print) in known for link in way for side in (link.left, link.right)
                )
