from __future__ import annotations

import uuid
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.event_schemas import TYPE_FILTERS
from merchant_api.once import Body, make_once
from merchant_api.operations import accepted, render_redelivery_operation
from merchant_api.pagination import paginate_newest_first
from merchant_api.parameters import IDEMPOTENCY_KEY, PAGE
from merchant_api.problems import ApiProblem
from merchant_api.serializers import validated
from merchant_api.v1.deliveries.filters import FILTERS, read_filters
from merchant_api.v1.deliveries.rendering import (
    render_attempt,
    render_delivery,
    render_whole_delivery,
    show_delivery,
)
from merchant_api.v1.deliveries.serializers import (
    ResendInput,
    ResendOperationSerializer,
    WebhookDeliveryAttemptSerializer,
    WebhookDeliverySerializer,
    WholeDeliverySerializer,
)
from merchant_api.views import ApiView
from platform_core.kernel.clock import now, on_the_wall
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id
from webhooks.enums import DeliveryStatus, RedeliveryKind
from webhooks.selectors import get_delivery, get_redelivery, list_attempts
from webhooks.services.begin_redelivery import OVER, begin_redelivery
from webhooks.services.resend_delivery import resend_delivery

SCOPE = "webhooks:manage"


class DeliveryList(ApiView):
    """Deliveries."""

    scopes: ClassVar[dict[str, str]] = {"GET": SCOPE}

    @extend_schema(
        operation_id="list_deliveries",
        tags=["deliveries"],
        summary="List deliveries",
        parameters=[*PAGE, *FILTERS],
        responses=WebhookDeliverySerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first: what was sent to your endpoints and to the `notify_url` of your orders. Kept for 30 days after each is
        over."""
        return Response(paginate_newest_first(request, read_filters(request), render_delivery))


class DeliveryDetail(ApiView):
    """One delivery."""

    scopes: ClassVar[dict[str, str]] = {"GET": SCOPE}

    @extend_schema(
        operation_id="get_delivery",
        tags=["deliveries"],
        summary="Get a delivery",
        responses=WholeDeliverySerializer,
    )
    def get(self, request: Request, delivery_id: str) -> Response:
        """With the body that is sent."""
        return Response(render_whole_delivery(get_delivery(parse_public_id("dlv", delivery_id))))


class DeliveryAttempts(ApiView):
    """Attempts of a delivery."""

    scopes: ClassVar[dict[str, str]] = {"GET": SCOPE}

    @extend_schema(
        operation_id="list_delivery_attempts",
        tags=["deliveries"],
        summary="List the attempts of a delivery",
        parameters=PAGE,
        responses=WebhookDeliveryAttemptSerializer(many=True),
    )
    def get(self, request: Request, delivery_id: str) -> Response:
        """Newest first: when it was sent, how long it took, and the beginning of what was answered."""
        delivery = get_delivery(parse_public_id("dlv", delivery_id))
        return Response(paginate_newest_first(request, list_attempts(delivery.id), render_attempt))


class DeliveryResend(ApiView):
    """Sending one anew."""

    scopes: ClassVar[dict[str, str]] = {"POST": SCOPE}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("endpoint_not_active", "delivery_under_way")}

    @extend_schema(
        operation_id="resend_delivery",
        tags=["deliveries"],
        summary="Send a delivery anew",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: WebhookDeliverySerializer},
    )
    def post(self, request: Request, delivery_id: str) -> Response:
        """At once, also one that arrived: the same event with the same `webhook-id`, by which receivers drop what they have
        had. The schedule of its attempts begins again."""
        target = parse_public_id("dlv", delivery_id)

        def make() -> tuple[uuid.UUID, Body]:
            return target, render_delivery(resend_delivery(delivery_id=target, now=now()))

        template = f"/v1/deliveries/{delivery_id}/resend"
        return make_once(request, template, make=make, show=show_delivery, status=200)


class DeliveryBulkResend(ApiView):
    """Sending many anew."""

    scopes: ClassVar[dict[str, str]] = {"POST": SCOPE}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("endpoint_not_active", "time_range_invalid")}

    @extend_schema(
        operation_id="resend_deliveries",
        tags=["deliveries"],
        summary="Send many deliveries anew",
        parameters=[IDEMPOTENCY_KEY],
        request=ResendInput,
        responses={202: ResendOperationSerializer},
    )
    def post(self, request: Request) -> Response:
        """Those that were made in that time and are over; of endpoints that are disabled or deleted none. Answers an operation
        to poll; it can be cancelled."""
        wanted = _wanted(validated(ResendInput(data=request.data)))

        def make() -> tuple[uuid.UUID, Body]:
            moment = now()
            until = wanted["until"] or on_the_wall(moment)
            row = begin_redelivery(kind=RedeliveryKind.RESEND, now=moment, **{**wanted, "until": until})
            return row.id, render_redelivery_operation(row)

        def show(redelivery_id: uuid.UUID) -> Body:
            return render_redelivery_operation(get_redelivery(redelivery_id))

        return accepted(make_once(request, "/v1/deliveries:resend", make=make, show=show, status=202))


def _wanted(body: dict[str, Any]) -> dict[str, Any]:
    endpoint_id = None
    if "endpoint" in body:
        try:
            endpoint_id = parse_public_id("we", body["endpoint"])
        except RecordNotFound as error:
            raise ApiProblem("resource_not_found", param="endpoint") from error
    return {
        "endpoint_id": endpoint_id,
        "statuses": [DeliveryStatus(each) for each in dict.fromkeys(body.get("statuses", OVER))],
        "types": sorted({kind for each in body.get("types", ()) for kind in TYPE_FILTERS[each]}),
        "since": body["since"],
        "until": body.get("until"),
    }
