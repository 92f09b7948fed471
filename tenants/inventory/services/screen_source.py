from __future__ import annotations

import datetime as dt

from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.merchant_selectors import find_shop_regions
from platform_core.compliance.services.screen import screen
from platform_core.compliance.source_facts import source_facts
from platform_core.kernel.clock import local_date
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from tenants.inventory.models import CodeImport

OF_SOURCE = ("SRC-01",)


def screen_source(*, code_import: CodeImport, now: dt.datetime) -> None:
    """Ask the rules before the batches of an import are opened for sale, in that transaction, and keep which versions were asked and
    what they saw: once for an import, whatever its size.

    That a supplier is not cleared stops no import: its codes are sold once it is, which the database holds at each sale; so does it
    with the limits of a supplier on trial (SRC-01.L).

    Raises:
        ScreeningUnavailable: nothing new is put on sale until the rules can be asked.
    """
    if not current_tenant().livemode:
        return
    screen(
        subject_kind=SubjectKind.BATCH,
        subject_id=public_id("imp", code_import.id),
        facts=source_facts(code_import.contract.supplier_id, local_date(now, current_tenant().time_zone)),
        now=now,
        regions=find_shop_regions(),
        only=OF_SOURCE,
    )
