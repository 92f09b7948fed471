from __future__ import annotations

import datetime as dt

from platform_core.events.catalogue import ImportCompleted
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from tenants.catalog.models import Sku
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.inventory.enums import ImportState
from tenants.inventory.models import CodeImport
from tenants.inventory.services.screen_source import screen_source
from tenants.inventory.services.wake_backorders import wake_backorders


def finish_import(*, code_import: CodeImport, now: dt.datetime) -> CodeImport:
    """Write how an import ended, into its row, the books and the events, in the transaction that lets its codes be sold.

    Raises:
        ScreeningUnavailable: the rules about where codes come from cannot be asked now.
    """
    screen_source(code_import=code_import, now=now)
    flawed = code_import.rejected or code_import.duplicates
    code_import.state = ImportState.READY_WITH_ERRORS if flawed else ImportState.READY
    code_import.finished_at, code_import.failure = now, ""
    code_import.save()
    currency = Sku.objects.values_list("currency", flat=True).get(pk=code_import.sku_id)
    cost = code_import.accepted * code_import.unit_cost
    supplier_id = code_import.contract.supplier_id
    arrived = Transfer(AccountCode.CODE_STOCK, AccountCode.SUPPLIER_PAYABLE, cost, currency, supplier_id)
    post_transfers(kind=TransferKind.IMPORT, subject_id=code_import.id, transfers=[arrived], now=now)
    wake_backorders(sku_ids=[code_import.sku_id], reason=f"import:{code_import.id}", now=now)
    outside = public_id("imp", code_import.id)
    publish_event(
        ImportCompleted(
            id=outside,
            sku=public_id("sku", code_import.sku_id),
            accepted=code_import.accepted,
            duplicates=code_import.duplicates,
            rejected=code_import.rejected,
        ),
        object_id=outside,
        now=now,
    )
    return code_import
