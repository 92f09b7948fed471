from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

import orjson
from rest_framework.parsers import BaseParser, MultiPartParser

from merchant_api.problems import ApiProblem

MAXIMUM_BODY = 256 * 1024


class OrjsonParser(BaseParser):
    """JSON bodies up to 256 KB."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Read and parse the body.

        Raises:
            ApiProblem: ``body_too_large`` or ``invalid_json``.
        """
        raw = stream.read(MAXIMUM_BODY + 1)
        if len(raw) > MAXIMUM_BODY:
            raise ApiProblem("body_too_large")
        try:
            return orjson.loads(raw) if raw else {}
        except orjson.JSONDecodeError as error:
            raise ApiProblem("invalid_json") from error


__all__ = ["MultiPartParser", "OrjsonParser"]
