from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from merchant_api.authentication import caller_of
from merchant_api.event_schemas import event_types
from merchant_api.pagination import MAXIMUM
from merchant_api.parsing import MAXIMUM_BODY
from merchant_api.rendering import OrjsonRenderer
from merchant_api.v1.issuances.rendering import SYNCHRONOUS
from merchant_api.v1.meta.serializers import MetaSerializer, PingSerializer
from merchant_api.v1.reservations.serializers import LONGEST
from merchant_api.views import VERSIONS, ApiView, version_of
from platform_core.kernel.clock import now
from platform_core.kernel.ids import public_id
from platform_core.tenancy.client_address import ip_of
from tenants.issuance.services.issue_codes import MAX_CODES, MAX_LINES


class Ping(ApiView):
    """Does my key work?"""

    scopes: ClassVar[dict[str, str]] = {}

    @extend_schema(operation_id="ping", tags=["meta"], responses=PingSerializer, summary="Who am I?")
    def get(self, request: Request) -> Response:
        """Answers who the key belongs to and what it may do."""
        caller = caller_of(request)
        return Response(
            {
                "object": "ping",
                "tenant": public_id("ten", caller.live_tenant.id),
                "store": caller.live_tenant.slug,
                "livemode": caller.livemode,
                "key_id": caller.public_key_id,
                "scopes": sorted(caller.scopes),
                "version": version_of(request),
                "server_time": now(),
                "ip": ip_of(request),
            }
        )


@extend_schema(exclude=True)
class Document(SpectacularJSONAPIView):
    """The OpenAPI document."""

    authentication_classes: Any = []
    permission_classes: Any = [AllowAny]
    renderer_classes: Any = [OrjsonRenderer]


class Meta(APIView):
    """What an integration should know before it has a key."""

    authentication_classes: Any = []
    permission_classes: Any = [AllowAny]

    @extend_schema(operation_id="get_meta", tags=["meta"], summary="Versions and limits", responses=MetaSerializer)
    def get(self, request: Request) -> Response:
        """Needs no key."""
        return Response(
            {
                "object": "meta",
                "versions": list(VERSIONS),
                "default_version": VERSIONS[0],
                "event_types": [each["type"] for each in event_types()],
                "limits": {
                    "lines_per_issuance": MAX_LINES,
                    "codes_per_issuance": MAX_CODES,
                    "codes_in_one_answer": SYNCHRONOUS,
                    "body_bytes": MAXIMUM_BODY,
                    "hold_seconds": LONGEST,
                    "page": MAXIMUM,
                },
                "server_time": now(),
            }
        )
