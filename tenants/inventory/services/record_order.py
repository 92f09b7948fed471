from __future__ import annotations

import datetime as dt
import uuid

from tenants.access.enums import Outcome
from tenants.access.services.record_act import Person, record_act
from tenants.access.services.record_outcome import record_outcome

PLATFORM = Person(uuid.UUID(int=0), "platform", "platform")


def record_order(*, act: str, lot_id: int, reason: str, now: dt.datetime) -> None:
    """Write down in the shop's audit log what the platform did to a batch, in the transaction that did it."""
    entry = record_act(person=PLATFORM, act=act, target=str(lot_id), reason=reason, now=now)
    record_outcome(entry_id=entry, outcome=Outcome.DONE, detail={"batch": lot_id}, now=now)
