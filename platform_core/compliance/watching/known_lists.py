"""The lists as this process has prepared them: taking some ten thousand names apart takes seconds, and is done once an edition."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Final

from platform_core.compliance.watching.matcher import Entry, Matcher

MOST: Final = 2  # all entries, and those that an edition added
_known: OrderedDict[tuple[int, int], Matcher] = OrderedDict()
_lock = Lock()


def matcher_of(after: int, latest: int, read: Callable[[], Iterable[Entry]]) -> Matcher:
    """Entries that were added after an edition, as they stand at the latest.

    Args:
        read: gives them; its errors go through, and nothing is kept then.
    """
    with _lock:
        key = (after, latest)
        if key in _known:
            _known.move_to_end(key)
        else:
            _known[key] = Matcher(read())
            while len(_known) > MOST:
                _known.popitem(last=False)
        return _known[key]


def forget_lists() -> None:
    """Read them anew next time."""
    with _lock:
        _known.clear()
