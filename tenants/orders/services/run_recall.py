"""Tells whoever bought of a recalled batch: a stretch of its places in a transaction, so that what is killed goes on where it was."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import NamedTuple

from django.db import transaction

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.jobs import JobName
from tenants.inventory.places import IssuedPlace, list_issued_of_lot
from tenants.inventory.shelves import get_lot
from tenants.notifications.enums import Channel, MessageKind, MessageState
from tenants.notifications.selectors import get_room
from tenants.notifications.services.queue_message import queue_message
from tenants.orders.enums import CaseReason, RecallOutcome, RecallState
from tenants.orders.locks import find_recall_locked
from tenants.orders.messages import find_reach
from tenants.orders.models import Order, Recall, RecallNotice
from tenants.orders.selectors import Bought, list_bought
from tenants.orders.services.open_case import open_case

STRETCH = 200  # codes
PAUSE = dt.timedelta(minutes=30)  # until it is looked again whether the day's cap lets more pass


class _NoRoom(Exception):
    """The shop's cap of messages is reached."""


class _Told(NamedTuple):
    outcome: RecallOutcome
    message_id: uuid.UUID | None = None


def run_recall(*, recall_id: uuid.UUID, now: dt.datetime) -> None:
    """Tell the buyers who were not told yet; each once for a batch, by mail or SMS, however often this runs or is killed."""
    while _tell_stretch(recall_id, now):
        pass


def _tell_stretch(recall_id: uuid.UUID, now: dt.datetime) -> bool:
    with transaction.atomic():
        recall = find_recall_locked(recall_id)
        if recall is None or recall.state == RecallState.DONE:
            return False
        places = list_issued_of_lot(get_lot(recall.lot_id), recall.position, STRETCH)
        if not places:
            recall.state, recall.done_at, recall.position = RecallState.DONE, now, recall.last_position
            recall.save(update_fields=["state", "done_at", "position"])
            return False
        recall.state = RecallState.RUNNING
        room = {channel: get_room(channel, on_the_wall(now)) for channel in Channel}
        bought = list_bought({place.owner_id for place in places})
        try:
            for owner_id, group in itertools.groupby(places, key=lambda place: place.owner_id):
                _tell(recall, bought.get(owner_id), list(group), room, now)
        except _NoRoom:
            _wait(recall, now)
            return False
        recall.save(update_fields=["position", "state"])
        return True


def _tell(
    recall: Recall, bought: Bought | None, places: list[IssuedPlace], room: dict[Channel, int], now: dt.datetime
) -> None:
    """Tell the buyer of neighbouring places, if nobody told them yet."""
    issuance_id = bought.issuance_id if bought else places[0].owner_id
    there = RecallNotice.objects.filter(recall=recall, issuance_id=issuance_id).first()
    if there is None:
        order = bought.order if bought else None
        told = _Told(RecallOutcome.ELSEWHERE) if order is None else _queue(recall, order, room, now)
        there = RecallNotice(recall=recall, issuance_id=issuance_id, order=order, codes=0, at=now)
        there.outcome, there.message_id = told
        if order is not None and recall.open_cases:
            detail = {"batch": recall.lot_id}
            open_case(
                reason=CaseReason.CODE_RECALLED, order_id=order.id, detail=detail, opened_by=recall.started_by, now=now
            )
    there.codes += len(places)
    there.save()
    recall.position = places[-1].position


def _queue(recall: Recall, order: Order, room: dict[Channel, int], now: dt.datetime) -> _Told:
    reach = find_reach(order)
    if reach is None:
        return _Told(RecallOutcome.UNREACHABLE)
    if room[reach.channel] <= 0:
        raise _NoRoom
    message = queue_message(
        key=f"recall:{recall.id}:{bytes(order.contact_hash).hex()}",
        kind=MessageKind.CODE_RECALLED,
        channel=reach.channel,
        to=reach.to,
        language=order.language,
        order_id=order.id,
        about_id=recall.id,
        now=now,
    )
    if message is None:
        return _Told(RecallOutcome.AGAIN)
    room[reach.channel] -= 1
    refused = message.state == MessageState.FAILED
    return _Told(RecallOutcome.REFUSED if refused else RecallOutcome.TOLD, message.id)


def _wait(recall: Recall, now: dt.datetime) -> None:
    recall.state, recall.waits = RecallState.WAITING, recall.waits + 1
    recall.save(update_fields=["state", "position", "waits"])
    key = f"recall:{recall.id}:{recall.waits}"
    enqueue_job(JobName.RUN_RECALL, key=key, payload={"recall_id": str(recall.id)}, now=now, delay=PAUSE)
