"""Reading the id of a SKU: ``sku_…``, or in test mode the name of a magic SKU."""

from __future__ import annotations

import uuid

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id
from platform_core.tenancy.context import find_current_tenant
from tenants.catalog.selectors import find_magic_sku


def parse_sku_id(text: str) -> uuid.UUID:
    """The SKU that is meant. An id costs no look into the database, whatever the mode.

    Raises:
        RecordNotFound: neither.
    """
    try:
        return parse_public_id("sku", text)
    except RecordNotFound:
        tenant = find_current_tenant()
        found = None if tenant is None or tenant.livemode else find_magic_sku(text)
        if found is None:
            raise
        return found
