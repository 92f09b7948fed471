"""A failed request of a live shop, sent again in its test twin from what the request log kept of it.

It goes through the API as a call of a test key would, with the scopes of the key that made it. Limits of that key stay
behind: its quota is the live shop's, and a replay must not spend it.
"""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace
from typing import Any

import orjson
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.urls import resolve

from merchant_api.log_entries import FORM, entry_of
from merchant_api.redaction import JSON
from merchant_api.request_logging import capture, request_log
from merchant_api.test_mode.translating import Translation
from platform_core.kernel.clock import now
from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy.context import current_tenant, tenant_context
from platform_core.tenancy.middleware import API, URLCONFS
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tenants.access.authenticate import Caller, find_caller
from tenants.access.enums import ReplayObstacle
from tenants.access.limits import KeyLimits
from tenants.access.models import RequestLogEntry
from tenants.access.replays import Replay

ABOUT_KEY = frozenset(
    {
        "api_key_expired", "api_key_invalid", "api_key_missing", "api_key_revoked", "code_guess_limited", "concurrency_limited",
        "ip_not_allowed", "mode_mismatch", "product_not_permitted", "quota_exceeded", "rate_limited",
    }
)  # fmt: skip
OF_KEYS = frozenset(
    {"list_api_keys", "create_api_key", "revoke_api_key", "get_api_key", "update_api_key", "roll_api_key"}
)
CHINESE = re.compile("[\u4e00-\u9fff]")
WITH_SECRETS = frozenset({"redeem_code", "validate_code"})
BATCHES = frozenset({"create_issuance_batch"})  # goes on in the background, as its key and with that one's quota


def find_obstacle(entry: RequestLogEntry) -> ReplayObstacle | None:
    """Why it cannot be sent again; None: it can."""
    reasons = {
        ReplayObstacle.NOT_FAILED: entry.status < 400,
        ReplayObstacle.ABOUT_KEY: entry.problem in ABOUT_KEY,
        ReplayObstacle.UNKNOWN: not entry.operation,
        ReplayObstacle.LIVE_ONLY: entry.operation in OF_KEYS,
        ReplayObstacle.BATCH: entry.operation in BATCHES,
        ReplayObstacle.SECRET: entry.operation in WITH_SECRETS,
        ReplayObstacle.BODY: bool(entry.request_omitted) or entry.content_type == FORM,
        ReplayObstacle.PATH: "{" in entry.path,
    }
    return next((obstacle for obstacle, holds in reasons.items() if holds), None)


def replay_in_test(entry: RequestLogEntry, *, ip: str) -> Replay:
    """Send it again; see ``tenants.access.replays``."""
    live = current_tenant()
    caller = _as_test(find_caller(entry.key_id, live), entry.version)
    made = Translation.of(entry, live, ensure_twin(live=live, now=now()))
    request = _request(entry, made, caller, ip)
    begun = time.perf_counter()
    response = _answer(request)
    captured = capture(request, response, time.perf_counter() - begun)
    request_log.add(captured)
    with tenant_context(live):
        return Replay(entry_of(captured), made.changed, made.left_out, made.unknown)


def _as_test(caller: Caller, version: str) -> Caller:
    limits = KeyLimits(max_amount=caller.limits.max_amount)
    return replace(
        caller,
        livemode=False,
        limits=limits,
        networks=(),
        api_limits=None,
        pinned_version=version or caller.pinned_version,
    )


def _request(entry: RequestLogEntry, made: Translation, caller: Caller, ip: str) -> WSGIRequest:
    body = b"" if made.body is None else orjson.dumps(made.body)
    meta: dict[str, Any] = {
        "REQUEST_METHOD": entry.method,
        "PATH_INFO": made.path,
        "QUERY_STRING": made.query,
        "SERVER_NAME": "api",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": ip,
        "CONTENT_TYPE": JSON if body else "",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_ACCEPT_LANGUAGE": "zh-CN" if CHINESE.search(entry.response_body) else "en",  # as the first answer
        "HTTP_USER_AGENT": "Kaquan back office (replay)",
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    request: Any = WSGIRequest(meta)
    request.request_uuid = new_id()
    request.request_id = public_id("req", request.request_uuid)
    if entry.version:
        request.META["HTTP_KAQUAN_VERSION"] = entry.version
    if entry.idempotency_key:
        request.META["HTTP_IDEMPOTENCY_KEY"] = f"replay-{request.request_id}"
    request.client_ip, request.face, request.urlconf = ip, API, URLCONFS[API]
    request.caller, request.tenant = caller, caller.live_tenant
    # Django REST Framework's own way around authentication: there is no key whose secret could be sent.
    request._force_auth_user = request._force_auth_token = caller
    return request  # type: ignore[no-any-return]


def _answer(request: WSGIRequest) -> HttpResponse:
    request.resolver_match = match = resolve(request.path_info, URLCONFS[API])
    response: Any = match.func(request, *match.args, **match.kwargs)
    return response.render() if hasattr(response, "render") else response  # type: ignore[no-any-return]
