"""Turning a checked request into one domain call, and a retry into the answer it got before."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import IntegrityError
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of, request_id
from merchant_api.idempotency import Fingerprint, fingerprint_of, idempotency_key, version_of
from merchant_api.problems import ApiProblem
from merchant_api.replay import find_replay, replay_headers, wait_for_other
from merchant_api.v1.issuances.code_views import reveal_for
from merchant_api.v1.issuances.issuing import TEMPLATE, find_same, issue_wanted
from merchant_api.v1.issuances.rendering import render_code, render_delivery, render_issuance, render_issued
from merchant_api.v1.issuances.request import SYNCHRONOUS, IssuanceRequest, read_issuance_request
from merchant_api.versions.view import sent_body
from platform_core.kernel.errors import DomainError
from platform_core.kernel.ids import public_id
from platform_core.tenancy.client_address import ip_of
from tenants.access.authenticate import Caller
from tenants.access.services.record_idempotency import IdempotencyClaim
from tenants.inventory.opening import IssuedCode
from tenants.issuance.selectors import find_last_delivery
from tenants.issuance.services.issue_codes import Issued, Reveal


def create_issuance(request: Request) -> Response:
    """``POST /v1/issuances``: issue once, whatever is retried.

    A new request is the common one, so it is tried first: its number and key are unique in the database. Whatever stops
    it, the answer to an earlier request with the same number or key comes before the reason.
    """
    wanted = read_issuance_request(request.data)
    key = idempotency_key(request)
    print_ = fingerprint_of(request, TEMPLATE, sent_body(request))
    try:
        return _first(request, wanted, key, print_)
    except IntegrityError as error:
        return wait_for_other(error, lambda: _replay(request, wanted, key, print_))
    except DomainError:
        earlier = _replay(request, wanted, key, print_)
        if earlier is not None:
            return earlier
        raise


def _first(request: Request, wanted: IssuanceRequest, key: str | None, print_: Fingerprint) -> Response:
    """Issue, and answer; the look at codes that are answered at once is recorded in the same transaction."""
    caller, claim, reveal = caller_of(request), None, None
    if key is not None:
        status = 202 if wanted.asynchronous else 201
        claim = IdempotencyClaim(key, print_.digest, request_id(request), status)
    if _wants_codes(request):
        reveal = Reveal(ip_of(request) or None, SYNCHRONOUS)
    issued = issue_wanted(caller, wanted, print_, version=version_of(request), claim=claim, reveal=reveal)
    answer = _answer(issued, wanted, livemode=caller.livemode)
    _add_delivery(answer.data, caller, issued.id, wanted)
    return answer


def _replay(request: Request, wanted: IssuanceRequest, key: str | None, print_: Fingerprint) -> Response | None:
    """The answer to a repeated request, or None when it is new.

    Raises:
        IdempotencyKeyReused, ExternalIdConflict: same key or number, another request.
    """
    record = find_replay(key, print_)
    row = find_same(print_, external_id=wanted.external_id, made=record.resource_id if record else None)
    if row is None:
        return None
    body = render_issuance(row, livemode=caller_of(request).livemode)
    if record and record.status == 202:
        body["operation"] = public_id("op", row.id)
    _add_delivery(body, caller_of(request), row.id, wanted)
    if _wants_codes(request):
        line_ids = [line.id for line in row.lines.all()]
        _add_codes(body, reveal_for(request, row.id, line_ids, offset=0, limit=SYNCHRONOUS))
    headers = record.headers if record else replay_headers("")
    if not record:
        headers = {"Idempotent-Replayed": "true"}
    return Response(body, status=record.status if record else 200, headers=headers)


def _add_delivery(body: dict[str, Any], caller: Caller, issuance_id: uuid.UUID, wanted: IssuanceRequest) -> None:
    row = find_last_delivery(issuance_id) if wanted.delivery is not None else None
    if row is not None:
        body["delivery"] = render_delivery(row, caller)


def _wants_codes(request: Request) -> bool:
    """Were codes in the clear asked for, and may the key see them NOW?"""
    wanted = request.query_params.getlist("include")
    if any(each != "codes" for each in wanted):
        raise ApiProblem("invalid_parameter", param="include", reason="codes is all that can be included")
    return bool(wanted) and "codes:reveal" in caller_of(request).scopes


def _add_codes(body: dict[str, Any], codes: list[IssuedCode] | None) -> None:
    if codes is not None:
        body["codes"]["data"] = [render_code(code) for code in codes]


def _answer(issued: Issued, wanted: IssuanceRequest, *, livemode: bool) -> Response:
    body = render_issued(issued, livemode=livemode, buyer_ref=wanted.buyer_ref, metadata=wanted.metadata)
    _add_codes(body, issued.codes)
    headers = {"Location": f"/v1/issuances/{body['id']}", "Cache-Control": "no-store"}
    status = 201
    if wanted.asynchronous:
        body["operation"] = public_id("op", issued.id)
        status, headers["Retry-After"] = 202, "1"
    return Response(body, status=status, headers=headers)
