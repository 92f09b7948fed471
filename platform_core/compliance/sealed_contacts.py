"""Account, phone and identity number of a supplier as they are shown: masked, to those who typed them as well."""

from __future__ import annotations

from platform_core.compliance.models import SupplyLink
from platform_core.identity.platform_key import platform_owner
from platform_core.kernel.masking import mask, mask_contact
from platform_core.kernel.sealing import open_json

PURPOSE = "supply-link"


def masked_contacts(link: SupplyLink) -> dict[str, str]:
    """``bank_account``, ``phone`` and ``identity_number`` that were given, masked.

    Raises:
        KeyMissing, SealBroken
    """
    if not link.sealed:
        return {}
    kept = open_json(platform_owner(), PURPOSE, link.id, link.sealed)
    return {name: mask_contact(value) if name == "phone" else mask(value) for name, value in kept.items() if value}
