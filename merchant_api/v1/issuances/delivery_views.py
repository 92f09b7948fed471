from __future__ import annotations

import uuid
from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.idempotency import fingerprint_of
from merchant_api.once import Body, make_once
from merchant_api.parameters import IDEMPOTENCY_KEY
from merchant_api.personal_data import hide_personal
from merchant_api.problems import ApiProblem
from merchant_api.serializers import validated
from merchant_api.v1.issuances.issuing import check_delivery, deliver
from merchant_api.v1.issuances.rendering import render_delivery
from merchant_api.v1.issuances.request import read_delivery
from merchant_api.v1.issuances.serializers import DeliveryInput, DeliverySerializer
from merchant_api.versions.view import sent_body
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id
from tenants.issuance.selectors import find_delivery, get_issuance


class IssuanceDeliver(ApiView):
    """Let somebody see the codes."""

    scopes: ClassVar[dict[str, str]] = {"POST": "issuances:write"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": (
            "delivery_invalid",
            "mail_address_invalid",
            "nothing_to_deliver",
            "delivery_limited",
            "reveal_exhausted",
            "codes_not_kept",
            "plaintext_not_permitted",
        )
    }

    @extend_schema(
        operation_id="deliver_issuance",
        tags=["issuances"],
        summary="Make a link that shows the codes, or mail it",
        parameters=[IDEMPOTENCY_KEY],
        request=DeliveryInput,
        responses={201: DeliverySerializer},
    )
    def post(self, request: Request, issuance_id: str) -> Response:
        """A page of your shop, for whoever has its link, until it ends. Needs ``codes:reveal`` too: it is as good as codes.

        With ``email`` the buyer is mailed the link as soon as all codes are there: at most five mails a day for an issuance, a
        minute apart.

        Where products limit how often codes are read (`reveal_limit`), making a link is one look at each of the codes that are
        there; what is seen by it is not counted.
        """
        caller, row = caller_of(request), get_issuance(parse_public_id("iss", issuance_id))
        wanted = read_delivery(validated(DeliveryInput(data=request.data)))
        if wanted is None:
            raise ApiProblem("invalid_parameter", param="method", reason="none delivers nothing")
        check_delivery(caller, wanted)

        def make() -> tuple[uuid.UUID, Body]:
            made = deliver(caller, row.id, wanted, now())
            return made.id, render_delivery(made, caller)

        def show(delivery_id: uuid.UUID) -> Body:
            made = find_delivery(delivery_id)
            if made is None:
                raise RecordNotFound
            return render_delivery(made, caller)

        path = f"/v1/issuances/{row.id}/deliver"
        print_ = fingerprint_of(request, path, hide_personal(sent_body(request)))
        return make_once(request, path, make=make, show=show, print_=print_)
