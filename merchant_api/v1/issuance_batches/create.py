from __future__ import annotations

import uuid

from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.idempotency import Fingerprint, fingerprint_of, idempotency_key, version_of
from merchant_api.once import Body, make_once
from merchant_api.personal_data import hide_personal, seal_personal
from merchant_api.preferences import RESPOND_ASYNC, Preferences, read_preferences, wait_for, went_by
from merchant_api.problems import ApiProblem
from merchant_api.v1.issuance_batches.rendering import refusals, render_batch
from merchant_api.v1.issuance_batches.request import read_batch_request
from merchant_api.v1.issuance_batches.working import BatchRefused, issue_whole
from merchant_api.versions.view import sent_body
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id
from tenants.access.services.amend_idempotency import amend_idempotency
from tenants.issuance.many import get_batch
from tenants.issuance.services.create_batch import create_batch

TEMPLATE = "/v1/issuance_batches"


def create_issuance_batch(request: Request) -> Response:
    """``POST /v1/issuance_batches``: note the batch and have a job make it, or make it at once."""
    wanted, caller, prefers = read_batch_request(request.data), caller_of(request), read_preferences(request)
    at_once = wanted.at_once and not prefers.at_once

    def make() -> tuple[uuid.UUID, Body]:
        batch = create_batch(
            atomicity=wanted.atomicity,
            requests=[seal_personal(item) for item in wanted.issuances],
            key_id=caller.key_id,
            version=version_of(request),
            at_once=at_once,
            now=now(),
        )
        if at_once:
            try:
                issue_whole(caller, batch)
            except BatchRefused as refused:
                failed = refused.items
                raise ApiProblem(
                    "batch_refused", failed=len(failed), total=batch.size, errors=refusals(failed)
                ) from refused
        return batch.id, show(batch.id)

    def show(batch_id: uuid.UUID) -> Body:
        return render_batch(get_batch(batch_id), request)

    status = 200 if at_once else 202
    print_ = fingerprint_of(request, TEMPLATE, hide_personal(sent_body(request)))
    answer = make_once(request, TEMPLATE, make=make, show=show, status=status, print_=print_)
    answer.headers["Location"] = f"{TEMPLATE}/{answer.data['id']}"
    return _in_time(request, answer, prefers, print_)


def _in_time(request: Request, answer: Response, prefers: Preferences, print_: Fingerprint) -> Response:
    """The answer as it is preferred: at once, or when the batch is over, if that is within the time (else 202)."""
    if prefers.at_once and answer.status_code == 202:
        went_by(answer, RESPOND_ASYNC)
    outside = answer.data["id"]
    batch_id, over = parse_public_id("isb", outside), None
    if prefers.wait is not None:
        over = wait_for(outside, lambda: get_batch(batch_id).completed_at is not None, prefers.wait)
    if over is not None:
        went_by(answer, f"wait={prefers.wait}")
    if over and answer.status_code == 202:
        answer.status_code, answer.data = 200, render_batch(get_batch(batch_id), request)
        amend_idempotency(key=idempotency_key(request) or "", fingerprint=print_.digest, status=200)
    elif answer.status_code == 202:
        answer.headers["Retry-After"] = "1"
    return answer
