"""Short ways to have an endpoint in a shop, and to speak of it as its pages do."""

from __future__ import annotations

import html
import re
from typing import Any

from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id, public_id
from platform_core.tenancy.context import tenant_context
from webhooks.selectors import get_endpoint
from webhooks.services.create_endpoint import create_endpoint

VERSION = "2026-12-01"
SECRET = re.compile(r"whs[ek]c?_[A-Za-z0-9+/=]{20,}")
ROOT = "/console/webhooks"


def make_endpoint(tenant: Any, url: str, *types: str, **more: Any) -> str:
    """The ``we_…`` of an endpoint of a shop that wants these types, or everything."""
    settings = {"url": url, "event_types": list(types or ("*",)), "version": VERSION, **more}
    with tenant_context(tenant):
        return public_id("we", create_endpoint(settings=settings, now=now()).id)


def kept(tenant: Any, endpoint_id: str) -> Any:
    """The endpoint as it is kept."""
    with tenant_context(tenant):
        return get_endpoint(parse_public_id("we", endpoint_id))


def words(answer: Any) -> str:
    """What a page says."""
    return html.unescape(answer.content.decode())
