"""How alike two texts are, in thousandths, as the rules ask for it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

from django.db.models import QuerySet

from platform_core.compliance.models import Supplier
from platform_core.compliance.names import normalise, score

WHOLE: Final = 1000


def fewest_permille(pairs: Iterable[tuple[str, str]]) -> int:
    """The likeness of the pair that is least alike; 1000 where there is none."""
    return min((int(SequenceMatcher(None, left, right).ratio() * WHOLE) for left, right in pairs), default=WHOLE)


def name_permille(names: Iterable[str], listed: QuerySet[Supplier]) -> int:
    """The likeness of these names to the nearest of those listed, other spellings included; 0 where there is none."""
    ours = [normalise(name) for name in dict.fromkeys(names) if name]
    rows = listed.values_list("name", "aliases")
    return max(
        (
            int(score(name, theirs).value * WHOLE)
            for other, aliases in rows.iterator()
            for theirs in (other, *aliases)
            for name in ours
        ),
        default=0,
    )
