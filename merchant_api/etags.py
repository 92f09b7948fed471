"""Conditional requests (RFC 9110): a copy that is still good is not sent again, a change of an old copy is refused."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response


def expected_versions(request: Request) -> frozenset[int] | None:
    """The versions that ``If-Match`` names; None: whatever it is. A tag that is none of ours matches nothing."""
    header = request.META.get("HTTP_IF_MATCH")
    if header is None or header.strip() == "*":
        return None
    tags = [tag.strip('"') for tag in parse_etags(header) if not tag.startswith("W/")]
    return frozenset(int(tag) for tag in tags if tag.isdecimal() and len(tag) < 10)


def answer(request: Request, body: dict[str, Any], version: int | None = None) -> Response:
    """200 with an entity tag, or 304 when ``If-None-Match`` says that the caller has it.

    Args:
        version: of the thing; without one the tag is made of the answer itself.
    """
    opaque = hashlib.blake2b(orjson.dumps(body), digest_size=12).hexdigest() if version is None else version
    tag = f'"{opaque}"'
    known = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    if "*" in known or tag in {each.removeprefix("W/") for each in known}:
        return Response(status=304, headers={"ETag": tag})
    return Response(body, headers={"ETag": tag})


def tagged(response: Response) -> Response:
    """The answer to a change, with the entity tag of the version that it made: the next change can name it."""
    response.headers["ETag"] = f'"{response.data["version"]}"'
    return response
