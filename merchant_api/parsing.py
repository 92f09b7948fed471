from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

import orjson
from rest_framework.parsers import BaseParser, DataAndFiles, MultiPartParser

from merchant_api.problems import ApiProblem
from merchant_api.redaction import FILE

MAXIMUM_BODY = 256 * 1024


class OrjsonParser(BaseParser):
    """JSON bodies up to 256 KB, or what the view says (``largest_body``, bytes)."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Read and parse the body.

        Raises:
            ApiProblem: ``body_too_large`` or ``invalid_json``.
        """
        most = getattr(parser_context["view"], "largest_body", MAXIMUM_BODY) if parser_context else MAXIMUM_BODY
        raw = stream.read(most + 1)
        if len(raw) > most:
            raise ApiProblem("body_too_large")
        _note(parser_context, raw)
        try:
            return orjson.loads(raw) if raw else {}
        except orjson.JSONDecodeError as error:
            raise ApiProblem("invalid_json") from error


class FormParser(MultiPartParser):
    """Forms with files; the files are sealed by the upload handler on their way."""

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> DataAndFiles[Any, Any]:
        """Read the form."""
        parsed = super().parse(stream, media_type, parser_context)
        _note(parser_context, {**parsed.data.dict(), **dict.fromkeys(parsed.files, FILE)})
        return parsed


def _note(parser_context: Mapping[str, Any] | None, body: Any) -> None:
    """For the request log: what came, before anybody made sense of it."""
    if parser_context is not None:
        parser_context["request"]._request.noted_body = body
