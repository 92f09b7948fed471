"""One incompatible change of the API: what it was before, and how calls and answers get from one side to the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple

from django.http import QueryDict

Body = dict[str, Any]
Downgrade = Callable[[Body], Body]
PROBLEM = "problem"  # the kind of every error's body


class Call(NamedTuple):
    """What a change may know of a call."""

    operation: str
    livemode: bool | None  # None: a public operation
    parameters: frozenset[str]  # the query parameters that the operation takes today


class Change:
    """A change between a version and the one before it. Each is one class; the versions page is made of their words.

    Requests go up (``upgrade_query``, ``upgrade_body``: as it was before → as it is since), answers go down
    (``downgrades``: by kind of object, as it is since → as it was before). ``describe`` does the same to the document.
    """

    title_en: ClassVar[str]
    title_zh: ClassVar[str]
    detail_en: ClassVar[str]
    detail_zh: ClassVar[str]
    operations: ClassVar[frozenset[str]] = frozenset()  # whose requests are upgraded; empty: every operation
    downgrades: ClassVar[Mapping[str, Downgrade]] = {}

    def upgrade_query(self, query: QueryDict, call: Call) -> None:
        """Change the (mutable) query parameters of an older call into today's."""

    def upgrade_body(self, body: Body, call: Call) -> Body:
        """Today's body for an older one; what cannot be read is left for the operation to refuse."""
        return body

    def describe(self, document: Body) -> None:
        """Change the (own copy of the) document into the one before."""
