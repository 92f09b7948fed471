"""Importing codes, step by step: what and whose, how it is read and what is wrong with it, then into stock."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from platform_core.compliance.enums import Clearance
from platform_core.compliance.errors import ListingFrozen
from platform_core.compliance.selectors import find_clearances
from platform_core.compliance.services.register_supplier import register_supplier
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.money import format_money
from tenants.access.powers import Power
from tenants.catalog.enums import CodeMode
from tenants.catalog.models import Sku
from tenants.console.card_form import frozen_words
from tenants.console.forms import ImportForm, yuan
from tenants.console.plan_words import REFUSALS
from tenants.console.staff import actor, note, staff_only
from tenants.console.stock_words import import_name, line_words
from tenants.inventory.reading import FileRefused, ReadFormat
from tenants.inventory.selectors import list_contracts
from tenants.inventory.services.add_contract import add_contract
from tenants.inventory.services.check_import import Checked, check_import
from tenants.inventory.services.preview_import import preview_import
from tenants.inventory.services.start_import import start_import
from tenants.inventory.uploads import SealedFile, StoredUpload, delete_upload, store_upload

SALT = "kaquan.import-preview"
COLUMNS = (
    ("secret", gettext_lazy("卡密")),
    ("card_number", gettext_lazy("卡号")),
    ("face_value", gettext_lazy("面额")),
    ("expires_on", gettext_lazy("有效期")),
    ("ignore", gettext_lazy("忽略")),
)
SEPARATORS = (
    ("----", "----"),
    ("tab", "Tab"),
    (",", ","),
    ("|", "|"),
    (";", ";"),
    (" ", gettext_lazy("空格")),
    ("none", gettext_lazy("整行一张")),
)
KEPT = ("sku", "contract", "unit_cost", "shared_uses")


def _choices(request: HttpRequest, **more: Any) -> dict[str, Any]:
    skus = Sku.objects.select_related("product").exclude(code_mode=CodeMode.GENERATED)
    found = list(skus.order_by("product__name", "position"))
    may_register = Power.SUPPLIERS_EDIT in request.powers  # type: ignore[attr-defined]
    shared = any(sku.code_mode == CodeMode.SHARED for sku in found)
    return {"skus": found, "contracts": list_contracts(), "may_register": may_register, "shared": shared, **more}


@staff_only(Power.STOCK_IMPORT)
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Choose SKU, supplier and file."""
    data = {"sku": request.GET.get("sku", "")}
    return render(request, "console/stock/import_new.html", _choices(request, data=data))


def _first_error(form: ImportForm) -> str:
    return next(str(error) for errors in form.errors.values() for error in errors)


def _stored(request: HttpRequest) -> tuple[StoredUpload, str] | None:
    file = request.FILES.get("file")
    if isinstance(file, SealedFile) and file.stored.size:
        return file.stored, file.name or "upload"
    if isinstance(file, SealedFile):
        delete_upload(file.stored.name)
    pasted = request.POST.get("pasted", "")
    return (store_upload(pasted.encode()), "paste.txt") if pasted.strip() else None


def _contract_id(request: HttpRequest, form: ImportForm) -> str:
    """The supplier that was chosen, or one that is registered now; one that is there by that name is meant.

    Raises:
        Http404: this role registers none.
    """
    contract = form.cleaned_data["contract"]
    if contract is not None:
        return str(contract.pk)
    name = form.cleaned_data["supplier_name"].strip()
    there = list_contracts().filter(name=name).first()
    if there is not None:
        return str(there.pk)
    if Power.SUPPLIERS_EDIT not in request.powers:  # type: ignore[attr-defined]
        raise Http404
    with transaction.atomic():
        made = add_contract(supplier_id=register_supplier(name=name), name=name, now=now())
    note(request, supplier=name)
    return str(made.pk)


def _begun(request: HttpRequest) -> dict[str, Any] | HttpResponse:
    """What the first form said, with the file sealed; the form again where something is wrong with it."""
    form, stored = ImportForm(request.POST), _stored(request)
    if stored is None or not form.is_valid():
        error = _("请选择文件或粘贴卡密。") if stored is None else _first_error(form)
        if stored is not None:
            delete_upload(stored[0].name)
        context = _choices(request, error=error, data=request.POST)
        return render(request, "console/stock/import_new.html", context, status=422)
    upload, filename = stored
    facts = {"upload": upload.name, "bytes": upload.size, "filename": filename}
    facts |= {name: request.POST.get(name, "") for name in KEPT}
    return {**facts, "contract": _contract_id(request, form)}


@staff_only(Power.STOCK_IMPORT)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """How the file would be read, masked, and what of it would not be taken; nothing is imported yet."""
    signed = request.POST.get("signed")
    facts = _facts(signed) if signed else _begun(request)
    if isinstance(facts, HttpResponse):
        return facts
    columns = tuple(str(value) for key, value in sorted(request.POST.items()) if key.startswith("column_"))
    separator = request.POST.get("separator")
    given = ReadFormat(
        separator={"tab": "\t", "none": ""}.get(separator, separator) if separator else None,
        columns=columns or None,
    )
    upload, contract_id = facts["upload"], uuid.UUID(facts["contract"])
    try:
        shown = preview_import(upload=upload, filename=facts["filename"], given=given, contract_id=contract_id)
        checked = check_import(upload=upload, format=shown.format, sku_id=uuid.UUID(facts["sku"]), now=now())
    except FileRefused as refusal:
        delete_upload(upload)
        context = _choices(request, error=line_words(refusal.code), data=facts)
        return render(request, "console/stock/import_new.html", context, status=422)
    except RecordNotFound as error:
        raise Http404 from error
    facts["format"] = shown.format.to_json()
    note(request, lines=checked.lines)
    return render(request, "console/stock/import_preview.html", _shown(facts, shown, checked))


def _shown(facts: dict[str, Any], shown: Any, checked: Checked) -> dict[str, Any]:
    sku = Sku.objects.select_related("product").get(pk=facts["sku"])
    contract = list_contracts().get(pk=facts["contract"])
    cost = yuan(facts["unit_cost"]) if facts["unit_cost"] else sku.cost
    rows = [(row, "" if row.face_value is None else format_money(row.face_value, sku.currency)) for row in shown.rows]
    return {
        "shown": shown,
        "rows": rows,
        "checked": checked,
        "problems": [(line, line_words(code, first)) for line, code, first in checked.found],
        "signed": signing.dumps(facts, salt=SALT),
        "name": import_name(facts["filename"]),
        "sku_name": f"{sku.product.name} · {sku.name}",
        "supplier": contract.name,
        "cleared": find_clearances([contract.supplier_id])[contract.supplier_id] == Clearance.CLEARED,
        "cost": format_money(cost, sku.currency),
        "columns": COLUMNS,
        "separators": SEPARATORS,
        "separator": {"\t": "tab", "": "none"}.get(shown.format.separator or "", shown.format.separator),
    }


def _facts(signed: str) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = signing.loads(signed, salt=SALT, max_age=86_400)
    except signing.BadSignature as error:
        raise Http404 from error
    return facts


@staff_only(Power.STOCK_IMPORT)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Import what was previewed."""
    facts = _facts(request.POST.get("signed", ""))
    try:
        sku = Sku.objects.get(pk=facts["sku"])
        contract = list_contracts().get(pk=facts["contract"])
        cost = yuan(facts["unit_cost"]) if facts["unit_cost"] else sku.cost
        uses = int(facts["shared_uses"] or 0)
        row = start_import(
            sku_id=sku.id,
            contract_id=contract.id,
            upload=facts["upload"],
            filename=facts["filename"],
            bytes=facts["bytes"],
            given=ReadFormat.from_json(facts["format"]),
            unit_cost=cost,
            shared_uses=uses,
            created_by=actor(request),
            now=now(),
        )
    except ListingFrozen as frozen:
        messages.error(request, frozen_words(frozen))
        return redirect("console:imports")
    except REFUSALS:
        raise
    except (ObjectDoesNotExist, ValueError, DomainError) as error:
        raise Http404 from error
    return redirect("console:import", import_id=row.id)
