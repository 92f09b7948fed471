"""From a request as it came to its entry in the request log, with everything hidden that must not be kept."""

from __future__ import annotations

import re
import uuid
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

import orjson

from merchant_api.problem_table import PROBLEMS
from merchant_api.problems import CONTENT_TYPE, detail_of
from merchant_api.redaction import EXTERNAL_ID, HIDDEN, JSON, Operation, hide, is_public_id, keep_text, read_operation
from merchant_api.versions.calendar import find_version
from platform_core.kernel.masking import mask
from platform_core.tenancy.client_address import read_address
from tenants.access.authenticate import Caller
from tenants.access.enums import SCOPES, BodyOmission
from tenants.access.request_numbers import number_digest
from tenants.access.services.store_request_log import LogRow

LARGEST_BODY = 64 * 1024  # larger ones are not looked at
LARGEST_KEPT = 8 * 1024  # of a redacted body
FORM = "multipart/form-data"
VALUE = re.compile(r"<(?:\w+:)?(\w+)>")
PLACE = re.compile(r"\[\d{1,5}\]")
UNPRINTABLE = re.compile(r"[^\x20-\x7e]")
# A request that makes no sense may hold anything anywhere: of its texts not even the merchant's own number is kept.
SENSELESS = frozenset({400, 404, 422})
HEADERS = frozenset({"Idempotency-Key", "Kaquan-Version", "body"})
AS_THEY_ARE = ("type", "title", "status", "code", "outcome", "retryable", "request_id", "doc_url", "request_log_url")
OUR_WORDS, OUR_WORD = frozenset({"quota", "current_state"}), re.compile(r"[a-z_]{1,40}", re.ASCII)
operation_of = cache(read_operation)


class Captured(NamedTuple):
    """A request and its answer, in memory and not for keeping."""

    request_id: uuid.UUID
    caller: Caller
    method: str
    view: Any
    route: str
    path_values: dict[str, Any]
    query: str
    status: int
    seconds: float
    ip: str
    user_agent: str
    version: str
    idempotency_key: str
    replayed: bool
    original_request: str
    content_type: str
    request_bytes: int
    request_body: Any
    response_type: str
    response_bytes: int
    response_body: bytes | None
    size: int  # bytes that it holds, about


class _Body(NamedTuple):
    """A body as it was read and as it is kept."""

    found: Any = None
    kept: str = ""
    omitted: str = ""


def entry_of(each: Captured) -> LogRow:
    """The entry of a request."""
    operation, free = operation_of(each.view, each.method), each.status not in SENSELESS
    media = each.content_type.split(";")[0].strip().lower()
    request, answer = _request(each, operation, media, free), _answer(each, operation)
    query = parse_qsl(each.query, keep_blank_values=True) if each.query else []
    number = _number(request.found, each.path_values, dict(query), answer.found)
    key = each.idempotency_key.strip().strip('"')
    return LogRow(
        id=each.request_id,
        key_id=each.caller.key_id,
        method=each.method,
        operation=operation.id,
        path=_path(each, free),
        query=_query(query, operation, free),
        status=each.status,
        duration_ms=round(each.seconds * 1000),
        ip=each.ip.partition("%")[0] or None,  # without the zone of a link-local address
        user_agent=UNPRINTABLE.sub("?", each.user_agent)[:200],
        version=each.version if find_version(each.version) else "",
        external_id=number if number is None or free else number_digest(number),
        problem=_problem_code(answer.found, each) or "",
        idempotency_key=key if key and free and key == number else mask(key) if key else "",
        replayed=each.replayed,
        original_request=each.original_request if is_public_id(each.original_request) else "",
        content_type=media if media in {JSON, FORM} else "other" if media else "",
        request_bytes=each.request_bytes,
        request_body=request.kept,
        request_omitted=request.omitted,
        response_bytes=each.response_bytes,
        response_body=answer.kept,
        response_omitted=answer.omitted,
    )


def _request(each: Captured, operation: Operation, media: str, free: bool) -> _Body:
    body = each.request_body
    if body is None:
        large = each.request_bytes > LARGEST_BODY
        return _Body(omitted=BodyOmission.TOO_LARGE if large else BodyOmission.UNREAD if each.request_bytes else "")
    if isinstance(body, bytes):
        if not body:
            return _Body()
        try:
            found = orjson.loads(body)
        except orjson.JSONDecodeError:
            return _Body(omitted=BodyOmission.MALFORMED)
    else:  # a form: its fields are texts, its files are not here
        found = {name: int(text) if text.isdecimal() else text for name, text in body.items()}
    return _kept(found, operation.requests.get(media, hide)(found, free))


def _answer(each: Captured, operation: Operation) -> _Body:
    if each.response_body is None:
        return _Body(omitted=BodyOmission.TOO_LARGE)
    if not each.response_body:
        return _Body()
    if not each.response_type.startswith((JSON, CONTENT_TYPE)):
        return _Body(omitted=BodyOmission.NOT_JSON)
    found = orjson.loads(each.response_body)
    if each.status >= 400:
        return _kept(found, keep_problem(found, operation))
    return _kept(found, operation.answers.get(each.status, hide)(found, True))


def _kept(found: Any, kept: Any) -> _Body:
    text = orjson.dumps(kept)
    if len(text) > LARGEST_KEPT:
        return _Body(found, omitted=BodyOmission.TOO_LARGE)
    return _Body(found, text.decode())


def _number(*places: Any) -> str | None:
    """The merchant's own number, wherever it is named first."""
    for place in places:
        number = place.get("external_id") if isinstance(place, dict) else None
        if isinstance(number, str) and EXTERNAL_ID.fullmatch(number):
            return number
    return None


def _path(each: Captured, free: bool) -> str:
    if "<" not in each.route:
        return "/" + each.route.removeprefix("api/")

    def value(match: re.Match[str]) -> str:
        kept = keep_text(match[1])(str(each.path_values.get(match[1], "")), free)
        return f"{{{match[1]}}}" if kept == HIDDEN else str(kept)

    return ("/" + VALUE.sub(value, each.route.removeprefix("api/")))[:300]


def _query(pairs: list[tuple[str, str]], operation: Operation, free: bool) -> str:
    if not pairs:
        return ""
    kept = [(name, operation.query[name](value, free)) for name, value in pairs if name in operation.query]
    if len(kept) < len(pairs):
        kept.append(("[undocumented]", str(len(pairs) - len(kept))))
    return urlencode(kept[:50])[:2_000]


def _problem_code(found: Any, each: Captured) -> str | None:
    code = found.get("code") if each.status >= 400 and isinstance(found, dict) else None
    return code if isinstance(code, str) and code in PROBLEMS else None


def keep_problem(found: Any, operation: Operation) -> Any:
    """What may be kept of a problem. Its sentence is made anew from its facts: the one that was sent may quote the request."""
    row = PROBLEMS.get(str(found.get("code"))) if isinstance(found, dict) else None
    if row is None:
        return HIDDEN
    errors = [
        {"param": _param(each.get("param"), operation), "code": each.get("code"), "meta": _facts(each, operation)}
        for each in found.get("errors", [])[:10]
        if each.get("code") in PROBLEMS
    ]
    param, facts = _param(found.get("param"), operation), errors[0]["meta"] if errors else {}
    kept = {name: found[name] for name in AS_THEY_ARE if name in found}
    language = "zh" if found.get("title") == row.title_zh else "en"
    kept["detail"] = detail_of(row, language, {"param": param or "…", **facts})
    return kept | ({"param": param} if param else {}) | ({"errors": errors} if errors else {})


def _param(param: Any, operation: Operation) -> str | None:
    """The place in the request, when it is made of documented names."""
    if not isinstance(param, str):
        return None
    names, words = operation.names | HEADERS, PLACE.sub("", param).split(".")
    return param if param in names or all(word in names for word in words) else HIDDEN


def _facts(error: dict[str, Any], operation: Operation) -> dict[str, Any]:
    return {name: value for name, value in (error.get("meta") or {}).items() if _is_fact(name, value, operation)}


def _is_fact(name: str, value: Any, operation: Operation) -> bool:
    if isinstance(value, int) or is_public_id(value):
        return True
    if isinstance(value, list):
        return all(item in operation.names for item in value)
    if not isinstance(value, str):
        return False
    if name == "ip":
        return read_address(value) is not None
    return value in SCOPES or (name in OUR_WORDS and OUR_WORD.fullmatch(value) is not None)
