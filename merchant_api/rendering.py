from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


def dump_json(data: Any) -> bytes:
    """The bytes of an answer; times as RFC 3339 with Z."""
    return orjson.dumps(data, option=orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC)


class OrjsonRenderer(BaseRenderer):
    """JSON by orjson; times as RFC 3339 with Z."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """Serialise the answer."""
        if data is None:
            return b""
        return dump_json(data)


class JsonOnly(BaseContentNegotiation):
    """The API speaks JSON whatever Accept says; it never answers 406 to a careless client."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """The parser for the request's content type, or None (415)."""
        media = (request.content_type or "").split(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == media), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """Always the first."""
        return renderers[0], renderers[0].media_type
