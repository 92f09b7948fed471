"""By when a supplier of a shop's own is verified again, as far as that is the shop's business."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final, NamedTuple

from platform_core.compliance.selectors import list_supply_due_rows

SOON: Final = dt.timedelta(days=30)


class SupplyDue(NamedTuple):
    """``note``: why staff want it sooner; ``confirmed_at``: when the shop said that what it told is still so."""

    due_at: dt.datetime | None
    note: str
    confirmed_at: dt.datetime | None
    verified_at: dt.datetime | None

    def is_over(self, now: dt.datetime) -> bool:
        """Does nothing new of it get into stock?"""
        return self.due_at is not None and self.due_at <= now

    def is_asked(self, now: dt.datetime) -> bool:
        """Is a verification under way, for which the shop can do something?"""
        return self.due_at is not None and (bool(self.note) or self.due_at - SOON <= now)

    @property
    def is_confirmed(self) -> bool:
        """Did the shop do its part since it was verified last?"""
        return self.confirmed_at is not None and (self.verified_at is None or self.confirmed_at > self.verified_at)


def list_supply_due(link_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, SupplyDue]:
    """Of suppliers of the current shop that may be sold; others have nothing to be verified again."""
    return {link: SupplyDue(*told) for link, *told in list_supply_due_rows(link_ids)}
