"""Error reports: off without a DSN; never a body, a local variable, a query or anything that looks like a secret."""

from __future__ import annotations

import re
from typing import Any

from config.env import env

# API keys, bearer headers, and the tokens of secret links.
SECRET = re.compile(
    r"kq[rpd]?_(?:live|test)_\w+|Bearer\s+\S+|(?<=/order/)[^/]+|(?<=/signup/)[^/]+|(?<=/downloads/)[^/]+"
    r"|(?<=/sandbox/checkout/)[^/]+|(?<=/sandbox/portal/)[^/]+|(?<=/sandbox/bills/)[^/]+",
    re.IGNORECASE,
)
HIDDEN = "[hidden]"
DROPPED = ("request", "extra", "breadcrumbs", "modules", "server_name", "user")


def scrub(event: Any, hint: dict[str, Any] | None = None) -> Any:
    """Leave of an event only what cannot hold a code: types, our own frames, tags.

    Messages go whole: an exception of a library may quote the data that upset it.
    """
    kept = {key: value for key, value in event.items() if key not in DROPPED}
    for error in (kept.get("exception") or {}).get("values", []):
        error["value"] = HIDDEN
        for frame in (error.get("stacktrace") or {}).get("frames", []):
            for key in ("vars", "context_line", "pre_context", "post_context"):
                frame.pop(key, None)
    for key in ("message", "logentry"):
        if kept.get(key):
            kept[key] = {"message": HIDDEN} if key == "logentry" else HIDDEN
    request = event.get("request") or {}
    if request.get("url"):
        kept["request"] = {"method": request.get("method"), "url": SECRET.sub(HIDDEN, request["url"].split("?")[0])}
    return kept


def start() -> None:
    """Begin reporting when a DSN is set."""
    if not env().sentry_dsn:
        return
    # Imported only here: four tenths of a second that every process without a DSN saves at its start.
    import sentry_sdk
    from sentry_sdk.integrations.celery import CeleryIntegration
    from sentry_sdk.integrations.django import DjangoIntegration

    sentry_sdk.init(
        dsn=env().sentry_dsn,
        environment=env().environment,
        send_default_pii=False,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=scrub,
        traces_sample_rate=0.0,
        integrations=[DjangoIntegration(), CeleryIntegration()],
    )
