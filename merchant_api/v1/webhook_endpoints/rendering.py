from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from platform_core.kernel.clock import now, on_the_wall
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from webhooks.endpoint_settings import conditions_of, filter_of
from webhooks.enums import SecretKind
from webhooks.errors import EndpointSettingInvalid
from webhooks.models import Endpoint
from webhooks.selectors import get_backlog, get_endpoint, list_public_keys, list_secrets, list_tallies

MASKED = "****"
MOST_COUNTED = 10_000
HOUR = dt.timedelta(hours=1)
# Names of the outside that are others within.
WITHIN = {"api_version": "version", "rate_limit": "rate", "timeout_seconds": "timeout"}
BACK = {inner: outer for outer, inner in WITHIN.items()}


def settings_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """Checked input in the words of the domain.

    Raises:
        EndpointSettingInvalid: a header has the value that an answer masked it with.
    """
    settings = {WITHIN.get(name, name): value for name, value in body.items()}
    if "content_filter" in settings:
        settings["content_filter"] = filter_of(settings["content_filter"])
    if MASKED in (settings.get("headers") or {}).values():
        raise EndpointSettingInvalid(
            param="headers", reason=f"{MASKED} is no value: send it as it is, or no headers at all"
        )
    return settings


def render_endpoints(rows: Sequence[Endpoint]) -> list[dict[str, Any]]:
    """Endpoints for the API; one query for all their public keys."""
    keys, wall, livemode = list_public_keys(rows), on_the_wall(now()), current_tenant().livemode
    return [_render(row, keys.get(row.id), wall, livemode) for row in rows]


def render_endpoint(row: Endpoint) -> dict[str, Any]:
    """An endpoint for the API, without its secret."""
    return render_endpoints([row])[0]


def show_endpoint(endpoint_id: uuid.UUID) -> dict[str, Any]:
    """The endpoint with this id.

    Raises:
        RecordNotFound
    """
    return render_endpoint(get_endpoint(endpoint_id))


def with_secret(row: Endpoint) -> dict[str, Any]:
    """A new endpoint, or one with new secrets: this one time what signs is shown."""
    secrets = list_secrets(current_tenant(), on_the_wall(now()), row.id)
    current = next(each for each in secrets if each.kind == SecretKind.HMAC and each.valid_until is None)
    return {**render_endpoint(row), "secret": current.text}


def old_signs_until(endpoint_id: uuid.UUID) -> dt.datetime | None:
    """When the last of an endpoint's old secrets signs no more; None: none does."""
    secrets = list_secrets(current_tenant(), on_the_wall(now()), endpoint_id)
    return max((each.valid_until for each in secrets if each.valid_until is not None), default=None)


def _render(row: Endpoint, public_key: str | None, wall: dt.datetime, livemode: bool) -> dict[str, Any]:
    return {
        "id": public_id("we", row.id),
        "object": "webhook_endpoint",
        "livemode": livemode,
        "url": row.url,
        "description": row.description,
        "event_types": row.event_types,
        "content_filter": conditions_of(row.content_filter),
        "api_version": row.version,
        "payload_format": row.payload_format,
        "ed25519": row.ed25519,
        "public_key": public_key,
        "secret": None,
        "rate_limit": row.rate,
        "concurrency": row.concurrency,
        "timeout_seconds": row.timeout,
        "headers": dict.fromkeys(row.header_names, MASKED),
        "status": row.status,
        "disabled_reason": row.disabled_reason or None,
        "disabled_at": row.disabled_at,
        "failing_since": row.failing_since,
        "last_success_at": row.last_success_at,
        "last_failure_at": row.last_failure_at,
        "breaker": _breaker(row.open_until, wall),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def _breaker(open_until: dt.datetime | None, wall: dt.datetime) -> dict[str, Any]:
    if open_until is None:
        return {"state": "closed", "until": None}
    return {"state": "open", "until": open_until} if open_until > wall else {"state": "half_open", "until": None}


def render_stats(row: Endpoint, hours: int) -> dict[str, Any]:
    """How an endpoint has been answering in the last hours, this one too."""
    since = on_the_wall(now()).replace(minute=0, second=0, microsecond=0) - (hours - 1) * HOUR
    found = list_tallies(row.id, since)
    succeeded, failed = sum(each.succeeded for each in found), sum(each.failed for each in found)
    made = succeeded + failed
    waiting, oldest = get_backlog(row.id, counted=MOST_COUNTED + 1)
    return {
        "object": "webhook_endpoint_stats",
        "webhook_endpoint": public_id("we", row.id),
        "since": since,
        "succeeded": succeeded,
        "failed": failed,
        "success_rate": round(succeeded / made, 4) if made else None,
        "average_ms": round(sum(each.duration_ms for each in found) / made) if made else None,
        "slowest_ms": max((each.slowest_ms for each in found), default=None),
        "hours": [
            {
                "at": each.at,
                "succeeded": each.succeeded,
                "failed": each.failed,
                "average_ms": round(each.duration_ms / (each.succeeded + each.failed)),
                "slowest_ms": each.slowest_ms,
            }
            for each in found
        ],
        "backlog": {"count": min(waiting, MOST_COUNTED), "more": waiting > MOST_COUNTED, "oldest_due_at": oldest},
    }
