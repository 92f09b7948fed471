"""Making a thing at most once: the Idempotency-Key is written in the transaction of what it makes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import request_id
from merchant_api.idempotency import Fingerprint, fingerprint_of, idempotency_key
from merchant_api.problems import ApiProblem
from merchant_api.replay import find_replay, wait_for_other
from platform_core.kernel.clock import now
from platform_core.kernel.transactions import in_transaction
from tenants.access.services.record_idempotency import IdempotencyClaim, record_idempotency

Body = dict[str, Any]


def make_once(
    request: Request,
    template: str,
    *,
    make: Callable[[], tuple[uuid.UUID, Body]],
    show: Callable[[uuid.UUID], Body],
    status: int = 201,
    required: bool = False,
) -> Response:
    """Answer a POST: make the thing, or show what the same key made before.

    Args:
        template: path of the operation with its parameters filled in; part of the request's fingerprint.
        make: makes it in the transaction around it; the id of the thing and the answer.
        show: the answer to a repeat. It is rendered anew: a secret that is shown once is not in it.
        required: refuse a request without a key, because a retry could do harm.

    Raises:
        ApiProblem: ``idempotency_key_required``, ``idempotency_key_invalid``
        IdempotencyKeyReused, IdempotencyInProgress
    """
    key = idempotency_key(request)
    if key is None and required:
        raise ApiProblem("idempotency_key_required", param="Idempotency-Key")
    print_ = fingerprint_of(request, template, request.data)
    replayed = _replay(key, print_, show)
    if replayed is not None:
        return replayed

    def work() -> Body:
        made, body = make()
        if key is not None:
            claim = IdempotencyClaim(key, print_.digest, request_id(request), status)
            record_idempotency(claim=claim, resource_id=made, now=now())
        return body

    try:
        return Response(in_transaction(work), status=status)
    except IntegrityError as error:
        return wait_for_other(error, lambda: _replay(key, print_, show))


def _replay(key: str | None, print_: Fingerprint, show: Callable[[uuid.UUID], Body]) -> Response | None:
    record = find_replay(key, print_)
    return Response(show(record.resource_id), status=record.status, headers=record.headers) if record else None
