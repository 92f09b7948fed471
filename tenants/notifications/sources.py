"""Who knows what a message is about: apps above register a reader per kind, which is asked when the message is sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import NamedTuple

from tenants.notifications.enums import MessageKind
from tenants.notifications.models import Message


class Facts(NamedTuple):
    """What a message is filled with. ``path``: of its link, for templates at SMS gateways that hold the host themselves.

    ``open_codes``: opens the codes that a mail may hold, each look on record; None: there are none, or they must not be mailed.
    """

    fields: Mapping[str, str]
    path: str = ""
    file_name: str = "codes"
    open_codes: Callable[[], list[str]] | None = None


class Subject(NamedTuple):
    """What a message is about, by ids."""

    kind: MessageKind
    order_id: uuid.UUID
    about_id: uuid.UUID | None


Source = Callable[[Subject], Facts | None]
_sources: dict[str, Source] = {}


def tells(*kinds: MessageKind) -> Callable[[Source], Source]:
    """Register the decorated function as what knows of these kinds; it answers None when there is nothing to tell any more."""

    def register(source: Source) -> Source:
        for kind in kinds:
            if _sources.setdefault(kind.value, source) is not source:
                raise RuntimeError(f"two sources for {kind}")
        return source

    return register


def find_facts(message: Message) -> Facts | None:
    """What a message is to say now; None: nothing, its subject is gone."""
    source = _sources.get(message.kind)
    if source is None or message.order_id is None:
        return None
    return source(Subject(MessageKind(message.kind), message.order_id, message.about_id))
