"""What can be done to a webhook endpoint: pause, resume, new secrets, a test, what it has missed."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.once import Body, make_once
from merchant_api.operations import accepted, render_redelivery_operation
from merchant_api.parameters import IDEMPOTENCY_KEY
from merchant_api.serializers import validated
from merchant_api.v1.deliveries.rendering import render_delivery, show_delivery
from merchant_api.v1.deliveries.serializers import WebhookDeliverySerializer
from merchant_api.v1.webhook_endpoints.rendering import (
    old_signs_until,
    render_endpoint,
    show_endpoint,
    with_secret,
)
from merchant_api.v1.webhook_endpoints.request import RecoverInput, RotateInput, TestDeliveryInput
from merchant_api.v1.webhook_endpoints.serializers import (
    RedeliveryOperationSerializer,
    RotatedEndpointSerializer,
    WebhookEndpointSerializer,
)
from merchant_api.v1.webhook_endpoints.views import SCOPE, private
from merchant_api.views import ApiView
from platform_core.kernel.clock import now, on_the_wall
from platform_core.kernel.ids import parse_public_id
from platform_core.tenancy.context import current_tenant
from webhooks.enums import RedeliveryKind
from webhooks.selectors import get_endpoint, get_redelivery
from webhooks.services.begin_redelivery import begin_redelivery
from webhooks.services.rotate_signing_secrets import rotate_signing_secrets
from webhooks.services.send_sample import send_sample
from webhooks.services.set_endpoint_paused import set_endpoint_paused


def _set_paused(request: Request, endpoint_id: str, *, paused: bool) -> Response:
    target = parse_public_id("we", endpoint_id)

    def make() -> tuple[uuid.UUID, Body]:
        return target, render_endpoint(set_endpoint_paused(endpoint_id=target, paused=paused, now=now()))

    template = f"/v1/webhook_endpoints/{endpoint_id}/{'pause' if paused else 'resume'}"
    return make_once(request, template, make=make, show=show_endpoint, status=200)


class EndpointPause(ApiView):
    """Pausing."""

    scopes: ClassVar[dict[str, str]] = {"POST": SCOPE}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("endpoint_not_active",)}

    @extend_schema(
        operation_id="pause_webhook_endpoint",
        tags=["webhook_endpoints"],
        summary="Pause a webhook endpoint",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: WebhookEndpointSerializer},
    )
    def post(self, request: Request, endpoint_id: str) -> Response:
        """What happens is kept for it and waits; nothing is lost. Pausing twice changes nothing."""
        return _set_paused(request, endpoint_id, paused=True)


class EndpointResume(ApiView):
    """Resuming."""

    scopes: ClassVar[dict[str, str]] = {"POST": SCOPE}

    @extend_schema(
        operation_id="resume_webhook_endpoint",
        tags=["webhook_endpoints"],
        summary="Resume a webhook endpoint",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: WebhookEndpointSerializer},
    )
    def post(self, request: Request, endpoint_id: str) -> Response:
        """What waited is sent. One that was disabled begins anew, as if it had never failed; what happened while it was
        disabled is fetched with `recover`."""
        return _set_paused(request, endpoint_id, paused=False)


class EndpointRotateSecret(ApiView):
    """New secrets."""

    scopes: ClassVar[dict[str, str]] = {"POST": SCOPE}

    @extend_schema(
        operation_id="rotate_webhook_endpoint_secret",
        tags=["webhook_endpoints"],
        summary="Rotate a signing secret",
        parameters=[IDEMPOTENCY_KEY],
        request=RotateInput,
        responses={200: RotatedEndpointSerializer},
    )
    def post(self, request: Request, endpoint_id: str) -> Response:
        """The new `secret` (and key pair, with `ed25519`) signs at once, and is in this one answer. For `overlap_seconds` the
        old ones sign along, so deliveries carry both signatures: switch your receiver meanwhile."""
        overlap = validated(RotateInput(data=request.data))["overlap_seconds"]
        target = parse_public_id("we", endpoint_id)

        def show(_: uuid.UUID) -> Body:
            return {**show_endpoint(target), "old_signs_until": old_signs_until(target)}

        def make() -> tuple[uuid.UUID, Body]:
            rotate_signing_secrets(
                tenant=current_tenant(),
                overlap=dt.timedelta(seconds=overlap),
                now=on_the_wall(now()),
                endpoint_id=target,
            )
            body = with_secret(get_endpoint(target))
            return target, {**body, "old_signs_until": old_signs_until(target)}

        template = f"/v1/webhook_endpoints/{endpoint_id}/rotate_secret"
        return private(make_once(request, template, make=make, show=show, status=200))


class EndpointTest(ApiView):
    """A test."""

    scopes: ClassVar[dict[str, str]] = {"POST": SCOPE}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("endpoint_not_active",)}

    @extend_schema(
        operation_id="send_test_delivery",
        tags=["webhook_endpoints"],
        summary="Send a test",
        parameters=[IDEMPOTENCY_KEY],
        request=TestDeliveryInput,
        responses={201: WebhookDeliverySerializer},
    )
    def post(self, request: Request, endpoint_id: str) -> Response:
        """An event that did not happen, with the documented example and `"sample": true`, signed and sent as any other. Ask for
        the delivery to see what your receiver answered."""
        body = validated(TestDeliveryInput(data=request.data))
        target = parse_public_id("we", endpoint_id)

        def make() -> tuple[uuid.UUID, Body]:
            delivery = send_sample(endpoint_id=target, event_type=body["type"], now=now())
            return delivery.id, render_delivery(delivery)

        return make_once(request, f"/v1/webhook_endpoints/{endpoint_id}/test", make=make, show=show_delivery)


class EndpointRecover(ApiView):
    """What it has missed."""

    scopes: ClassVar[dict[str, str]] = {"POST": SCOPE}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("endpoint_not_active", "time_range_invalid")}

    @extend_schema(
        operation_id="recover_webhook_endpoint",
        tags=["webhook_endpoints"],
        summary="Send what it has missed",
        parameters=[IDEMPOTENCY_KEY],
        request=RecoverInput,
        responses={202: RedeliveryOperationSerializer},
    )
    def post(self, request: Request, endpoint_id: str) -> Response:
        """Every event of that time which the endpoint wants by its present settings and has not taken: what failed for good,
        what was skipped, and what happened while it was disabled or did not exist yet. What it has taken, or will be sent
        anyway, is left alone. Answers an operation to poll; it can be cancelled."""
        body = validated(RecoverInput(data=request.data))
        target = parse_public_id("we", endpoint_id)

        def make() -> tuple[uuid.UUID, Body]:
            row = begin_redelivery(
                kind=RedeliveryKind.RECOVER,
                since=body["since"],
                until=body.get("until") or now(),
                now=now(),
                endpoint_id=target,
            )
            return row.id, render_redelivery_operation(row)

        def show(redelivery_id: uuid.UUID) -> Body:
            return render_redelivery_operation(get_redelivery(redelivery_id))

        template = f"/v1/webhook_endpoints/{endpoint_id}/recover"
        return accepted(make_once(request, template, make=make, show=show, status=202))
