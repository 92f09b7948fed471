from __future__ import annotations

import uuid
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.once import Body, make_once
from merchant_api.pagination import ID, paginate
from merchant_api.parameters import COUNTED_PAGE, IDEMPOTENCY_KEY
from merchant_api.problems import ApiProblem
from merchant_api.serializers import validated
from merchant_api.v1.webhook_endpoints import examples
from merchant_api.v1.webhook_endpoints.rendering import (
    render_endpoint,
    render_endpoints,
    render_stats,
    settings_of,
    show_endpoint,
    with_secret,
)
from merchant_api.v1.webhook_endpoints.request import WebhookEndpointChanges, WebhookEndpointInput
from merchant_api.v1.webhook_endpoints.serializers import (
    MOST_HOURS,
    DeletedEndpointSerializer,
    EndpointStatsSerializer,
    WebhookEndpointSerializer,
)
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id, public_id
from webhooks.selectors import get_endpoint, list_endpoints
from webhooks.services.create_endpoint import create_endpoint
from webhooks.services.delete_endpoint import delete_endpoint
from webhooks.services.update_endpoint import update_endpoint

SCOPE = "webhooks:manage"
HOURS = OpenApiParameter(
    "hours",
    {"type": "integer", "minimum": 1, "maximum": MOST_HOURS, "default": 24},
    description="How many hours back, the present one too.",
)


class EndpointList(ApiView):
    """Webhook endpoints."""

    scopes: ClassVar[dict[str, str]] = {"GET": SCOPE, "POST": SCOPE}
    puts_up: ClassVar[frozenset[str]] = frozenset({"POST"})
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": ("quota_exceeded", "url_refused", "endpoint_setting_invalid", "endpoint_limit_reached")
    }

    @extend_schema(
        operation_id="list_webhook_endpoints",
        tags=["webhook_endpoints"],
        summary="List webhook endpoints",
        parameters=COUNTED_PAGE,
        responses=WebhookEndpointSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first, with the state of their health."""
        return Response(paginate(request, list_endpoints(), render_endpoints, by=(ID,), newest_first=True))

    @extend_schema(
        operation_id="create_webhook_endpoint",
        tags=["webhook_endpoints"],
        summary="Create a webhook endpoint",
        parameters=[IDEMPOTENCY_KEY],
        request=WebhookEndpointInput,
        responses={201: WebhookEndpointSerializer},
        examples=[OpenApiExample("made", examples.MADE, response_only=True, status_codes=["201"])],
    )
    def post(self, request: Request) -> Response:
        """It is told of events that happen from now on. Its signing `secret` is in this one answer: a repeat with the same
        Idempotency-Key, and every later answer, has null. Who lost it rotates it, or looks in the back office.

        20 for live keys, and 20 for test keys."""
        body = validated(WebhookEndpointInput(data=request.data))
        settings = {"version": self.version.name, **settings_of(body)}

        def make() -> tuple[uuid.UUID, Body]:
            made = create_endpoint(settings=settings, now=now())
            return made.id, with_secret(made)

        return private(make_once(request, "/v1/webhook_endpoints", make=make, show=show_endpoint))


class EndpointDetail(ApiView):
    """One webhook endpoint."""

    scopes: ClassVar[dict[str, str]] = {"GET": SCOPE, "PATCH": SCOPE, "DELETE": SCOPE}
    puts_up: ClassVar[frozenset[str]] = frozenset({"PATCH"})
    problems: ClassVar[dict[str, tuple[str, ...]]] = {"PATCH": ("url_refused", "endpoint_setting_invalid")}

    @extend_schema(
        operation_id="get_webhook_endpoint",
        tags=["webhook_endpoints"],
        summary="Get a webhook endpoint",
        responses=WebhookEndpointSerializer,
    )
    def get(self, request: Request, endpoint_id: str) -> Response:
        """Its settings, and how it is: does it fail, since when, is its breaker open?"""
        return Response(show_endpoint(parse_public_id("we", endpoint_id)))

    @extend_schema(
        operation_id="update_webhook_endpoint",
        tags=["webhook_endpoints"],
        summary="Change a webhook endpoint",
        parameters=[IDEMPOTENCY_KEY],
        request=WebhookEndpointChanges,
        responses=WebhookEndpointSerializer,
    )
    def patch(self, request: Request, endpoint_id: str) -> Response:
        """What is sent from now on goes by it, also what waits already; which types it wants counts when an event happens."""
        changes = settings_of(validated(WebhookEndpointChanges(data=request.data)))
        target = parse_public_id("we", endpoint_id)

        def make() -> tuple[uuid.UUID, Body]:
            return target, render_endpoint(update_endpoint(endpoint_id=target, changes=changes, now=now()))

        return make_once(request, f"/v1/webhook_endpoints/{endpoint_id}", make=make, show=show_endpoint, status=200)

    @extend_schema(
        operation_id="delete_webhook_endpoint",
        tags=["webhook_endpoints"],
        summary="Delete a webhook endpoint",
        request=None,
        responses={200: DeletedEndpointSerializer},
    )
    def delete(self, request: Request, endpoint_id: str) -> Response:
        """For good, with its secrets. What waits for it is skipped; its deliveries can be read for their 30 days."""
        target = parse_public_id("we", endpoint_id)
        delete_endpoint(endpoint_id=target, now=now())
        return Response({"id": public_id("we", target), "object": "webhook_endpoint", "deleted": True})


class EndpointStats(ApiView):
    """How a webhook endpoint has been answering."""

    scopes: ClassVar[dict[str, str]] = {"GET": SCOPE}

    @extend_schema(
        operation_id="get_webhook_endpoint_stats",
        tags=["webhook_endpoints"],
        summary="How has it been answering?",
        parameters=[HOURS],
        responses=EndpointStatsSerializer,
    )
    def get(self, request: Request, endpoint_id: str) -> Response:
        """Attempts by the hour, how long answers took, and what waits. Kept for 30 days."""
        hours = _hours(request)
        return Response(render_stats(get_endpoint(parse_public_id("we", endpoint_id)), hours))


def private(response: Any) -> Response:
    """An answer with a secret is for nobody's cache."""
    response.headers["Cache-Control"] = "no-store"
    kept: Response = response
    return kept


def _hours(request: Request) -> int:
    raw = request.query_params.get("hours", "24")
    if not raw.isdecimal() or not raw.isascii() or not 1 <= int(raw[:9]) <= MOST_HOURS:
        raise ApiProblem("invalid_parameter", param="hours", reason=f"1 to {MOST_HOURS}")
    return int(raw)
