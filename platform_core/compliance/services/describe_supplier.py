from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from platform_core.compliance.identity_prints import print_of
from platform_core.compliance.locks import get_own_link_locked
from platform_core.compliance.models import SupplyLink
from platform_core.identity.platform_key import platform_owner
from platform_core.kernel.sealing import open_json, seal_json

PLAIN = (
    "name", "category", "uscc", "aliases", "legal_representative", "owners", "entity_type", "capital", "address",
    "business_scope", "registry", "founded_on", "licence_ends_on",
)  # fmt: skip
SEALED = {"bank_account": "bank", "phone": "phone", "identity_number": "person"}
PURPOSE = "supply-link"


def describe_supplier(*, link_id: uuid.UUID, told: dict[str, Any], edited_by: str) -> SupplyLink:
    """A merchant fills in what it knows of a supplier, from within its own shop, as long as it is not with the platform.

    Args:
        told: fields of the licence, ``category`` and ``aliases``; ``bank_account``, ``phone`` and ``identity_number`` are sealed. What is
            not among them stays as it is.
        edited_by: id of the log-in.

    Raises:
        RecordNotFound: no link of this shop.
        SupplyNotEditable
    """
    with transaction.atomic():
        link = get_own_link_locked(link_id)
        for name in PLAIN:
            if name in told:
                setattr(link, name, told[name])
        sealed = {name: told[name] for name in SEALED if name in told}
        if sealed:
            kept = open_json(platform_owner(), PURPOSE, link.id, link.sealed) if link.sealed else {}
            link.sealed = seal_json(platform_owner(), PURPOSE, link.id, {**kept, **sealed})
            for name, value in sealed.items():
                setattr(link, f"{SEALED[name]}_print", print_of(SEALED[name], value))  # type: ignore[arg-type]
        link.edited_by = edited_by
        written = [*PLAIN, "sealed", "person_print", "bank_print", "phone_print", "edited_by"]
        link.save(update_fields=written)
        return link
