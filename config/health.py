"""Probes: ``/livez`` (the process answers) and ``/readyz`` (it can serve: database, migration, seed, broker, worker)."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, JsonResponse

from platform_core.tenancy.context import platform_context
from platform_core.tenancy.readiness import HEARTBEAT_KEY, HEARTBEAT_MAX_AGE, database_state


def livez(request: HttpRequest) -> JsonResponse:
    """200 while the process can answer at all."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """200 only when every part that a sale needs is there; names the missing one otherwise.

    ``?without=worker``: for a balancer, which must not take every web server away because no worker is heard.
    """
    checks: dict[str, str] = {}
    with platform_context():
        checks["database"] = database_state()
        try:
            beaten = cache.get(HEARTBEAT_KEY)
            checks["broker"] = "ok"
            alive = beaten is not None and time.time() - float(beaten) < HEARTBEAT_MAX_AGE
            checks["worker"] = "ok" if alive else "no heartbeat"
        except Exception as error:  # any client error means: not ready
            checks["broker"] = type(error).__name__
            checks["worker"] = "unknown"
    waived = request.GET.get("without")
    ready = all(value == "ok" for name, value in checks.items() if name != waived or name != "worker")
    body = {"status": "ok" if ready else "unavailable", "checks": checks}
    if settings.KAQUAN_LOCAL_RECEIVERS:  # an operator should see it where it must not be
        body["local_receivers"] = "allowed"
    return JsonResponse(body, status=200 if ready else 503)
