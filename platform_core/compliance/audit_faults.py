"""What a verification of the audit log may find, with the words of docs/audit.md."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

UNSEALED_AFTER: Final = dt.timedelta(minutes=10)
BACKDATED_BY: Final = dt.timedelta(hours=1)
FUTURE_BY: Final = dt.timedelta(minutes=10)
WORDS: Final = {
    "row_changed": "the row is not what was sealed",
    "row_missing": "the sealed row is gone",
    "link_broken": "the link does not follow from the one before it",
    "link_missing": "the chain has a gap in its numbers",
    "tail_missing": "links are missing at the end: the signed head is further on",
    "beyond_head": "links follow after the signed head",
    "head_missing": "there are links and no signed head",
    "head_forged": "the signature of the head is not ours",
    "anchor_forged": "the signature of an anchor is not ours",
    "anchor_broken": "an anchor does not agree with the chain",
    "anchor_missing": "a day has no anchor",
    "anchor_unfiled": "an anchor of the table is not in the file of its month",
    "anchor_unkept": "an anchor of a file is not in the table",
    "file_changed": "a line of an anchor file is not what was written",
    "row_unsealed": "a row was never sealed",
    "row_future": "a row bears a moment after it was sealed",
    "cut_forged": "the signature of a record that says what is gone is not ours",
    "file_ahead": "a file knows a later end: the database is an older one, or its end was cut off",
    "file_differs": "the end in the file is not what the chain has there",
    "head_unfiled": "the end of the chain stands in no file",
    "row_backdated": "a row bears a moment long before those that were sealed before it",
}


class Fault(NamedTuple):
    """One thing that is wrong: ``what`` of WORDS, in which chain, at which link or place, about which row."""

    what: str
    chain: str
    place: str = ""
    kind: str = ""
    row: str = ""

    def __str__(self) -> str:
        about = " ".join(part for part in (self.place, self.kind, self.row) if part)
        return f"{self.chain}: {WORDS[self.what]}" + (f" ({about})" if about else "")
