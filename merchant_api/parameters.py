"""Parameters that many operations share, as the reference documents them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter

LIMITS = {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}

LIMIT = OpenApiParameter("limit", LIMITS, description="How many, at most.")
CURSOR = OpenApiParameter("cursor", str, description="`next_cursor` or `prev_cursor` of a page; with the same filters.")
PAGE = [LIMIT, CURSOR]
INCLUDE_TOTAL = OpenApiParameter(
    "include",
    str,
    enum=["total_estimate"],
    description="`total_estimate`: add about how many there are in all; exact up to 1,000.",
)
COUNTED_PAGE = [*PAGE, INCLUDE_TOTAL]
UPDATED_AFTER = OpenApiParameter(
    "updated_after",
    {"type": "string", "format": "date-time"},
    description="Changed later than that; oldest change first. Begin a minute before your last copy: a change that was just "
    "being written is not in it.",
)
CREATED_SINCE = OpenApiParameter(
    "created[gte]", {"type": "string", "format": "date-time"}, description="At that time or later."
)
CREATED_BEFORE = OpenApiParameter(
    "created[lt]", {"type": "string", "format": "date-time"}, description="Earlier than that."
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[!-~]([ -~]*[!-~])?$"},
    OpenApiParameter.HEADER,
    description="Of your own making. A repeat with the same key answers what the first made; kept 30 days.",
)
IDEMPOTENCY_KEY_REQUIRED = OpenApiParameter(
    IDEMPOTENCY_KEY.name, IDEMPOTENCY_KEY.type, OpenApiParameter.HEADER, True, IDEMPOTENCY_KEY.description
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="`ETag` of the version that you would change; 412 when somebody else was quicker.",
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="`ETag` of your copy; 304 while it is still good.",
)


def id_list(name: str, what: str, *, most: int, required: bool = False) -> OpenApiParameter:
    """A repeated parameter of ids."""
    schema: dict[str, Any] = {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": most}
    return OpenApiParameter(name, schema, required=required, description=f"{what}, at most {most}", explode=True)
