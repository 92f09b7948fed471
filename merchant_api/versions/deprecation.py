"""Headers of what is on its way out: Deprecation (RFC 9745) and Sunset (RFC 8594)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils.http import http_date

from platform_core.tenancy.addresses import api_url


class Deprecation(NamedTuple):
    """Since when something should not be used, until when it answers, and the page that says what to do."""

    deprecated_at: dt.datetime
    sunset_at: dt.datetime
    page: str  # a path on the API host

    @property
    def headers(self) -> dict[str, str]:
        """As the answers carry them."""
        link = api_url(self.page)
        return {
            "Deprecation": f"@{int(self.deprecated_at.timestamp())}",
            "Sunset": http_date(self.sunset_at.timestamp()),
            "Link": f'<{link}>; rel="deprecation"; type="text/html", <{link}>; rel="sunset"; type="text/html"',
        }
