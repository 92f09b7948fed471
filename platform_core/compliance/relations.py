"""Who shares what with whom: parties that the same bank account, phone, person, device or address joins, and by which facts.

Prints are opaque: equal ones are the same account, phone or person. Nothing here says what they stand for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    import networkx as nx

Party = TypeVar("Party", bound=Hashable)
Print = bytes | str


class FactKind(StrEnum):
    """What two parties can share; stable codes."""

    BANK = "bank"
    PHONE = "phone"
    PERSON = "person"
    DEVICE = "device"
    ADDRESS = "address"
    EMAIL = "email"
    USCC = "uscc"


# How many parties a print may join. More than that share a counter of a bank, an agent's telephone or the address of an incubator.
MOST: Mapping[FactKind, int] = MappingProxyType(
    {
        FactKind.BANK: 20, FactKind.PHONE: 20, FactKind.PERSON: 100, FactKind.DEVICE: 20, FactKind.ADDRESS: 30, FactKind.EMAIL: 20,
        FactKind.USCC: 1_000,
    }
)  # fmt: skip


class Fact(NamedTuple, Generic[Party]):
    """Something that a party has."""

    party: Party
    kind: FactKind
    print: Print


class Link(NamedTuple, Generic[Party]):
    """Two parties and what both have; a chain of links leads from one party to another."""

    left: Party
    kind: FactKind
    print: Print
    right: Party


class Crowded(NamedTuple):
    """A print that joins nobody, since too many have it."""

    kind: FactKind
    print: Print
    parties: int


class Cluster(NamedTuple, Generic[Party]):
    """Parties that chains of shared facts join, in the order in which they were first given."""

    parties: tuple[Party, ...]


class Relations(Generic[Party]):
    """The graph of parties and what they have."""

    def __init__(self, facts: Iterable[Fact[Party]], *, most: Mapping[FactKind, int] = MOST) -> None:
        """Build it.

        :param most: how many parties a print of each kind may join; a kind that is missing joins any number.
        """
        import networkx as nx  # 0.2 s at the start of a process that may need none

        given = dict.fromkeys(facts)  # each once, in order
        holders = Counter((fact.kind, fact.print) for fact in given)
        self.crowded: tuple[Crowded, ...] = tuple(
            Crowded(kind, print_, number)
            for (kind, print_), number in holders.items()
            if number > most.get(kind, number)
        )
        left_out = {(one.kind, one.print) for one in self.crowded}
        self._graph: nx.Graph = nx.Graph()
        self._order: dict[Party, int] = {}
        for party, kind, print_ in given:
            self._order.setdefault(party, len(self._order))
            node = ("party", party)
            self._graph.add_node(node)
            # What only one party has leads nowhere.
            if holders[kind, print_] > 1 and (kind, print_) not in left_out:
                self._graph.add_edge(node, ("fact", kind, print_))

    def clusters(self) -> list[Cluster[Party]]:
        """All groups of two parties or more, the largest first."""
        import networkx as nx

        found = [self._cluster(nodes) for nodes in nx.connected_components(self._graph) if len(nodes) > 1]
        return sorted(found, key=lambda cluster: (-len(cluster.parties), self._order[cluster.parties[0]]))

    def cluster_of(self, party: Party) -> Cluster[Party]:
        """The party with all that chains of shared facts join to it; itself alone where it is not known."""
        import networkx as nx

        node = ("party", party)
        if node not in self._graph:
            return Cluster((party,))
        return self._cluster(nx.node_connected_component(self._graph, node))

    def way(self, party: Party, listed: Collection[Party]) -> tuple[Link[Party], ...] | None:
        """The shortest chain from a party to one of those listed, as few shared facts as possible.

        :returns: none where no chain leads there; an empty one where the party itself is listed.
        """
        import networkx as nx

        if party in listed:
            return ()
        start = ("party", party)
        if start not in self._graph:
            return None
        goals = {("party", one) for one in listed}
        before: dict[tuple[object, ...], tuple[object, ...]] = {}
        for node, beside in nx.bfs_edges(self._graph, start):
            before[beside] = node
            if beside in goals:
                return self._links(beside, before)
        return None

    def shared(self, left: Party, right: Party) -> tuple[tuple[FactKind, Print], ...]:
        """What both have, crowded prints left out."""
        nodes = ("party", left), ("party", right)
        if not all(node in self._graph for node in nodes):
            return ()
        return tuple((fact[1], fact[2]) for fact in self._graph[nodes[0]] if fact in self._graph[nodes[1]])

    def _cluster(self, nodes: Iterable[tuple[object, ...]]) -> Cluster[Party]:
        parties: Iterator[Party] = (node[1] for node in nodes if node[0] == "party")  # type: ignore[misc]
        return Cluster(tuple(sorted(parties, key=self._order.__getitem__)))

    @staticmethod
    def _links(
        goal: tuple[object, ...], before: Mapping[tuple[object, ...], tuple[object, ...]]
    ) -> tuple[Link[Party], ...]:
        chain = [goal]
        while chain[-1] in before:
            chain.append(before[chain[-1]])
        chain.reverse()
        steps = zip(chain[::2], chain[1::2], chain[2::2], strict=False)
        return tuple(Link(left[1], fact[1], fact[2], right[1]) for left, fact, right in steps)  # type: ignore[arg-type]
