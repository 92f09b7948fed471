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
from merchant_api.numbered import Number, find_numbered
from merchant_api.replay import find_replay, wait_for_other
from merchant_api.versions.view import sent_body
from platform_core.compliance.refusals import kept_refusals
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
    print_: Fingerprint | None = None,
    number: Number | None = None,
) -> Response:
    """Answer a POST: make the thing, or show what the same key made before.

    Args:
        template: path of the operation with its parameters filled in; part of the request's fingerprint.
        make: makes it in the transaction around it; the id of the thing and the answer.
        show: the answer to a repeat. It is rendered anew: a secret that is shown once is not in it.
        print_: the request's fingerprint, where its body as it came must not be hashed: it holds a code.
        number: the merchant's own number for it, which holds for ever, with or without a key.

    Raises:
        ApiProblem: ``idempotency_key_invalid``
        IdempotencyKeyReused, IdempotencyInProgress, ExternalIdConflict
    """
    key = idempotency_key(request)
    known = print_ or fingerprint_of(request, template, sent_body(request))
    replayed = _replay(key, known, show, number)
    if replayed is not None:
        return replayed

    def work() -> Body:
        made, body = make()
        if key is not None:
            claim = IdempotencyClaim(key, known.digest, request_id(request), status)
            record_idempotency(claim=claim, resource_id=made, now=now())
        return body

    try:
        with kept_refusals():
            return Response(in_transaction(work), status=status)
    except IntegrityError as error:
        return wait_for_other(error, lambda: _replay(key, known, show, number))


def _replay(
    key: str | None, print_: Fingerprint, show: Callable[[uuid.UUID], Body], number: Number | None
) -> Response | None:
    record = find_replay(key, print_)
    if record is not None:
        return Response(show(record.resource_id), status=record.status, headers=record.headers)
    made = find_numbered(number, print_) if number is not None else None
    return Response(show(made), status=200, headers={"Idempotent-Replayed": "true"}) if made else None
