from __future__ import annotations

from dataclasses import dataclass

from platform_core.events.catalogue.base import EventPayload


@dataclass(frozen=True, slots=True)
class TestPing(EventPayload):
    """Nothing happened: somebody tries whether a webhook endpoint hears. Only ever sent as a test."""

    __test__ = False  # no test class

    type = "test.ping"
    id: str
    message: str


@dataclass(frozen=True, slots=True)
class WebhookEndpointCreated(EventPayload):
    """A webhook endpoint is told of these types of events from now on. Of its URL only the host is said."""

    type = "webhook_endpoint.created"
    id: str
    host: str
    event_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WebhookEndpointUpdated(EventPayload):
    """A webhook endpoint is not what it was; ``status`` is among ``changed`` when it was paused or resumed."""

    type = "webhook_endpoint.updated"
    id: str
    status: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WebhookEndpointDeleted(EventPayload):
    """A webhook endpoint is gone. What was still to be sent to it is not sent."""

    type = "webhook_endpoint.deleted"
    id: str


@dataclass(frozen=True, slots=True)
class WebhookEndpointSecretRotated(EventPayload):
    """A webhook endpoint has new signing secrets; those before them sign along until then."""

    type = "webhook_endpoint.secret_rotated"
    id: str
    old_signs_until: str


@dataclass(frozen=True, slots=True)
class WebhookEndpointSecretRevealed(EventPayload):
    """Somebody looked at the signing secrets of a webhook endpoint, or of the shop itself (``id`` is its own then)."""

    type = "webhook_endpoint.secret_revealed"
    id: str
    actor: str


@dataclass(frozen=True, slots=True)
class WebhookEndpointFailing(EventPayload):
    """Nothing that was sent to a webhook endpoint has succeeded for a day, or for three. After five it is disabled."""

    type = "webhook_endpoint.failing"
    id: str
    failing_since: str
    hours: int


@dataclass(frozen=True, slots=True)
class WebhookEndpointDisabled(EventPayload):
    """The platform sends nothing more to a webhook endpoint: nothing succeeded for five days, or it answered 410."""

    type = "webhook_endpoint.disabled"
    id: str
    reason: str
    failing_since: str | None


@dataclass(frozen=True, slots=True)
class WebhookEndpointRecovered(EventPayload):
    """A webhook endpoint that failed for a day or longer takes events again."""

    type = "webhook_endpoint.recovered"
    id: str
    last_success_at: str
