from __future__ import annotations

import datetime as dt
import uuid

from tenants.inventory.models import SupplierContract


def change_contract(*, contract_id: uuid.UUID, contact: str, ends_on: dt.date | None) -> None:
    """Note whom to ask at a supplier, and the last day of the agreement with it.

    Its end reminds and forbids nothing: whether codes may be sold is the clearance of the platform's register.

    Args:
        ends_on: by the shop's calendar; None: no end was agreed.

    Raises:
        SupplierContract.DoesNotExist
    """
    contract = SupplierContract.objects.get(pk=contract_id)
    contract.contact, contract.ends_on = contact, ends_on
    contract.save(update_fields=["contact", "ends_on"])
