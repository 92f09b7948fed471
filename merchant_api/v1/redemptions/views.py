from __future__ import annotations

import uuid
from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.once import Body, make_once
from merchant_api.parameters import IDEMPOTENCY_KEY_REQUIRED
from merchant_api.serializers import validated
from merchant_api.v1.codes.rendering import render_redemption
from merchant_api.v1.codes.serializers import ReasonInput, RedemptionSerializer
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id
from tenants.issuance.selectors import get_redemption
from tenants.issuance.services.reverse_redemption import reverse_redemption


class RedemptionDetail(ApiView):
    """One redemption."""

    scopes: ClassVar[dict[str, str]] = {"GET": "codes:read"}

    @extend_schema(
        operation_id="get_redemption", tags=["codes"], summary="Get a redemption", responses=RedemptionSerializer
    )
    def get(self, request: Request, redemption_id: str) -> Response:
        """What was taken, and whether it was taken back."""
        row = get_redemption(parse_public_id("rdm", redemption_id))
        return Response(render_redemption(row, livemode=caller_of(request).livemode))


class RedemptionReverse(ApiView):
    """Taking a redemption back."""

    scopes: ClassVar[dict[str, str]] = {"POST": "codes:redeem"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": (
            "redemption_not_reversible",
            "code_suspended",
            "code_recalled",
        )
    }

    @extend_schema(
        operation_id="reverse_redemption",
        tags=["codes"],
        summary="Reverse a redemption",
        parameters=[IDEMPOTENCY_KEY_REQUIRED],
        request=ReasonInput,
        responses={200: RedemptionSerializer},
    )
    def post(self, request: Request, redemption_id: str) -> Response:
        """All of it, once: what was taken is on the code again."""
        reason, caller = validated(ReasonInput(data=request.data))["reason"], caller_of(request)
        target = parse_public_id("rdm", redemption_id)

        def show(_: uuid.UUID) -> Body:
            return render_redemption(get_redemption(target), livemode=caller.livemode)

        def make() -> tuple[uuid.UUID, Body]:
            row = reverse_redemption(redemption_id=target, actor=caller.public_key_id, reason=reason, now=now())
            return target, render_redemption(row, livemode=caller.livemode)

        template = f"/v1/redemptions/{redemption_id}/reverse"
        return make_once(request, template, make=make, show=show, status=200)
