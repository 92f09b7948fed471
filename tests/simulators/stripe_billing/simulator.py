"""A Stripe Billing of our own, over real HTTP."""

from __future__ import annotations

import threading
from http.server import ThreadingHTTPServer

from tests.simulators.stripe_billing.delivery import Delivery
from tests.simulators.stripe_billing.pages import Handler


class BillingSimulator(Delivery):
    """Runs in threads of its own until it is closed."""

    def __init__(self) -> None:
        handler = type("Handler", (Handler,), {"institution": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        super().__init__()
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    def close(self) -> None:
        """Stop."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
