from __future__ import annotations

import datetime
from typing import Any, cast

from ....resource import Resource
from ...models.list_deliveries_status import (
    ListDeliveriesStatus,
    check_list_deliveries_status,
)
from ...models.list_deliveries_type import (
    ListDeliveriesType,
    check_list_deliveries_type,
)
from ...models.resend_input import ResendInput
from ...models.resend_operation import ResendOperation
from ...models.webhook_delivery import WebhookDelivery
from ...models.webhook_delivery_attempt_page import WebhookDeliveryAttemptPage
from ...models.webhook_delivery_page import WebhookDeliveryPage
from ...models.whole_delivery import WholeDelivery
from ...types import UNSET, File, Unset
from . import get_delivery as _get_delivery
from . import list_deliveries as _list_deliveries
from . import list_delivery_attempts as _list_delivery_attempts
from . import resend_deliveries as _resend_deliveries
from . import resend_delivery as _resend_delivery


class DeliveriesResource(Resource):
    """What the API does with deliveries."""

    def get_delivery(
        self,
        delivery_id: str,
    ) -> WholeDelivery:
        """Get a delivery.

        With the body that is sent.

        Scope: `webhooks:manage`

        Rate limit: `read`
        """
        return self._ask(
            _get_delivery.request(
                delivery_id=delivery_id,
            ),
            _get_delivery.parse,
            keyed=False,
        )

    def list_deliveries(
        self,
        *,
        createdgte: datetime.datetime | Unset = UNSET,
        createdlt: datetime.datetime | Unset = UNSET,
        cursor: str | Unset = UNSET,
        endpoint: str | Unset = UNSET,
        event: str | Unset = UNSET,
        limit: int | Unset = 20,
        status: ListDeliveriesStatus | Unset = UNSET,
        type_: ListDeliveriesType | Unset = UNSET,
    ) -> WebhookDeliveryPage:
        """List deliveries.

        Newest first: what was sent to your endpoints and to the `notify_url` of your orders. Kept for 30 days after
        each is
        over.

        Scope: `webhooks:manage`

        Rate limit: `read`
        """
        return self._ask(
            _list_deliveries.request(
                createdgte=createdgte,
                createdlt=createdlt,
                cursor=cursor,
                endpoint=endpoint,
                event=event,
                limit=limit,
                status=status,
                type_=type_,
            ),
            _list_deliveries.parse,
            keyed=False,
        )

    def list_delivery_attempts(
        self,
        delivery_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = 20,
    ) -> WebhookDeliveryAttemptPage:
        """List the attempts of a delivery.

        Newest first: when it was sent, how long it took, and the beginning of what was answered.

        Scope: `webhooks:manage`

        Rate limit: `read`
        """
        return self._ask(
            _list_delivery_attempts.request(
                delivery_id=delivery_id,
                cursor=cursor,
                limit=limit,
            ),
            _list_delivery_attempts.parse,
            keyed=False,
        )

    def resend_deliveries(
        self,
        body: ResendInput,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> ResendOperation:
        """Send many deliveries anew.

        Those that were made in that time and are over; of endpoints that are disabled or deleted none. Answers an
        operation
        to poll; it can be cancelled.

        Scope: `webhooks:manage`

        Rate limit: `write`
        """
        return self._ask(
            _resend_deliveries.request(
                body=body,
                idempotency_key=idempotency_key,
            ),
            _resend_deliveries.parse,
            keyed=True,
        )

    def resend_delivery(
        self,
        delivery_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> WebhookDelivery:
        """Send a delivery anew.

        At once, also one that arrived: the same event with the same `webhook-id`, by which receivers drop what they
        have
        had. The schedule of its attempts begins again.

        Scope: `webhooks:manage`

        Rate limit: `write`
        """
        return self._ask(
            _resend_delivery.request(
                delivery_id=delivery_id,
                idempotency_key=idempotency_key,
            ),
            _resend_delivery.parse,
            keyed=True,
        )
