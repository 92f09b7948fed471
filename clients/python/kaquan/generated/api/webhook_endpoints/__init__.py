from __future__ import annotations

from typing import Any, cast

from ....resource import Resource
from ...models.deleted_endpoint import DeletedEndpoint
from ...models.endpoint_stats import EndpointStats
from ...models.recover_input import RecoverInput
from ...models.redelivery_operation import RedeliveryOperation
from ...models.rotate_input import RotateInput
from ...models.rotated_endpoint import RotatedEndpoint
from ...models.test_delivery_input import TestDeliveryInput
from ...models.webhook_delivery import WebhookDelivery
from ...models.webhook_endpoint import WebhookEndpoint
from ...models.webhook_endpoint_changes import WebhookEndpointChanges
from ...models.webhook_endpoint_input import WebhookEndpointInput
from ...models.webhook_endpoint_page import WebhookEndpointPage
from ...types import UNSET, File, Unset
from . import create_webhook_endpoint as _create_webhook_endpoint
from . import delete_webhook_endpoint as _delete_webhook_endpoint
from . import get_webhook_endpoint as _get_webhook_endpoint
from . import get_webhook_endpoint_stats as _get_webhook_endpoint_stats
from . import list_webhook_endpoints as _list_webhook_endpoints
from . import pause_webhook_endpoint as _pause_webhook_endpoint
from . import recover_webhook_endpoint as _recover_webhook_endpoint
from . import resume_webhook_endpoint as _resume_webhook_endpoint
from . import rotate_webhook_endpoint_secret as _rotate_webhook_endpoint_secret
from . import send_test_delivery as _send_test_delivery
from . import update_webhook_endpoint as _update_webhook_endpoint


class WebhookEndpointsResource(Resource):
    """What the API does with webhook endpoints."""

    def create_webhook_endpoint(
        self,
        body: WebhookEndpointInput,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> WebhookEndpoint:
        """Create a webhook endpoint.

        It is told of events that happen from now on. Its signing `secret` is in this one answer: a repeat with the
        same
        Idempotency-Key, and every later answer, has null. Who lost it rotates it, or looks in the back office.

        20 for live keys, and 20 for test keys.

        Scope: `webhooks:manage`

        Rate limit: `write`
        """
        return self._ask(
            _create_webhook_endpoint.request(
                body=body,
                idempotency_key=idempotency_key,
            ),
            _create_webhook_endpoint.parse,
            keyed=True,
        )

    def delete_webhook_endpoint(
        self,
        endpoint_id: str,
    ) -> DeletedEndpoint:
        """Delete a webhook endpoint.

        For good, with its secrets. What waits for it is skipped; its deliveries can be read for their 30 days.

        Scope: `webhooks:manage`

        Rate limit: `write`
        """
        return self._ask(
            _delete_webhook_endpoint.request(
                endpoint_id=endpoint_id,
            ),
            _delete_webhook_endpoint.parse,
            keyed=False,
        )

    def get_webhook_endpoint(
        self,
        endpoint_id: str,
    ) -> WebhookEndpoint:
        """Get a webhook endpoint.

        Its settings, and how it is: does it fail, since when, is its breaker open?

        Scope: `webhooks:manage`

        Rate limit: `read`
        """
        return self._ask(
            _get_webhook_endpoint.request(
                endpoint_id=endpoint_id,
            ),
            _get_webhook_endpoint.parse,
            keyed=False,
        )

    def get_webhook_endpoint_stats(
        self,
        endpoint_id: str,
        *,
        hours: int | Unset = 24,
    ) -> EndpointStats:
        """How has it been answering?.

        Attempts by the hour, how long answers took, and what waits. Kept for 30 days.

        Scope: `webhooks:manage`

        Rate limit: `read`
        """
        return self._ask(
            _get_webhook_endpoint_stats.request(
                endpoint_id=endpoint_id,
                hours=hours,
            ),
            _get_webhook_endpoint_stats.parse,
            keyed=False,
        )

    def list_webhook_endpoints(
        self,
        *,
        cursor: str | Unset = UNSET,
        include: str | Unset = UNSET,
        limit: int | Unset = 20,
    ) -> WebhookEndpointPage:
        """List webhook endpoints.

        Newest first, with the state of their health.

        Scope: `webhooks:manage`

        Rate limit: `read`
        """
        return self._ask(
            _list_webhook_endpoints.request(
                cursor=cursor,
                include=include,
                limit=limit,
            ),
            _list_webhook_endpoints.parse,
            keyed=False,
        )

    def pause_webhook_endpoint(
        self,
        endpoint_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> WebhookEndpoint:
        """Pause a webhook endpoint.

        What happens is kept for it and waits; nothing is lost. Pausing twice changes nothing.

        Scope: `webhooks:manage`

        Rate limit: `write`
        """
        return self._ask(
            _pause_webhook_endpoint.request(
                endpoint_id=endpoint_id,
                idempotency_key=idempotency_key,
            ),
            _pause_webhook_endpoint.parse,
            keyed=True,
        )

    def recover_webhook_endpoint(
        self,
        endpoint_id: str,
        body: RecoverInput,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> RedeliveryOperation:
        """Send what it has missed.

        Every event of that time which the endpoint wants by its present settings and has not taken: what failed for
        good,
        what was skipped, and what happened while it was disabled or did not exist yet. What it has taken, or will be
        sent
        anyway, is left alone. Answers an operation to poll; it can be cancelled.

        Scope: `webhooks:manage`

        Rate limit: `write`
        """
        return self._ask(
            _recover_webhook_endpoint.request(
                endpoint_id=endpoint_id,
                body=body,
                idempotency_key=idempotency_key,
            ),
            _recover_webhook_endpoint.parse,
            keyed=True,
        )

    def resume_webhook_endpoint(
        self,
        endpoint_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> WebhookEndpoint:
        """Resume a webhook endpoint.

        What waited is sent. One that was disabled begins anew, as if it had never failed; what happened while it was
        disabled is fetched with `recover`.

        Scope: `webhooks:manage`

        Rate limit: `write`
        """
        return self._ask(
            _resume_webhook_endpoint.request(
                endpoint_id=endpoint_id,
                idempotency_key=idempotency_key,
            ),
            _resume_webhook_endpoint.parse,
            keyed=True,
        )

    def rotate_webhook_endpoint_secret(
        self,
        endpoint_id: str,
        body: RotateInput | Unset = UNSET,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> RotatedEndpoint:
        """Rotate a signing secret.

        The new `secret` (and key pair, with `ed25519`) signs at once, and is in this one answer. For
        `overlap_seconds` the
        old ones sign along, so deliveries carry both signatures: switch your receiver meanwhile.

        Scope: `webhooks:manage`

        Rate limit: `write`
        """
        return self._ask(
            _rotate_webhook_endpoint_secret.request(
                endpoint_id=endpoint_id,
                body=body,
                idempotency_key=idempotency_key,
            ),
            _rotate_webhook_endpoint_secret.parse,
            keyed=True,
        )

    def send_test_delivery(
        self,
        endpoint_id: str,
        body: TestDeliveryInput | Unset = UNSET,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> WebhookDelivery:
        """Send a test.

        An event that did not happen, with the documented example and `"sample": true`, signed and sent as any other.
        Ask for
        the delivery to see what your receiver answered.

        Scope: `webhooks:manage`

        Rate limit: `write`
        """
        return self._ask(
            _send_test_delivery.request(
                endpoint_id=endpoint_id,
                body=body,
                idempotency_key=idempotency_key,
            ),
            _send_test_delivery.parse,
            keyed=True,
        )

    def update_webhook_endpoint(
        self,
        endpoint_id: str,
        body: WebhookEndpointChanges | Unset = UNSET,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> WebhookEndpoint:
        """Change a webhook endpoint.

        What is sent from now on goes by it, also what waits already; which types it wants counts when an event
        happens.

        Scope: `webhooks:manage`

        Rate limit: `write`
        """
        return self._ask(
            _update_webhook_endpoint.request(
                endpoint_id=endpoint_id,
                body=body,
                idempotency_key=idempotency_key,
            ),
            _update_webhook_endpoint.parse,
            keyed=True,
        )
