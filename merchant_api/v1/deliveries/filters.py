"""Filters of ``GET /v1/deliveries``: as the reference documents them, and as they are read."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from merchant_api.event_schemas import TYPE_FILTERS
from merchant_api.pagination import read_moment
from merchant_api.parameters import CREATED_BEFORE, CREATED_SINCE
from merchant_api.problems import ApiProblem
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id
from webhooks.enums import DeliveryStatus
from webhooks.models import Delivery
from webhooks.selectors import list_matching_deliveries

ID = "[0-7][0-9A-HJKMNP-TV-Z]{25}$"
FILTERS = [
    OpenApiParameter("endpoint", {"type": "string", "pattern": f"^we_{ID}"}, description="we_…: to this endpoint."),
    OpenApiParameter("status", str, enum=DeliveryStatus.values, description="Those in this state."),
    OpenApiParameter("event", {"type": "string", "pattern": f"^evt_{ID}"}, description="evt_…: of this event."),
    OpenApiParameter("type", str, enum=list(TYPE_FILTERS), description="Of this type; `code.*` are all that begin so."),
    CREATED_SINCE,
    CREATED_BEFORE,
]


def read_filters(request: Request) -> QuerySet[Delivery]:
    """The deliveries that the query string asks for.

    Raises:
        ApiProblem: ``invalid_parameter``
    """
    status, kind = request.query_params.get("status"), request.query_params.get("type")
    if status is not None and status not in DeliveryStatus.values:
        raise ApiProblem("invalid_parameter", param="status", reason="one of " + ", ".join(DeliveryStatus.values))
    if kind is not None and kind not in TYPE_FILTERS:
        raise ApiProblem("invalid_parameter", param="type", reason="a type of /v1/event_types, or e.g. code.*")
    return list_matching_deliveries(
        endpoint_id=_id(request, "endpoint", "we"),
        event_id=_id(request, "event", "evt"),
        status=DeliveryStatus(status) if status else None,
        types=TYPE_FILTERS[kind] if kind else (),
        since=read_moment(request, "created[gte]"),
        before=read_moment(request, "created[lt]"),
    )


def _id(request: Request, name: str, prefix: str) -> uuid.UUID | None:
    text = request.query_params.get(name)
    try:
        return None if text is None else parse_public_id(prefix, text)
    except RecordNotFound as error:
        raise ApiProblem("invalid_parameter", param=name, reason=f"an id: {prefix}_…") from error
