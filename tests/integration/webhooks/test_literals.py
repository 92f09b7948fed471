"""A public address is called as it is, without a name."""

from __future__ import annotations

import pytest

from tests.integration.webhooks.calling import call
from tests.integration.webhooks.inside import all_lead_to, let_ports, listening


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111"])
def test_a_public_address_is_connected_to(monkeypatch, settings, address):
    settings.KAQUAN_LOCAL_RECEIVERS = False
    for listener in listening():
        let_ports(monkeypatch, listener.port)
        host = f"[{address}]" if ":" in address else address
        with all_lead_to(listener) as asked:
            call(f"http://{host}:{listener.port}/", livemode=False)
        assert asked == [address]
