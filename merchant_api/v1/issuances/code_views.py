from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import ClassVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.pagination import envelope, page_size, read_cursor, write_cursor
from merchant_api.parameters import PAGE
from merchant_api.problems import ApiProblem
from merchant_api.v1.issuances.examples import CODES_AS_TEXT
from merchant_api.v1.issuances.rendering import render_code
from merchant_api.v1.issuances.serializers import CodeSerializer
from merchant_api.v1.issuances.working import Lines, lines_of
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id
from platform_core.tenancy.client_address import ip_of
from tenants.access.authenticate import Caller
from tenants.access.encryption import PublicKey
from tenants.inventory.opening import IssuedCode
from tenants.issuance.selectors import get_issuance
from tenants.issuance.services.issue_codes import MAX_CODES
from tenants.issuance.services.reveal_codes import reveal_codes

FORMAT = "text: all codes, one a line; jwe: each encrypted to the API key's `encryption_key`, which such a key is answered anyway"


def reveal_for(
    request: Request,
    issuance_id: uuid.UUID,
    line_ids: Sequence[uuid.UUID],
    *,
    offset: int,
    limit: int,
    counted: bool = True,
) -> list[IssuedCode]:
    """Open codes for the caller of a request, recorded under its key; ``counted``: as a look of its own (``reveal_limit``)."""
    return reveal_codes(
        issuance_id=issuance_id,
        line_ids=line_ids,
        actor=caller_of(request).public_key_id,
        ip=ip_of(request) or None,
        offset=offset,
        limit=limit,
        now=now(),
        counted=counted,
    )


def readable_by(caller: Caller, wanted: str) -> PublicKey | None:
    """What codes are encrypted to for this caller in this format; None: they are in the clear.

    Raises:
        ApiProblem: ``encryption_key_missing``, ``plaintext_not_permitted``
    """
    key = caller.encryption_key
    if wanted == "jwe" and key is None:
        raise ApiProblem("encryption_key_missing", param="format")
    if wanted == "text" and key is not None:
        raise ApiProblem("plaintext_not_permitted", param="format")
    return key


class IssuanceCodes(ApiView):
    """The codes of an issuance, in the clear or encrypted; every look is recorded."""

    scopes: ClassVar[dict[str, str]] = {"GET": "codes:reveal"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "GET": ("reveal_exhausted", "codes_not_kept", "encryption_key_missing", "plaintext_not_permitted")
    }

    @extend_schema(
        operation_id="list_issuance_codes",
        tags=["issuances"],
        summary="Read the codes of an issuance",
        parameters=[
            *PAGE,
            OpenApiParameter("format", str, enum=["json", "text", "jwe"], description=FORMAT),
        ],
        responses={
            (200, "application/json"): CodeSerializer(many=True),
            (200, "text/plain"): OpenApiResponse(str, examples=[OpenApiExample("codes", CODES_AS_TEXT)]),
        },
    )
    def get(self, request: Request, issuance_id: str) -> HttpResponseBase:
        """In issue order. ``format=text`` answers all of them, one a line, as ``card_number----code``.

        Where products limit how often codes are read (`reveal_limit`), each page is a look at its codes. If one of them was read
        as often as it may be, none is shown and nothing counted: `reveal_exhausted` (410).

        What codes say is kept for 180 days after delivery, and for longer while something about them is open; then it is destroyed:
        `codes_not_kept` (410)."""
        row = get_issuance(parse_public_id("iss", issuance_id))
        lines = lines_of(row)
        wanted = request.query_params.get("format", "json")
        if wanted not in {"json", "text", "jwe"}:
            raise ApiProblem("invalid_parameter", param="format", reason="json, text or jwe")
        key = readable_by(caller_of(request), wanted)
        if wanted == "text":
            codes = reveal_for(request, row.id, lines.ids, offset=0, limit=MAX_CODES)
            texts = ["----".join(part for part in code.opened if part) for code in codes]
            response: HttpResponseBase = HttpResponse("\n".join(texts) + "\n", content_type="text/plain; charset=utf-8")
        else:
            size, cursor = page_size(request), read_cursor(request)
            first = lines.offset_of(cursor.position) if cursor else 0
            past = first + size
            if cursor and cursor.backwards:
                first, past = max(0, first - size), first
            codes = reveal_for(request, row.id, lines.ids, offset=first, limit=past - first)
            following = _cursor(request, lines, first + len(codes) - 1) if first + len(codes) < lines.issued else None
            preceding = write_cursor(request, lines.place_of(first), backwards=True) if first and codes else None
            response = Response(envelope([render_code(code, key) for code in codes], following, preceding))
        response.headers["Cache-Control"] = "no-store"
        return response


def _cursor(request: Request, lines: Lines, last: int) -> str:
    """Of the page behind a code."""
    line, number = lines.place_of(last)
    return write_cursor(request, [line, number + 1])
