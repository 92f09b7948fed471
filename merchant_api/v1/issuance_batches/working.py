"""Making the issuances of a batch, in the request or in its job. Repeating it is safe: an external_id is issued once, ever."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import InterfaceError, OperationalError

from merchant_api.idempotency import fingerprint
from merchant_api.personal_data import hide_personal, open_personal
from merchant_api.problems import ApiProblem, facts_of
from merchant_api.v1.issuances.issuing import TEMPLATE, issue_once
from merchant_api.v1.issuances.request import read_issuance_request
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.kernel.transactions import in_transaction
from platform_core.tenancy.context import current_tenant
from tenants.access.authenticate import Caller, get_caller
from tenants.issuance.enums import Atomicity, BatchItemStatus, BatchStatus
from tenants.issuance.many import get_batch, list_pending_items
from tenants.issuance.models import IssuanceBatch, IssuanceBatchItem
from tenants.issuance.services.end_batch import end_batch
from tenants.issuance.services.record_batch_items import record_batch_items
from tenants.issuance.services.start_batch import start_batch

SLICE = 25  # issuances between two looks at whether it was cancelled; what a reader sees of the progress


class BatchRefused(Exception):
    """Some items of an all-or-nothing batch cannot be made; nothing was."""

    def __init__(self, items: list[IssuanceBatchItem]) -> None:
        super().__init__()
        self.items = items


def run_batch(batch_id: uuid.UUID) -> None:
    """Make what a batch has still to do. Killed at any point it goes on, and issues nothing twice."""
    batch = start_batch(batch_id=batch_id, now=now())
    if batch is None:
        return
    if batch.atomicity == Atomicity.ALL_OR_NOTHING:
        _run_whole(batch)
    else:
        _run_slices(batch)


def give_up_batch(batch_id: uuid.UUID) -> None:
    """The job failed for good: what is not done says so, and that its outcome is to be asked for."""
    while items := list_pending_items(batch_id, limit=SLICE):
        for item in items:
            _refuse(item, ApiProblem("internal_error"))
        record_batch_items(items=items)
    end_batch(batch_id=batch_id, status=BatchStatus.FAILED, now=now())


def issue_whole(caller: Caller, batch: IssuanceBatch) -> None:
    """Make all of a batch in the caller's transaction, and end it.

    Raises:
        BatchRefused: with every item that cannot be made; the transaction must be rolled back.
    """
    items = list_pending_items(batch.id, limit=batch.size)
    # By SKU: two batches take the same shelves in the same order.
    _attempt(caller, batch, sorted(items, key=lambda item: min(line["sku"] for line in item.request["lines"])))
    failed = [item for item in items if item.status == BatchItemStatus.FAILED]
    if failed:
        raise BatchRefused(failed)
    record_batch_items(items=items)
    end_batch(batch_id=batch.id, status=BatchStatus.COMPLETED, now=now())


def _run_whole(batch: IssuanceBatch) -> None:
    try:
        in_transaction(lambda: issue_whole(get_caller(batch.key_id, current_tenant()), batch))
    except BatchRefused as refused:
        record_batch_items(items=refused.items)
    except DomainError as error:  # the key is not good any more
        items = list_pending_items(batch.id, limit=batch.size)
        for item in items:
            _refuse(item, error)
        record_batch_items(items=items)
    else:
        return
    end_batch(batch_id=batch.id, status=BatchStatus.FAILED, now=now())


def _run_slices(batch: IssuanceBatch) -> None:
    while items := list_pending_items(batch.id, limit=SLICE):
        if get_batch(batch.id).cancel_requested:
            end_batch(batch_id=batch.id, status=BatchStatus.CANCELED, now=now())
            return
        try:
            _attempt(get_caller(batch.key_id, current_tenant()), batch, items)
        except DomainError as error:  # the key is not good any more
            for item in items:
                _refuse(item, error)
        record_batch_items(items=items)
    end_batch(batch_id=batch.id, status=BatchStatus.COMPLETED, now=now())


def _attempt(caller: Caller, batch: IssuanceBatch, items: Iterable[IssuanceBatchItem]) -> None:
    """Issue items one by one, each whole or not at all, and note what became of them.

    Raises:
        ApiProblem: the key may not issue any more.
        OperationalError, InterfaceError: the database is not to be had; nobody knows about the item at hand.
    """
    if "issuances:write" not in caller.scopes:
        raise ApiProblem("scope_missing", scope="issuances:write")
    for item in items:
        try:
            body = open_personal(item.request)
            wanted = read_issuance_request(body)
            print_ = fingerprint("POST", TEMPLATE, batch.version, hide_personal(body))
            item.issuance_id, item.replayed = issue_once(caller, wanted, print_, batch.version)
            item.status = BatchItemStatus.SUCCEEDED
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # whatever it is, the other items go on, and this one says so
            _refuse(item, error)


def _refuse(item: IssuanceBatchItem, error: Exception) -> None:
    facts = facts_of(error)
    data = {key: value for key, value in facts.data.items() if isinstance(value, str | int | bool | list)}
    item.status = BatchItemStatus.FAILED
    item.problem = {"code": facts.code, "param": facts.param, "data": data}
