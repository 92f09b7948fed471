"""When a version of the platform's agreement may begin, and what the rules are told of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from platform_core.compliance.agreement_enums import AgreementKind
from platform_core.compliance.selectors import ZONE
from platform_core.kernel.clock import local_date

ASKED: Final = ("SHOW-03",)
NOTICE: Final = dt.timedelta(days=7)  # 电子商务法 34; the database holds it as well
LEAST_TEXT: Final = 20
# What an open proposal is about, one for each kind.
SUBJECTS: Final = {kind: uuid.uuid5(uuid.NAMESPACE_URL, f"kaquan:agreement:{kind}") for kind in AgreementKind}


class Draft(NamedTuple):
    """A version that somebody proposes. ``text_en`` may be empty; ``consultation`` only of a first version."""

    kind: AgreementKind
    text: str
    text_en: str
    summary: str
    consultation: str
    begins_at: dt.datetime

    def find_fault(self, *, is_first: bool, after: dt.datetime | None, now: dt.datetime) -> str | None:
        """Why it cannot be published at this moment: ``text``, ``summary``, ``consultation``, ``too_soon``, ``order``; None: it can.

        Args:
            after: when the version before it begins.
        """
        if len(self.text.strip()) < LEAST_TEXT:
            return "text"
        if is_first:
            return "too_soon" if self.begins_at < now else None
        if not self.summary.strip():
            return "summary"
        if not self.consultation.strip():
            return "consultation"
        if self.begins_at < now + NOTICE:
            return "too_soon"
        return "order" if after is not None and self.begins_at <= after else None


def facts_of(draft: Draft, now: dt.datetime) -> dict[str, Any]:
    """What SHOW-03 is told. Link and history are so of every release; a test fetches them."""
    return {
        "linked_on_home": True,
        "history_kept": True,
        "consulted": bool(draft.consultation.strip()),
        "published_on": local_date(now, ZONE),
        "begins_on": local_date(draft.begins_at, ZONE),
    }


def draft_of(payload: Mapping[str, Any]) -> Draft:
    """What was proposed, from the payload of its proposal."""
    begins = dt.datetime.fromisoformat(payload["begins_at"])
    words = {name: payload[name] for name in ("text", "text_en", "summary", "consultation")}
    return Draft(kind=AgreementKind(payload["kind"]), begins_at=begins, **words)
