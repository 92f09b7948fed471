from __future__ import annotations

from dataclasses import dataclass

from platform_core.events.catalogue.base import EventPayload


@dataclass(frozen=True, slots=True)
class TenantProvisioned(EventPayload):
    """A merchant's shop, schema and keys exist."""

    type = "tenant.provisioned"
    id: str
    slug: str


@dataclass(frozen=True, slots=True)
class PlanChanged(EventPayload):
    """The operator gave the shop another plan, or none: then nothing is limited. It holds within 5 seconds."""

    type = "plan.changed"
    id: str
    plan: str | None
    previous: str | None
    by: str


@dataclass(frozen=True, slots=True)
class SubscriptionUpdated(EventPayload):
    """The shop's subscription changed: its plan, its state, or how the shop stands with it: active, grace, read_only, suspended."""

    type = "subscription.updated"
    id: str
    plan: str
    status: str
    standing: str
    interval: str
    current_period_end: str | None
    trial_ends_at: str | None
    cancel_at: str | None


@dataclass(frozen=True, slots=True)
class SubscriptionPastDue(EventPayload):
    """A bill of the platform was not paid in time. Everything works for seven days more."""

    type = "subscription.past_due"
    id: str
    plan: str
    status: str
    standing: str
    interval: str
    current_period_end: str | None
    trial_ends_at: str | None
    cancel_at: str | None
    unpaid_since: str


@dataclass(frozen=True, slots=True)
class ApiVersionChanged(EventPayload):
    """Calls that name no version are made in another one from now on. ``by`` is the member of staff who chose it."""

    type = "api_version.changed"
    id: str
    version: str
    previous: str | None
    by: str


@dataclass(frozen=True, slots=True)
class ApiKeyCreated(EventPayload):
    """A new API key can call the API. Only its last four characters are known to us."""

    type = "api_key.created"
    id: str
    livemode: bool
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApiKeyRolled(EventPayload):
    """An API key has a successor; it goes on working until then."""

    type = "api_key.rolled"
    id: str
    successor: str
    works_until: str


@dataclass(frozen=True, slots=True)
class ApiKeyUpdated(EventPayload):
    """What an API key may do, or its name, was changed."""

    type = "api_key.updated"
    id: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApiKeyExpiring(EventPayload):
    """An API key will stop working soon: 7 days before its end, 1 day before that of a rolled one, or half its time if shorter."""

    type = "api_key.expiring"
    id: str
    expires_at: str
    last_used_at: str | None
    successor: str | None


@dataclass(frozen=True, slots=True)
class ApiKeyRevoked(EventPayload):
    """An API key stopped working."""

    type = "api_key.revoked"
    id: str
