"""Idempotency-Key and request fingerprints (draft-ietf-httpapi-idempotency-key-header-07)."""

from __future__ import annotations

import hashlib
import re
from typing import Any, NamedTuple

import orjson
from rest_framework.request import Request

from merchant_api.problems import ApiProblem

PRINTABLE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?")


def idempotency_key(request: Request) -> str | None:
    """The caller's key, bare or quoted, or None.

    Raises:
        ApiProblem: ``idempotency_key_invalid``.
    """
    raw = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if raw is None:
        return None
    text: str = raw.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = text[1:-1]
    if not PRINTABLE.fullmatch(text):
        raise ApiProblem("idempotency_key_invalid", param="Idempotency-Key")
    return text


class Fingerprint(NamedTuple):
    """Of a whole request, and of each top-level parameter (to name what differs)."""

    digest: bytes
    parts: dict[str, str]


def fingerprint_of(request: Request, template: str, body: Any) -> Fingerprint:
    """SHA-256 of method, path template, canonical JSON body and the named version; query and other headers do not count.

    The version is the one that the header names, not the pinned one: a retry that meets a new pin is the same request.

    Args:
        body: as it was sent (``sent_body``), not as it was upgraded.
    """
    return fingerprint(str(request.method), template, version_of(request), body)


def version_of(request: Request) -> str:
    """The API version that a request names, or nothing."""
    return request.META.get("HTTP_KAQUAN_VERSION") or ""


def fingerprint(method: str, template: str, version: str, body: Any) -> Fingerprint:
    """SHA-256 of method, path template, named API version and canonical JSON body."""
    canonical = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    digest = hashlib.sha256(b"\n".join([method.encode(), template.encode(), version.encode(), canonical]))
    parts = {
        key: hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()[:12]
        for key, value in (body.items() if isinstance(body, dict) else ())
    }
    return Fingerprint(digest.digest(), parts)
