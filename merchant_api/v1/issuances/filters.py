"""Filters of ``GET /v1/issuances``: as the reference documents them, and as they are read."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from merchant_api.pagination import read_moment
from merchant_api.sku_ids import parse_sku_id
from merchant_api.v1.issuances.request import invalid
from tenants.issuance.enums import IssuanceStatus

MOMENT = {"type": "string", "format": "date-time"}
MOST_NOTES = 10
WORDS = {"type": "object", "maxProperties": MOST_NOTES, "additionalProperties": {"type": "string", "maxLength": 500}}
FILTERS = [
    OpenApiParameter("external_id", str, description="Your own order number."),
    OpenApiParameter("status", str, enum=IssuanceStatus.values, description="Those in this state."),
    OpenApiParameter("sku", str, description="sku_…: with a line of it"),
    OpenApiParameter("created[gte]", MOMENT, description="Made at that time or later."),
    OpenApiParameter("created[lt]", MOMENT, description="Made before that time."),
    OpenApiParameter("metadata", WORDS, style="deepObject", description="metadata[key]=value: your own notes."),
]


def read_filters(request: Request) -> dict[str, Any]:
    """The filters of a request, as ``list_matching_issuances`` takes them.

    Raises:
        ApiProblem: ``invalid_parameter``
        RecordNotFound: not a SKU's id.
    """
    given = request.query_params
    status, sku = given.get("status"), given.get("sku")
    if status is not None and status not in IssuanceStatus.values:
        raise invalid("status", "one of " + ", ".join(IssuanceStatus.values))
    for name, value in given.items():
        if "\x00" in name or "\x00" in value:
            raise invalid(name.replace("\x00", ""), "no NUL is allowed")
    metadata = {name[9:-1]: value for name, value in given.items() if name.startswith("metadata[") and name[-1] == "]"}
    if len(metadata) > MOST_NOTES:
        raise invalid("metadata", f"at most {MOST_NOTES}")
    return {
        "external_id": given.get("external_id") or None,
        "status": status,
        "sku_id": None if sku is None else parse_sku_id(sku),
        "created_from": read_moment(request, "created[gte]"),
        "created_before": read_moment(request, "created[lt]"),
        "metadata": metadata,
    }
