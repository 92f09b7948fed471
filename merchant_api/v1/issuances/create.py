"""Turning a checked request into one domain call, and a retry into the answer it got before."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of, request_id
from merchant_api.idempotency import Fingerprint, fingerprint_of, idempotency_key
from merchant_api.problems import ApiProblem
from merchant_api.replay import find_replay, replay_headers, wait_for_other
from merchant_api.sales import check_offer
from merchant_api.v1.issuances.code_views import reveal_for
from merchant_api.v1.issuances.rendering import SYNCHRONOUS, render_code, render_issuance, render_issued
from merchant_api.v1.issuances.request import IssuanceRequest, LineRequest, read_issuance_request
from merchant_api.versions.view import sent_body
from platform_core.kernel.clock import local_date, now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.kernel.transactions import in_transaction
from platform_core.tenancy.client_address import ip_of
from platform_core.tenancy.context import tenant_context
from tenants.access.authenticate import Caller
from tenants.access.services.record_idempotency import IdempotencyClaim
from tenants.access.services.spend_quota import spend_quota
from tenants.catalog.facts import skus_for_sale
from tenants.inventory.errors import CodeStockExhausted
from tenants.inventory.opening import IssuedCode
from tenants.inventory.selectors import get_reservation
from tenants.issuance.enums import Source
from tenants.issuance.errors import ExternalIdConflict
from tenants.issuance.models import Issuance
from tenants.issuance.selectors import find_earlier
from tenants.issuance.services.issue_codes import Issued, IssueLine, Reveal, issue_codes

TEMPLATE = "/v1/issuances"


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
    except DomainError as error:
        earlier = _replay(request, wanted, key, print_)
        if earlier is not None:
            return earlier
        if isinstance(error, CodeStockExhausted):
            raise _out_of_stock(error, wanted) from error
        raise


def _first(request: Request, wanted: IssuanceRequest, key: str | None, print_: Fingerprint) -> Response:
    """Issue, and answer; the look at codes that are answered at once is recorded in the same transaction."""
    caller, moment, claim, reveal = caller_of(request), now(), None, None
    lines, quota = _priced(caller, wanted), caller.limits.daily_quota
    if key is not None:
        status = 202 if wanted.quantity > SYNCHRONOUS else 201
        claim = IdempotencyClaim(key, print_.digest, request_id(request), status)
    if _wants_codes(request):
        reveal = Reveal(ip_of(request) or None, SYNCHRONOUS)

    def work() -> Issued:
        if quota is not None:
            day = local_date(moment, caller.live_tenant.time_zone)
            with tenant_context(caller.live_tenant):
                spend_quota(key_id=caller.key_id, quota=quota, codes=wanted.quantity, day=day)
        return issue_codes(
            lines=lines,
            external_id=wanted.external_id,
            fingerprint=print_.digest,
            source=Source.API,
            actor=caller.public_key_id,
            now=moment,
            buyer_ref=wanted.buyer_ref,
            metadata=wanted.metadata,
            request=print_.parts,
            idempotency=claim,
            reveal=reveal,
        )

    return _answer(in_transaction(work, one_statement=quota is None), wanted, livemode=caller.livemode)


def _out_of_stock(error: CodeStockExhausted, wanted: IssuanceRequest) -> ApiProblem:
    sku_id = error.data["sku"]
    index = next(number for number, line in enumerate(wanted.lines) if line.sku_id == sku_id)
    return ApiProblem(
        "insufficient_stock",
        param=f"lines[{index}].quantity",
        sku=public_id("sku", sku_id),
        available=error.data["available"],
        requested=error.data["requested"],
    )


def _priced(caller: Caller, wanted: IssuanceRequest) -> list[IssueLine]:
    """Lines with today's prices; the caller's limits are held to them."""
    offers = skus_for_sale(line.sku_id for line in wanted.lines)
    lines: list[IssueLine] = []
    for index, line in enumerate(wanted.lines):
        places = {"param": f"lines[{index}].sku", "of_quantity": f"lines[{index}].quantity"}
        sku = check_offer(caller, offers, line.sku_id, line.quantity, **places)
        if line.max_unit_price is not None and sku.price > line.max_unit_price:
            raise ApiProblem(
                "price_exceeds_limit",
                param=f"lines[{index}].max_unit_price",
                current_price=sku.price,
                limit=line.max_unit_price,
            )
        if line.reservation_id is not None:
            _check_hold(index, line)
        lines.append(IssueLine(sku, line.quantity, sku.price, line.reservation_id))
    _check_totals(wanted, lines)
    amount = sum(line.quantity * line.unit_price for line in lines)
    if caller.limits.max_amount is not None and amount > caller.limits.max_amount:
        raise ApiProblem("quota_exceeded", quota="max_amount", limit=caller.limits.max_amount)
    return lines


def _check_hold(index: int, line: LineRequest) -> None:
    """A hold is issued as it is: the same SKU, all of its codes."""
    param = f"lines[{index}].reservation"
    try:
        held = get_reservation(line.reservation_id) if line.reservation_id else None
    except RecordNotFound as error:
        raise ApiProblem("resource_not_found", param=param) from error
    if held is None or (held.sku_id, held.quantity) != (line.sku_id, line.quantity):
        raise ApiProblem("invalid_parameter", param=param, reason="it holds another SKU or another quantity")


def _check_totals(wanted: IssuanceRequest, lines: list[IssueLine]) -> None:
    currencies = {line.sku.currency for line in lines}
    if len(currencies) > 1 or (wanted.currency is not None and currencies != {wanted.currency}):
        raise ApiProblem("currency_mismatch", param="currency", currencies=", ".join(sorted(currencies)))
    total = sum(line.quantity * line.unit_price for line in lines)
    if wanted.max_total is not None and total > wanted.max_total:
        raise ApiProblem("price_exceeds_limit", param="max_total", current_price=total, limit=wanted.max_total)


def _replay(request: Request, wanted: IssuanceRequest, key: str | None, print_: Fingerprint) -> Response | None:
    """The answer to a repeated request, or None when it is new.

    Raises:
        IdempotencyKeyReused, ExternalIdConflict: same key or number, another request.
    """
    record = find_replay(key, print_)
    row = find_earlier(external_id=wanted.external_id, issuance_id=record.resource_id if record else None)
    if row is None:
        return None
    if bytes(row.fingerprint) != print_.digest:
        raise _conflict(row, print_)
    body = render_issuance(row, livemode=caller_of(request).livemode)
    if _wants_codes(request):
        line_ids = [line.id for line in row.lines.all()]
        _add_codes(body, reveal_for(request, row.id, line_ids, offset=0, limit=SYNCHRONOUS))
    headers = record.headers if record else replay_headers("")
    if not record:
        headers = {"Idempotent-Replayed": "true"}
    return Response(body, status=record.status if record else 200, headers=headers)


def _conflict(row: Issuance, print_: Fingerprint) -> ExternalIdConflict:
    before: dict[str, Any] = row.request
    keys = sorted(key for key in {*before, *print_.parts} if before.get(key) != print_.parts.get(key))
    # All parameters are the same: the request was made in another version.
    differs = keys or ["Kaquan-Version"]
    return ExternalIdConflict(param="external_id", existing_id=public_id("iss", row.id), differs=differs)


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
    if issued.quantity > SYNCHRONOUS:
        status, headers["Retry-After"] = 202, "1"
    return Response(body, status=status, headers=headers)
