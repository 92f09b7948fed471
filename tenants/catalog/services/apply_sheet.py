from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.job_progress import JobProgress
from tenants.catalog.changes import PRODUCT, SKU
from tenants.catalog.enums import ChangeKind
from tenants.catalog.errors import ChangedMeanwhile
from tenants.catalog.locks import find_sheet_locked
from tenants.catalog.models import CatalogSheet
from tenants.catalog.services.add_sku import add_sku
from tenants.catalog.services.change_catalog import Edit, change_catalog
from tenants.catalog.services.create_product import create_product
from tenants.catalog.services.save_group import save_group
from tenants.catalog.services.update_product import update_product
from tenants.catalog.services.update_sku import update_sku
from tenants.catalog.sheet import Plan, Step, plan_sheet
from tenants.catalog.sheet.plan import ADD, CHANGE, NEW, SAME, resolved

Made = list[tuple[str, uuid.UUID]]


def apply_sheet(
    *, sheet_id: uuid.UUID, actor: str, now: dt.datetime, progress: JobProgress | None = None
) -> CatalogSheet:
    """Make and change what an uploaded table says, in one transaction; lines with faults are left out and reported.

    Args:
        progress: told how far it is; what it raises undoes all of it.

    Raises:
        RecordNotFound: no such table.
        ChangedMeanwhile: it was applied already.
    """
    with transaction.atomic():
        sheet = find_sheet_locked(sheet_id)
        if sheet is None:
            raise RecordNotFound(id=str(sheet_id))
        if sheet.applied_at is not None:
            raise ChangedMeanwhile(version=1)
        plan = plan_sheet(sheet.rows, sheet.roles)
        groups = {(kind, name): save_group(kind=kind, name=name).slug for kind, name in sorted(plan.groups)}
        edits, step = _edits(plan, groups), progress.add if progress else _nothing
        if progress:
            progress.begin(plan.count(NEW) + plan.count(ADD) + len(edits))
        made = _make(plan, groups, now, step)
        sheet.change = change_catalog(edits=edits, kind=ChangeKind.SHEET, actor=actor, now=now, made=made, on_edit=step)
        sheet.result = {name: plan.count(name) for name in (NEW, ADD, CHANGE, SAME)}
        sheet.result["faults"] = [list(fault) for fault in plan.faults]
        sheet.applied_at = now
        sheet.save()
    return sheet


def _nothing() -> None:
    """Nobody waits to be told."""


def _make(plan: Plan, groups: Mapping[tuple[str, str], str], now: dt.datetime, step_done: Callable[[], None]) -> Made:
    made: Made = []
    fresh: dict[str, list[Step]] = {}
    for step in plan.steps:
        if step.action == NEW:
            fresh.setdefault(step.key, []).append(step)
        elif step.action == ADD:
            assert step.product_id is not None
            assert step.draft is not None
            sku = add_sku(product_id=step.product_id, draft=step.draft, now=now)
            if step.sku:
                update_sku(sku_id=sku.id, changes=step.sku, now=now)
            made.append((SKU, sku.id))
            step_done()
    for steps in fresh.values():
        made.append((PRODUCT, _product(steps, groups, now)))
        for _step in steps:
            step_done()
    return made


def _product(steps: list[Step], groups: Mapping[tuple[str, str], str], now: dt.datetime) -> uuid.UUID:
    drafts = [step.draft for step in steps if step.draft is not None]
    product = create_product(name=steps[0].name, skus=drafts, now=now)
    changes = resolved(steps[0].product, groups)
    if changes:
        update_product(product_id=product.id, changes=changes, now=now)
    codes = {step.draft.sku_code: step.sku for step in steps if step.draft is not None and step.sku}
    for sku in product.skus.filter(sku_code__in=codes) if codes else ():
        update_sku(sku_id=sku.id, changes=codes[sku.sku_code], now=now)
    return product.id


def _edits(plan: Plan, groups: Mapping[tuple[str, str], str]) -> list[Edit]:
    edits = []
    for step in plan.steps:
        if step.product and step.product_id is not None:
            edits.append(Edit(PRODUCT, step.product_id, resolved(step.product, groups)))
        if step.action == CHANGE and step.sku and step.sku_id is not None:
            edits.append(Edit(SKU, step.sku_id, step.sku))
    return edits
