"""What a table would do to the catalogue as it is now: line by line, nothing done yet."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from platform_core.kernel.errors import DomainError
from platform_core.kernel.money import exponent
from tenants.catalog.enums import RedemptionKind
from tenants.catalog.facts import quantities_fit
from tenants.catalog.models import Product, Sku
from tenants.catalog.services.create_product import SkuDraft
from tenants.catalog.sheet.lines import CURRENCY, Fault, Line, read_line
from tenants.catalog.sheet.standing import Standing

NEW, ADD, CHANGE, SAME = "new", "add", "change", "same"
LATER: Final = {"active"}  # of a SKU that is made: set afterwards


@dataclass(slots=True)
class Step:
    """What one line does: makes a product with its SKU, adds a SKU, changes what is there, or nothing."""

    line: int
    action: str
    key: str  # lines of one key belong to one product
    name: str
    sku_name: str
    price: int
    currency: str
    product: dict[str, Any] = field(default_factory=dict)
    sku: dict[str, Any] = field(default_factory=dict)
    product_id: uuid.UUID | None = None
    sku_id: uuid.UUID | None = None
    draft: SkuDraft | None = None


@dataclass(slots=True)
class Plan:
    """Steps in the order of the lines, what is left out and why, what is sorted into that does not exist yet."""

    steps: list[Step] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    groups: set[tuple[str, str]] = field(default_factory=set)

    def count(self, action: str) -> int:
        """How many lines do this."""
        return sum(step.action == action for step in self.steps)


def plan_sheet(rows: Sequence[tuple[int, Sequence[str]]], roles: Sequence[str]) -> Plan:
    """What the rows of a table would do.

    Args:
        rows: number of the line and its cells.
        roles: of each column: a name of ``COLUMNS``, or empty.
    """
    plan = Plan()
    read = [read_line(number, cells, roles) for number, cells in rows]
    lines = [each for each in read if isinstance(each, Line)]
    plan.faults = [each for each in read if isinstance(each, Fault)]
    standing = Standing(lines)
    seen: set[str] = set()
    for line in lines:
        step = _step(line, standing, seen, plan)
        if isinstance(step, Fault):
            plan.faults.append(step)
        else:
            plan.steps.append(step)
    plan.faults.sort()
    return plan


def _step(line: Line, standing: Standing, seen: set[str], plan: Plan) -> Step | Fault:
    code = line.sku.get("sku_code", "")
    if code in seen:
        return Fault(line.number, "sku_code", "twice")
    if code:
        seen.add(code)
    sku, product = standing.find(line)
    if sku is not None and str(sku.pk) in seen:
        return Fault(line.number, "sku_name", "twice")
    key = str(product.pk) if product else f"new:{line.product.get('name', '')}"
    if sku is not None:
        seen.add(str(sku.pk))
        step = _changed(line, sku, key)
    else:
        step = _made(line, product, key)
    if isinstance(step, Step):
        step.product = {} if key in seen else _product_changes(line, product, standing, plan)
        seen.add(key)
        if step.action == SAME and step.product:
            step.action = CHANGE
    return step


def _changed(line: Line, sku: Sku, key: str) -> Step | Fault:
    if line.currency and line.currency != sku.currency:
        return Fault(line.number, "currency", "fixed")
    if not line.currency and exponent(sku.currency) != exponent(CURRENCY):
        return Fault(line.number, "currency", "missing")
    wanted = {name: value for name, value in line.sku.items() if name != "sku_code"}
    changes = {name: value for name, value in wanted.items() if getattr(sku, name) != value}
    if "face_value" in changes and sku.redemption == RedemptionKind.AMOUNT:
        return Fault(line.number, "face_value", "fixed")
    if changes.get("price") == 0:
        return Fault(line.number, "price", "money")
    limits = {
        name: changes.get(name, getattr(sku, name)) for name in ("min_quantity", "max_quantity", "quantity_multiple")
    }
    if not quantities_fit(*limits.values()):
        return Fault(line.number, "min_quantity", "limits")
    return Step(
        line.number, CHANGE if changes else SAME, key, sku.product.name, changes.get("name", sku.name),
        changes.get("price", sku.price), sku.currency, sku=changes, product_id=sku.product_id, sku_id=sku.pk,
    )  # fmt: skip


def _made(line: Line, product: Product | None, key: str) -> Step | Fault:
    name = line.product.get("name", "")
    if product is None and not name:
        return Fault(line.number, "name", "missing")
    if not line.sku.get("price"):
        return Fault(line.number, "price", "missing")
    currency = line.currency or CURRENCY
    values: dict[str, Any] = {**line.sku, "currency": currency}
    values.setdefault("sku_code", f"SKU-{secrets.token_hex(4).upper()}")
    values.setdefault("name", _name_of(values.get("face_value", 0), currency) or name[:80])
    values.setdefault("face_value", 0)
    later = {name: values.pop(name) for name in LATER & set(values)}
    draft = SkuDraft(**values)
    try:
        draft.check_terms()
    except DomainError:
        return Fault(line.number, "min_quantity", "limits")
    return Step(
        line.number, ADD if product else NEW, key, product.name if product else name, draft.name, draft.price, currency,
        sku=later, product_id=product.pk if product else None, draft=draft,
    )  # fmt: skip


def _name_of(face_value: int, currency: str) -> str:
    """50元: what a SKU of this face value is called where nobody said."""
    from platform_core.kernel.money import format_money, to_major

    if not face_value:
        return ""
    if currency == CURRENCY:
        return f"{to_major(face_value, currency).normalize():f}元"
    return format_money(face_value, currency)


def _product_changes(line: Line, product: Product | None, standing: Standing, plan: Plan) -> dict[str, Any]:
    """What is to be of the product, where it is not so. Groups by their names; those that are missing are noted."""
    wanted = dict(line.product)
    for name in ("category", "occasions", "tags"):
        if name in wanted:
            wanted[name] = _slugs(name, wanted[name], standing, plan)
    if product is None:
        return {name: value for name, value in wanted.items() if name != "name"}
    if product.archived and "active" not in wanted and "archived" not in wanted and not standing.by_id(line):
        wanted["active"] = True  # a table that names what was put away wants it back
    before = standing.values(product)
    return {name: value for name, value in wanted.items() if _plain(before[name]) != value}


def _plain(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _slugs(name: str, given: Any, standing: Standing, plan: Plan) -> Any:
    kind = {"category": "category", "occasions": "occasion", "tags": "tag"}[name]
    slugs = []
    for word in [given] if isinstance(given, str) else given:
        slug = standing.slug(kind, word)
        if slug is None:
            plan.groups.add((kind, word.strip()))
        slugs.append(slug or f"{Standing.MISSING}{word.strip()}")
    return slugs[0] if name == "category" else sorted(set(slugs))


def resolved(changes: Mapping[str, Any], made: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """Changes of a product with the slugs of groups that were made since they were planned."""

    def known(kind: str, slug: str | None) -> str | None:
        return made[kind, slug[len(Standing.MISSING) :]] if slug and slug.startswith(Standing.MISSING) else slug

    found = dict(changes)
    if "category" in found:
        found["category"] = known("category", found["category"])
    for name, kind in (("occasions", "occasion"), ("tags", "tag")):
        if name in found:
            found[name] = [known(kind, slug) for slug in found[name]]
    return found
