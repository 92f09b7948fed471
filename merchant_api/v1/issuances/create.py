"""Turning a checked request into one domain call, and a retry into the answer it got before."""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple

from django.db import IntegrityError
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of, request_id
from merchant_api.idempotency import Fingerprint, fingerprint_of, idempotency_key, version_of
from merchant_api.personal_data import hide_personal
from merchant_api.preferences import RESPOND_ASYNC, Preferences, read_preferences, wait_for, went_by
from merchant_api.problems import ApiProblem
from merchant_api.replay import Replay, find_replay, wait_for_other
from merchant_api.v1.issuances.code_views import reveal_for
from merchant_api.v1.issuances.issuing import TEMPLATE, find_same, issue_wanted
from merchant_api.v1.issuances.rendering import OPEN, render_code, render_delivery, render_issuance, render_issued
from merchant_api.v1.issuances.request import SYNCHRONOUS, IssuanceRequest, read_issuance_request
from merchant_api.versions.view import sent_body
from platform_core.kernel.errors import DomainError
from platform_core.kernel.ids import parse_public_id, public_id
from platform_core.tenancy.client_address import ip_of
from tenants.access.authenticate import Caller
from tenants.access.services.amend_idempotency import amend_idempotency
from tenants.access.services.record_idempotency import IdempotencyClaim
from tenants.inventory.opening import IssuedCode
from tenants.issuance.enums import FulfillmentPolicy
from tenants.issuance.errors import RevealExhausted
from tenants.issuance.models import Issuance
from tenants.issuance.selectors import find_first_look, find_last_delivery, get_issuance
from tenants.issuance.services.issue_codes import Issued, Reveal


class Asked(NamedTuple):
    """A checked request: what is wanted, under which key, how it is to be answered."""

    wanted: IssuanceRequest
    key: str | None
    print_: Fingerprint
    prefers: Preferences

    @property
    def later(self) -> bool:
        """Is 202 answered, unless it can be waited for? It depends on the request alone, so that a repeat is answered alike."""
        if self.prefers.wait is not None:
            return self.wanted.policy == FulfillmentPolicy.BACKORDER
        return self.prefers.respond_async or self.wanted.asynchronous


def create_issuance(request: Request) -> Response:
    """``POST /v1/issuances``: issue once, whatever is retried.

    A new request is the common one, so it is tried first: its number and key are unique in the database. Whatever stops
    it, the answer to an earlier request with the same number or key comes before the reason.
    """
    wanted = read_issuance_request(request.data)
    asked = Asked(wanted, idempotency_key(request), _print_of(request), read_preferences(request))
    try:
        return _first(request, asked)
    except IntegrityError as error:
        return wait_for_other(error, lambda: _replay(request, asked))
    except DomainError:
        earlier = _replay(request, asked)
        if earlier is not None:
            return earlier
        raise


def _print_of(request: Request) -> Fingerprint:
    return fingerprint_of(request, TEMPLATE, hide_personal(sent_body(request)))


def answer_in_time(request: Request, response: Response) -> Response:
    """The answer as it is preferred: at once, or when the issuance is over, if that is within the time (else 202)."""
    prefers = read_preferences(request)
    if prefers.at_once and response.status_code == 202:
        went_by(response, RESPOND_ASYNC)
    if prefers.wait is None:
        return response
    outside = response.data["id"]
    issuance_id = parse_public_id("iss", outside)
    over: bool | None = True
    if response.data["status"] in OPEN:
        over = wait_for(outside, lambda: get_issuance(issuance_id).status not in OPEN, prefers.wait)
        _bring_up_to_date(request, response, issuance_id)
    if over is None:
        return response
    went_by(response, f"wait={prefers.wait}")
    if over and response.status_code == 202:
        response.status_code = 201
        response.headers.pop("Retry-After", None)
        if (key := idempotency_key(request)) is not None:
            amend_idempotency(key=key, fingerprint=_print_of(request).digest, status=201)
    return response


def _bring_up_to_date(request: Request, response: Response, issuance_id: uuid.UUID) -> None:
    """What became of an issuance while it was waited for; its codes are shown now, and not before."""
    row = get_issuance(issuance_id)
    body = render_issuance(row, livemode=caller_of(request).livemode)
    if "delivery" in response.data:
        body["delivery"] = response.data["delivery"]
    if _wants_codes(request):
        _show(request, body, row, counted=True)
    response.data = body


def _first(request: Request, asked: Asked) -> Response:
    """Issue, and answer; the look at codes that are answered at once is recorded in the same transaction."""
    caller, claim, reveal, wanted = caller_of(request), None, None, asked.wanted
    if asked.key is not None:
        status = 202 if asked.later else 201
        claim = IdempotencyClaim(asked.key, asked.print_.digest, request_id(request), status)
    if _wants_codes(request) and not _shown_later(asked):
        reveal = Reveal(ip_of(request) or None, SYNCHRONOUS)
    issued = issue_wanted(caller, wanted, asked.print_, version=version_of(request), claim=claim, reveal=reveal)
    answer = _answer(issued, asked, caller)
    _add_delivery(answer.data, caller, issued.id, wanted)
    if _wants_codes(request) and _shown_later(asked) and issued.status not in OPEN:
        _show(request, answer.data, get_issuance(issued.id), counted=True)
    return answer


def _replay(request: Request, asked: Asked) -> Response | None:
    """The answer to a repeated request, or None when it is new.

    Raises:
        IdempotencyKeyReused, ExternalIdConflict: same key or number, another request.
    """
    record = find_replay(asked.key, asked.print_)
    made = record.resource_id if record else None
    row = find_same(asked.print_, external_id=asked.wanted.external_id, made=made)
    if row is None:
        return None
    body = render_issuance(row, livemode=caller_of(request).livemode)
    if record and record.status == 202:
        body["operation"] = public_id("op", row.id)
    _add_delivery(body, caller_of(request), row.id, asked.wanted)
    if _wants_codes(request) and not (_shown_later(asked) and row.status in OPEN):
        _show(request, body, row, counted=not _was_lost(record, row))
    headers = record.headers if record else {"Idempotent-Replayed": "true"}
    return Response(body, status=record.status if record else 200, headers={**headers, "Cache-Control": "no-store"})


def _was_lost(record: Replay | None, row: Issuance) -> bool:
    """Was the answer with the codes lost, so that this is the same look once more? Only who has the key of the first asks so."""
    return record is not None and record.lately and find_first_look(row) is not None


def _shown_later(asked: Asked) -> bool:
    """Codes that are waited for are shown when the wait is over: one look, not two."""
    return asked.prefers.wait is not None and asked.wanted.policy == FulfillmentPolicy.BACKORDER


def _add_delivery(body: dict[str, Any], caller: Caller, issuance_id: uuid.UUID, wanted: IssuanceRequest) -> None:
    row = find_last_delivery(issuance_id) if wanted.delivery is not None else None
    if row is not None:
        body["delivery"] = render_delivery(row, caller)


def _wants_codes(request: Request) -> bool:
    """Were codes asked for, and may the key see them NOW?"""
    wanted = request.query_params.getlist("include")
    if any(each != "codes" for each in wanted):
        raise ApiProblem("invalid_parameter", param="include", reason="codes is all that can be included")
    return bool(wanted) and "codes:reveal" in caller_of(request).scopes


def _show(request: Request, body: dict[str, Any], row: Issuance, *, counted: bool) -> None:
    """Add the codes, unless they were read as often as they may be: what was issued is told all the same."""
    line_ids = [line.id for line in row.lines.all()]
    try:
        codes = reveal_for(request, row.id, line_ids, offset=0, limit=SYNCHRONOUS, counted=counted)
    except RevealExhausted:
        return
    _add_codes(body, codes, caller_of(request))


def _add_codes(body: dict[str, Any], codes: list[IssuedCode] | None, caller: Caller) -> None:
    if codes is not None:
        body["codes"]["data"] = [render_code(code, caller.encryption_key) for code in codes]


def _answer(issued: Issued, asked: Asked, caller: Caller) -> Response:
    wanted = asked.wanted
    body = render_issued(issued, livemode=caller.livemode, buyer_ref=wanted.buyer_ref, metadata=wanted.metadata)
    _add_codes(body, issued.codes, caller)
    headers = {"Location": f"/v1/issuances/{body['id']}", "Cache-Control": "no-store"}
    status = 201
    if asked.later:
        body["operation"] = public_id("op", issued.id)
        status, headers["Retry-After"] = 202, "1"
    return Response(body, status=status, headers=headers)
