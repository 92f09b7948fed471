from __future__ import annotations

from typing import Any

import orjson

from platform_core.events.catalogue.base import Callback, EventPayload
from platform_core.kernel.ids import new_id


def draft_event(payload: EventPayload, *, object_id: str, sequence: int = 1, callback: Callback | None = None) -> str:
    """An event as ``public.publish_event`` takes it: for a statement that writes it along with the change it reports.

    Args:
        payload: one of the dataclasses of ``platform_core.events.catalogue``; never holds a card code.
        object_id: public id of the thing that changed.
        sequence: the object's own count of its events, so that receivers can drop stale ones.
        callback: who is to be told; the caller wakes them after the commit (``wake_fan_out``).
    """
    event: dict[str, Any] = {
        "id": new_id(), "type": payload.type, "object_id": object_id, "sequence": sequence, "payload": payload
    }  # fmt: skip
    if callback is not None:
        event["callback"] = callback
    return orjson.dumps(event).decode()
