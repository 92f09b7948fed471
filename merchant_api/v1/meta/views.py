from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from merchant_api.authentication import caller_of
from merchant_api.event_schemas import event_types
from merchant_api.pagination import MAXIMUM
from merchant_api.parsing import MAXIMUM_BODY
from merchant_api.problems import ApiProblem
from merchant_api.test_mode.simulation import Simulation
from merchant_api.v1.issuances.request import SYNCHRONOUS
from merchant_api.v1.meta.rendering import render_plan
from merchant_api.v1.meta.serializers import MetaSerializer, PingSerializer, render_version
from merchant_api.v1.reservations.serializers import LONGEST
from merchant_api.versions.calendar import CURRENT, VERSIONS, answered_versions, find_version
from merchant_api.versions.documents import written_document
from merchant_api.versions.view import VersionedView
from merchant_api.views import ApiView
from platform_core.entitlements.plans import DEFAULT, PLANS
from platform_core.kernel.clock import now, on_the_wall
from platform_core.kernel.ids import public_id
from platform_core.tenancy.client_address import ip_of
from platform_core.tenancy.services.advance_clock import FURTHEST
from tenants.catalog.enums import MagicSku
from tenants.issuance.services.issue_codes import MAX_CODES, MAX_LINES
from webhooks.models import Endpoint


class Ping(ApiView):
    """Does my key work?"""

    scopes: ClassVar[dict[str, str]] = {}
    needs_subscription: ClassVar[bool] = False

    @extend_schema(operation_id="ping", tags=["meta"], responses=PingSerializer, summary="Who am I?")
    def get(self, request: Request) -> Response:
        """Answers who the key belongs to, what it may do, and what your plan allows. Also to who has to pay first."""
        caller = caller_of(request)
        return Response(
            {
                "object": "ping",
                "tenant": public_id("ten", caller.live_tenant.id),
                "store": caller.live_tenant.slug,
                "livemode": caller.livemode,
                "key_id": caller.public_key_id,
                "scopes": sorted(caller.scopes),
                "version": self.version.name,
                "server_time": on_the_wall(now()),
                "test_clock": None if caller.livemode else now(),
                "ip": ip_of(request),
                "rate_limits": asdict(caller.api_limits) if caller.api_limits else None,
                "plan": render_plan(caller.live_tenant),
            }
        )


@extend_schema(exclude=True)
class Document(APIView):
    """The OpenAPI document of a version; without one, of the current."""

    authentication_classes: Any = []
    permission_classes: Any = [AllowAny]

    def get(self, request: Request, version: str = CURRENT) -> HttpResponse:
        """Made once a process."""
        known = find_version(version)
        if known is None:
            raise ApiProblem("version_unknown", version=version[:20], versions=answered_versions())
        if known.removed:
            raise ApiProblem("version_removed", version=version, versions=answered_versions())
        return HttpResponse(written_document(version), content_type="application/json")


class Meta(VersionedView):
    """What an integration should know before it has a key."""

    authentication_classes: Any = []
    permission_classes: Any = [AllowAny]

    @extend_schema(operation_id="get_meta", tags=["meta"], summary="Versions and limits", responses=MetaSerializer)
    def get(self, request: Request) -> Response:
        """Needs no key."""
        self.choose_version(request)
        return Response(
            {
                "object": "meta",
                "versions": [render_version(version) for version in VERSIONS],
                "default_version": CURRENT,
                "event_types": [each["type"] for each in event_types()],
                "limits": {
                    "lines_per_issuance": MAX_LINES,
                    "codes_per_issuance": MAX_CODES,
                    "codes_in_one_answer": SYNCHRONOUS,
                    "body_bytes": MAXIMUM_BODY,
                    "hold_seconds": LONGEST,
                    "page": MAXIMUM,
                    "webhook_endpoints": Endpoint.MOST,
                },
                "rate_limits": asdict(PLANS[DEFAULT].api),
                "test_mode": {
                    "skus": [each.value for each in MagicSku],
                    "simulations": [each.value for each in Simulation],
                    "clock_days_ahead": FURTHEST.days,
                },
                "server_time": now(),
            }
        )
