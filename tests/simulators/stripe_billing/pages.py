"""HTTP of Billing: the API."""

from __future__ import annotations

from tests.simulators.stripe.wire import Handler as Wire


class Handler(Wire):
    """One request."""
