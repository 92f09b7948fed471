"""Stripe while nothing changes there: each question is asked once, and whoever writes is caught."""

import stripe


class FrozenStripe(stripe.RequestsClient):
    """Answers what it was asked before without asking again."""

    def __init__(self):
        super().__init__(timeout=(5, 20))
        self.told = {}

    def request_with_retries(self, method, url, headers, post_data=None, max_network_retries=None, *, _usage=None):
        assert method == "get", f"{method} {url}: reading what happened changes nothing at Stripe"
        if url not in self.told:
            self.told[url] = super().request_with_retries(
                method, url, headers, post_data, max_network_retries, _usage=_usage
            )
        return self.told[url]
