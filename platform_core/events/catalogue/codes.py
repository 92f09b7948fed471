from __future__ import annotations

from dataclasses import dataclass

from platform_core.events.catalogue.base import CodeStep, EventPayload


@dataclass(frozen=True, slots=True)
class CodeRevealed(EventPayload):
    """Somebody saw plaintext codes: of an issuance, or of several in an export."""

    type = "code.revealed"
    id: str
    issuance: str | None
    count: int
    actor: str
    export: str | None = None


@dataclass(frozen=True, slots=True)
class CodeActivated(CodeStep, EventPayload):
    """An issued code can be redeemed from now on."""

    type = "code.activated"


@dataclass(frozen=True, slots=True)
class CodeSuspended(CodeStep, EventPayload):
    """A code was frozen, for now."""

    type = "code.suspended"


@dataclass(frozen=True, slots=True)
class CodeResumed(CodeStep, EventPayload):
    """A frozen code is what it was before."""

    type = "code.resumed"


@dataclass(frozen=True, slots=True)
class CodeVoided(CodeStep, EventPayload):
    """A code is worth nothing from now on, for ever: it was voided, replaced or refunded."""

    type = "code.voided"


@dataclass(frozen=True, slots=True)
class CodeRedeemed(CodeStep, EventPayload):
    """A code was used: ``value`` (minor units or uses, as ``kind`` says) of it; ``left`` is what is left."""

    type = "code.redeemed"
    redemption: str
    kind: str
    value: int
    left: int


@dataclass(frozen=True, slots=True)
class CodeRedemptionReversed(CodeStep, EventPayload):
    """A redemption was taken back: ``value`` is on the code again."""

    type = "code.redemption_reversed"
    redemption: str
    kind: str
    value: int
    left: int


@dataclass(frozen=True, slots=True)
class CodeExpiringSoon(EventPayload):
    """The last day of an issued code is at most 7 days away. Not told of codes that were issued so late. Days are the shop's."""

    type = "code.expiring_soon"
    id: str
    sku: str
    issuance: str | None
    status: str
    expires_on: str
    left: int | None


@dataclass(frozen=True, slots=True)
class CodeExpired(EventPayload):
    """The last day of an issued code is over. ``left`` (minor units or uses) was on it; null: the shop does not redeem it."""

    type = "code.expired"
    id: str
    sku: str
    issuance: str | None
    status: str
    previous_status: str
    expires_on: str
    left: int | None


@dataclass(frozen=True, slots=True)
class CodeReplaced(EventPayload):
    """A code was voided and another one issued for it, in an issuance of its own."""

    type = "code.replaced"
    id: str
    replacement: str
    new_code: str
    issuance: str
    reason: str
