"""One code as the shop sees it: where it is kept, what its SKU promises, what became of it."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from platform_core.kernel.ids import public_id
from tenants.catalog.enums import RedemptionKind
from tenants.catalog.models import Sku
from tenants.inventory.stored import StoredCode
from tenants.issuance.enums import CodeStatus, CodeVerb
from tenants.issuance.errors import AlreadyRedeemed, CodeExpired, CodeRecalled, CodeStateInvalid, CodeSuspended
from tenants.issuance.models import CodeRecord

# Where a code lies says what it is, as long as nothing else became of it.
AT_PLACE = {
    "available": CodeStatus.AVAILABLE,
    "quarantined": CodeStatus.QUARANTINED,
    "reserved": CodeStatus.RESERVED,
    "issued": CodeStatus.ISSUED,
    "shared": CodeStatus.ISSUED,
    "held": CodeStatus.SUSPENDED,
    "voided": CodeStatus.VOIDED,
    "withdrawn": CodeStatus.VOIDED,
    "recalled": CodeStatus.RECALLED,
    "exported": CodeStatus.SUSPENDED,
}
ON_SHELF = {CodeStatus.QUARANTINED, CodeStatus.AVAILABLE, CodeStatus.RESERVED}
WITH_BUYER = {CodeStatus.ISSUED, CodeStatus.ACTIVATED, CodeStatus.PARTIALLY_REDEEMED}


@dataclass(frozen=True, slots=True)
class Step:
    """A step that a code is to take: who, why, when; ``value`` is what is taken from it or put back on it.

    ``subject_id``: the void, redemption, reversal, replacement or refund. ``changes``: further fields of its record.
    """

    verb: CodeVerb
    to: CodeStatus
    actor: str
    now: dt.datetime
    reason: str = ""
    value: int | None = None
    subject_id: uuid.UUID | None = None
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Code:
    """A code with its facts. ``issuance_id`` and ``line_id``: whose it is, once it was issued."""

    stored: StoredCode
    sku: Sku
    record: CodeRecord | None
    issuance_id: uuid.UUID | None
    line_id: uuid.UUID | None

    @property
    def public_id(self) -> str:
        """``code_…``"""
        return public_id("code", self.stored.id)

    @property
    def sequence(self) -> int:
        """How many steps it has taken."""
        return self.record.sequence if self.record else 0

    @property
    def path_status(self) -> CodeStatus:
        """Where it stands on its path; the calendar does not count."""
        status = CodeStatus(self.record.status) if self.record else CodeStatus.AVAILABLE
        if self.stored.place == "voided":  # its whole batch may have been
            return CodeStatus.VOIDED
        if status in {CodeStatus.AVAILABLE, CodeStatus.ISSUED}:
            return AT_PLACE[self.stored.place]
        return status

    def status(self, today: dt.date) -> CodeStatus:
        """What it is today, in the shop's calendar."""
        status, last = self.path_status, self.stored.expires_on
        over = last is not None and last < today and status in ON_SHELF | WITH_BUYER
        return CodeStatus.EXPIRED if over else status

    @property
    def initial(self) -> int | None:
        """What it began with: minor units or uses, as its SKU counts; None: the shop does not redeem it."""
        if self.record is not None and self.record.initial is not None:
            return self.record.initial
        terms: dict[str, int] = {RedemptionKind.AMOUNT: self.sku.face_value, RedemptionKind.UNITS: self.sku.units}
        return terms.get(self.sku.redemption)

    @property
    def left(self) -> int | None:
        """What is left of it."""
        if self.path_status == CodeStatus.VOIDED and self.initial is not None:
            return 0
        return self.record.left if self.record is not None and self.record.left is not None else self.initial

    @property
    def owed(self) -> int:
        """What the shop owes its holder in the books, in minor units."""
        active = not self.sku.needs_activation or (self.record is not None and self.record.activated)
        counted = self.sku.redemption == RedemptionKind.AMOUNT and active and self.line_id is not None
        return (self.left or 0) if counted else 0


def check_usable(code: Code, today: dt.date) -> None:
    """A code that somebody wants to pay with must be his and alive.

    Raises:
        CodeStateInvalid, CodeSuspended, CodeRecalled, CodeExpired, AlreadyRedeemed
    """
    status = code.status(today)
    if status == CodeStatus.SUSPENDED:
        raise CodeSuspended(current_state=status.value)
    if status == CodeStatus.RECALLED:
        raise CodeRecalled(current_state=status.value)
    if status == CodeStatus.EXPIRED:
        raise CodeExpired(current_state=status.value)
    if status == CodeStatus.REDEEMED:
        raise AlreadyRedeemed(current_state=status.value)
    unactivated = status == CodeStatus.ISSUED and code.sku.needs_activation
    if status not in WITH_BUYER or unactivated or code.stored.place == "shared":
        raise CodeStateInvalid(current_state=status.value)
