from __future__ import annotations

import uuid
from collections.abc import Iterable

from tenants.inventory.models import CodeImport, SharedCode
from tenants.inventory.packing import Row
from tenants.inventory.sealing import keyring
from tenants.inventory.staging import NO_EXPIRY, Stored


def store_shared_codes(*, code_import: CodeImport, supplier_id: uuid.UUID, batches: Iterable[list[Row]]) -> Stored:
    """Put shared codes (循环卡密) into stock, each good for ``shared_uses`` issues. Few rows, so plain inserts do."""
    ring, sku_id = keyring(), code_import.sku_id
    seen: dict[bytes, SharedCode] = {}
    lines = 0
    for rows in batches:
        for _, number, secret, expires_on in rows:
            lines += 1
            sealed = ring.seal(sku_id.bytes, number, secret)
            seen.setdefault(
                sealed.fingerprint,
                SharedCode(
                    code_import=code_import,
                    sku_id=sku_id,
                    supplier_id=supplier_id,
                    sell_by=expires_on or NO_EXPIRY,
                    fingerprint=sealed.fingerprint,
                    sealed=sealed.sealed,
                    number_print=ring.number_print(number) if number else None,
                    max_uses=max(code_import.shared_uses, 1),
                ),
            )
    there = set(SharedCode.objects.filter(fingerprint__in=list(seen)).values_list("fingerprint", flat=True))
    known = {bytes(print_) for print_ in there}
    fresh = [code for print_, code in seen.items() if print_ not in known]
    SharedCode.objects.bulk_create(fresh)
    return Stored(len(fresh), lines - len(seen), len(seen) - len(fresh))
