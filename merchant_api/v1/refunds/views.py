from __future__ import annotations

import uuid
from typing import ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.idempotency import fingerprint_of
from merchant_api.numbered import Number
from merchant_api.once import Body, make_once
from merchant_api.pagination import paginate_newest_first
from merchant_api.parameters import COUNTED_PAGE, IDEMPOTENCY_KEY_REQUIRED
from merchant_api.problems import ApiProblem
from merchant_api.serializers import validated
from merchant_api.v1.refunds.serializers import RefundInput, RefundSerializer, render_refund
from merchant_api.versions.view import sent_body
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id
from tenants.issuance.enums import Disposition, RefundStatus
from tenants.issuance.models import Issuance
from tenants.issuance.selectors import find_refund_by_external_id, get_issuance, get_refund, list_refunds
from tenants.issuance.services.refund_issuance import WantedRefund, refund_issuance


class RefundList(ApiView):
    """Refunds."""

    largest_body = 512 * 1024  # 10,000 ids
    scopes: ClassVar[dict[str, str]] = {"GET": "refunds:read", "POST": "refunds:write"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": (
            "refund_exceeds_amount",
            "already_refunded",
            "refund_refused",
            "external_id_conflict",
            "code_state_invalid",
        )
    }

    @extend_schema(
        operation_id="list_refunds",
        tags=["refunds"],
        summary="List refunds",
        parameters=[
            *COUNTED_PAGE,
            OpenApiParameter("external_id", str, description="Your own refund number."),
            OpenApiParameter("issuance", str, description="Of this issuance."),
        ],
        responses=RefundSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        rows, livemode = list_refunds(), caller_of(request).livemode
        if external_id := request.query_params.get("external_id"):
            rows = rows.filter(external_id=external_id)
        if issuance := request.query_params.get("issuance"):
            rows = rows.filter(issuance_id=parse_public_id("iss", issuance))
        return Response(paginate_newest_first(request, rows, lambda row: render_refund(row, livemode=livemode)))

    @extend_schema(
        operation_id="create_refund",
        tags=["refunds"],
        summary="Refund an issuance or some of its codes",
        parameters=[IDEMPOTENCY_KEY_REQUIRED],
        request=RefundInput,
        responses={201: RefundSerializer, 202: RefundSerializer, 200: RefundSerializer},
    )
    def post(self, request: Request) -> Response:
        """Never more than was paid, no code twice. Voided codes are worthless at once; the books owe the money.

        Up to 100 codes are voided before the answer. More are answered with 202 and ``pending``: the refund counts from then on,
        and is settled in the background as a whole (``succeeded``) or not at all (``failed``); poll ``operation``.
        """
        body, caller = validated(RefundInput(data=request.data)), caller_of(request)
        external_id, print_ = body["external_id"], fingerprint_of(request, "/v1/refunds", sent_body(request))
        issuance, code_ids = _wanted(body["issuance"], body.get("codes", []))

        wanted = WantedRefund(
            issuance_id=issuance.id,
            code_ids=code_ids,
            amount=body.get("amount"),
            disposition=Disposition(body["disposition"]),
            external_id=external_id,
            fingerprint=print_.digest,
            request=print_.parts,
            reason=body["reason"],
        )

        def make() -> tuple[uuid.UUID, Body]:
            row = refund_issuance(wanted=wanted, actor=caller.public_key_id, now=now())
            return row.id, show(row.id)

        def show(refund_id: uuid.UUID) -> Body:
            return render_refund(get_refund(refund_id), livemode=caller.livemode)

        number = Number("rfd", lambda: find_refund_by_external_id(external_id))
        status = 202 if wanted.is_large(issuance.quantity) else 201
        answer = make_once(request, "/v1/refunds", make=make, show=show, print_=print_, number=number, status=status)
        if answer.data["status"] == RefundStatus.PENDING:
            answer.headers["Location"] = f"/v1/operations/{answer.data['operation']}"
            answer.headers["Retry-After"] = "1"
        return answer


class RefundDetail(ApiView):
    """One refund."""

    scopes: ClassVar[dict[str, str]] = {"GET": "refunds:read"}

    @extend_schema(operation_id="get_refund", tags=["refunds"], summary="Get a refund", responses=RefundSerializer)
    def get(self, request: Request, refund_id: str) -> Response:
        """By id."""
        row = get_refund(parse_public_id("rfd", refund_id))
        return Response(render_refund(row, livemode=caller_of(request).livemode))


def _wanted(issuance: str, codes: list[str]) -> tuple[Issuance, list[uuid.UUID]]:
    """What the body names; which of it is of nothing is said."""
    param, code_ids = "issuance", dict[uuid.UUID, None]()
    try:
        found = get_issuance(parse_public_id("iss", issuance))
        for index, text in enumerate(codes):
            param = f"codes[{index}]"
            code_id = parse_public_id("code", text)
            if code_id in code_ids:
                raise ApiProblem("refund_refused", param=param, reason="named twice")
            code_ids[code_id] = None
    except RecordNotFound as error:
        raise ApiProblem("resource_not_found", param=param) from error
    return found, list(code_ids)
