from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.once import Body, make_once
from merchant_api.parameters import IDEMPOTENCY_KEY
from merchant_api.problems import ApiProblem
from merchant_api.sales import sku_for_sale
from merchant_api.serializers import validated
from merchant_api.v1.reservations.serializers import ReservationInput, ReservationSerializer, render_reservation
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id, public_id
from tenants.inventory.enums import ReservationState
from tenants.inventory.errors import CodeStockExhausted
from tenants.inventory.selectors import get_reservation
from tenants.inventory.services.release_reservations import release_reservations
from tenants.inventory.services.reserve_codes import reserve_codes


class ReservationList(ApiView):
    """Reservations."""

    takes_stock = True
    scopes: ClassVar[dict[str, str]] = {"POST": "issuances:write"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": (
            "insufficient_stock",
            "sku_inactive",
            "product_not_permitted",
            "quantity_out_of_range",
        ),
    }

    @extend_schema(
        operation_id="create_reservation",
        tags=["reservations"],
        summary="Hold codes for a checkout",
        parameters=[IDEMPOTENCY_KEY],
        request=ReservationInput,
        responses={201: ReservationSerializer},
    )
    def post(self, request: Request) -> Response:
        """At most 15 minutes; then they go back on sale by themselves. Issue with ``lines[].reservation``."""
        body, caller = validated(ReservationInput(data=request.data)), caller_of(request)
        sku = sku_for_sale(caller, body["sku"], body["quantity"], param="sku", of_quantity="quantity")

        def make() -> tuple[uuid.UUID, Body]:
            try:
                row = reserve_codes(
                    sku=sku,
                    quantity=body["quantity"],
                    hold_for=dt.timedelta(seconds=body["hold_seconds"]),
                    now=now(),
                )
            except CodeStockExhausted as error:
                raise ApiProblem(
                    "insufficient_stock",
                    param="quantity",
                    sku=public_id("sku", sku.id),
                    available=error.data["available"],
                    requested=body["quantity"],
                ) from error
            return row.id, render_reservation(row, livemode=caller.livemode)

        def show(reservation_id: uuid.UUID) -> Body:
            return render_reservation(get_reservation(reservation_id), livemode=caller.livemode)

        return make_once(request, "/v1/reservations", make=make, show=show)


class ReservationDetail(ApiView):
    """One reservation."""

    scopes: ClassVar[dict[str, str]] = {"GET": "issuances:read", "DELETE": "issuances:write"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "DELETE": ("reservation_converted",),
    }

    @extend_schema(
        operation_id="get_reservation",
        tags=["reservations"],
        summary="Get a reservation",
        responses=ReservationSerializer,
    )
    def get(self, request: Request, reservation_id: str) -> Response:
        """What became of it."""
        row = get_reservation(parse_public_id("rsv", reservation_id))
        return Response(render_reservation(row, livemode=caller_of(request).livemode))

    @extend_schema(
        operation_id="release_reservation",
        tags=["reservations"],
        summary="Give held codes back",
        responses={200: ReservationSerializer},
    )
    def delete(self, request: Request, reservation_id: str) -> Response:
        """They are for sale again at once. Releasing twice changes nothing; issued codes cannot be released."""
        wanted = parse_public_id("rsv", reservation_id)
        get_reservation(wanted)
        release_reservations(ids=[wanted], now=now())
        row = get_reservation(wanted)
        if row.state == ReservationState.CONVERTED:
            raise ApiProblem("reservation_converted", current_state=row.state)
        return Response(render_reservation(row, livemode=caller_of(request).livemode))
