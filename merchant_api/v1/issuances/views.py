from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.expansion import expandable, read_expand
from merchant_api.pagination import ID, paginate
from merchant_api.parameters import COUNTED_PAGE, IDEMPOTENCY_KEY
from merchant_api.preferences import PREFER, PREFERENCE_APPLIED
from merchant_api.test_mode.magic import create_test_issuance
from merchant_api.v1.issuances.create import answer_in_time, create_issuance
from merchant_api.v1.issuances.filters import FILTERS, read_filters
from merchant_api.v1.issuances.rendering import expand_skus, render_delivery, render_issuance
from merchant_api.v1.issuances.serializers import IssuanceInput, IssuanceSerializer
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id
from tenants.issuance.models import Issuance
from tenants.issuance.selectors import find_by_external_id, find_last_delivery, get_issuance, list_matching_issuances
from tenants.issuance.services.cancel_issuance import cancel_issuance

EXPAND = expandable("lines.sku")
INCLUDE = "codes: at most 100 of them, in the clear (or as JWE, for a key with an encryption key); needs codes:reveal"


def _rendering(request: Request) -> Callable[[list[Issuance]], list[dict[str, Any]]]:
    """How this request wants issuances shown."""
    livemode = caller_of(request).livemode
    whole = read_expand(request, {"lines.sku"}, scope="catalog:read")

    def render(rows: list[Issuance]) -> list[dict[str, Any]]:
        shown = [render_issuance(row, livemode=livemode) for row in rows]
        return expand_skus(shown, livemode=livemode) if whole else shown

    return render


def _show(request: Request, row: Issuance) -> dict[str, Any]:
    """One issuance, with how its codes were delivered last."""
    body = _rendering(request)([row])[0]
    delivery = find_last_delivery(row.id)
    if delivery is not None:
        body["delivery"] = render_delivery(delivery, caller_of(request))
    return body


class IssuanceList(ApiView):
    """Issuances."""

    takes_stock = True
    scopes: ClassVar[dict[str, str]] = {"GET": "issuances:read", "POST": "issuances:write"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": (
            "insufficient_stock",
            "rule_refused",
            "screening_unavailable",
            "external_id_conflict",
            "price_exceeds_limit",
            "currency_mismatch",
            "reservation_gone",
            "sku_inactive",
            "product_not_permitted",
            "quantity_out_of_range",
            "input_invalid",
            "quota_exceeded",
            "store_suspended",
            "store_not_qualified",
            "delivery_invalid",
            "delivery_limited",
            "mail_address_invalid",
            "plaintext_not_permitted",
            "reveal_exhausted",
            "codes_not_kept",
            "url_refused",
        )
    }

    @extend_schema(
        operation_id="list_issuances",
        tags=["issuances"],
        summary="List issuances",
        parameters=[*COUNTED_PAGE, *FILTERS, EXPAND],
        responses=IssuanceSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first. A filter by SKU or metadata walks from the newest on: give ``created[gte]`` with it in a large shop."""
        rows = list_matching_issuances(**read_filters(request))
        return Response(paginate(request, rows, _rendering(request), by=(ID,), newest_first=True))

    @extend_schema(
        operation_id="create_issuance",
        tags=["issuances"],
        summary="Issue codes",
        parameters=[
            IDEMPOTENCY_KEY,
            PREFER,
            OpenApiParameter("include", str, enum=["codes"], description=INCLUDE),
            PREFERENCE_APPLIED,
        ],
        request=IssuanceInput,
        responses={201: IssuanceSerializer, 202: IssuanceSerializer, 200: IssuanceSerializer},
    )
    def post(self, request: Request) -> HttpResponseBase:
        """Once, whatever is retried. A retry with the same external_id or Idempotency-Key answers the same issuance.

        More than 100 codes, or `fulfillment_policy: backorder`, are answered 202, unless you `Prefer: wait=…`. A repeat with the
        same Idempotency-Key is answered with the status of the first.

        Where products limit how often codes are read (`reveal_limit`), `include=codes` is one look. Send an Idempotency-Key with
        it: a repeat with that key within 10 minutes is the same look, should the answer be lost. Otherwise the codes are left
        out of a repeat once they were read as often as they may be."""
        caller = caller_of(request)
        response = create_issuance(request) if caller.livemode else create_test_issuance(request, create_issuance)
        return answer_in_time(request, response) if isinstance(response, Response) else response


class IssuanceDetail(ApiView):
    """One issuance."""

    scopes: ClassVar[dict[str, str]] = {"GET": "issuances:read"}

    @extend_schema(
        operation_id="get_issuance",
        tags=["issuances"],
        summary="Get an issuance",
        parameters=[EXPAND],
        responses=IssuanceSerializer,
    )
    def get(self, request: Request, issuance_id: str) -> Response:
        """By id."""
        return Response(_show(request, get_issuance(parse_public_id("iss", issuance_id))))


class IssuanceCancel(ApiView):
    """Give up waiting."""

    scopes: ClassVar[dict[str, str]] = {"POST": "issuances:write"}

    @extend_schema(
        operation_id="cancel_issuance",
        tags=["issuances"],
        summary="Cancel an issuance that waits for stock",
        request=None,
        responses={200: IssuanceSerializer},
    )
    def post(self, request: Request, issuance_id: str) -> Response:
        """Only before its first code. Cancelling twice changes nothing; the external_id stays used."""
        caller, wanted = caller_of(request), parse_public_id("iss", issuance_id)
        cancel_issuance(issuance_id=wanted, actor=caller.public_key_id, now=now())
        return Response(render_issuance(get_issuance(wanted), livemode=caller.livemode))


class IssuanceByExternalId(ApiView):
    """One issuance by the merchant's own number."""

    scopes: ClassVar[dict[str, str]] = {"GET": "issuances:read"}

    @extend_schema(
        operation_id="get_issuance_by_external_id",
        tags=["issuances"],
        summary="Get an issuance by your own number",
        parameters=[EXPAND],
        responses=IssuanceSerializer,
    )
    def get(self, request: Request, external_id: str) -> Response:
        """What to ask before refunding a buyer after an unknown outcome."""
        row = find_by_external_id(external_id)
        if row is None:
            raise RecordNotFound(external_id=external_id[:64])
        return Response(_show(request, row))
