"""What a buyer answered for a line of an issuance: sealed at rest, since it is about a person."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from platform_core.kernel.sealing import open_json, seal_json
from platform_core.tenancy.context import current_tenant
from tenants.issuance.models import IssuanceLine

PURPOSE = "line-inputs"


def seal_inputs(line_id: uuid.UUID, inputs: Mapping[str, str]) -> bytes:
    """Answers to be stored beside their line, and readable with that line alone."""
    return seal_json(current_tenant().id, PURPOSE, line_id, dict(inputs))


def inputs_of(line: IssuanceLine) -> dict[str, str] | None:
    """The answers of a line that was read with its ``answers``; None: its buyer was asked nothing.

    Raises:
        KeyMissing, SealBroken
    """
    answers = getattr(line, "answers", None)  # Django's way to say that there is none is an error
    if answers is None:
        return None
    opened: dict[str, str] = open_json(current_tenant().id, PURPOSE, line.id, answers.sealed)
    return opened
