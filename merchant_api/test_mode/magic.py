"""``POST /v1/issuances`` in test mode: what the magic SKUs do there. All of it happens through the real path."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.problems import ApiProblem
from merchant_api.sku_ids import parse_sku_id
from merchant_api.test_mode.lost_answer import lost_answer
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from tenants.catalog.enums import MagicSku
from tenants.catalog.models import Sku
from tenants.catalog.selectors import list_magic_skus
from tenants.catalog.services.update_sku import update_sku
from tenants.inventory.selectors import get_waited_count
from tenants.inventory.services.restock_later import restock_later
from tenants.inventory.services.set_test_stock import set_test_stock

STOCK = {MagicSku.OUT_OF_STOCK: 0, MagicSku.PARTIAL: 1}  # codes for sale, always


def create_test_issuance(request: Request, create: Callable[[Request], Response]) -> HttpResponseBase:
    """Let the magic SKUs of a request prepare it, and then do to its answer what they are known for.

    Raises:
        ApiProblem: ``internal_error`` with outcome ``executed``; besides what ``create`` raises.
    """
    body: Any = request.data
    named = {MagicSku(sku.sku_code): sku for sku in _magic_skus(body)}
    for which, sku in named.items():
        _prepare(which, sku, body)
    response = create(request)
    if MagicSku.PRICE_UP in named:  # whoever met the new price begins anew
        _price(named[MagicSku.PRICE_UP], up=False)
    if "Idempotent-Replayed" in response.headers:
        return response
    if MagicSku.SLOW in named:
        restock_later(sku_id=named[MagicSku.SLOW].id, reason=response.data["id"], now=now())
    if MagicSku.FAIL_AFTER_EXECUTE in named:
        raise ApiProblem("internal_error", outcome="executed", existing_id=response.data["id"])
    return lost_answer(response) if MagicSku.LOST_RESPONSE in named else response


def _magic_skus(body: Any) -> list[Sku]:
    """The magic SKUs that a body names, by name or id; what is wrong with the body is said later."""
    lines = body.get("lines") if isinstance(body, dict) else None
    ids = set()
    for line in lines[:20] if isinstance(lines, list) else []:
        try:
            ids.add(parse_sku_id(str(line["sku"])[:64]))
        except (RecordNotFound, LookupError, TypeError):
            continue
    return list_magic_skus(ids)


def _prepare(which: MagicSku, sku: Sku, body: dict[str, Any]) -> None:
    if which in STOCK:
        set_test_stock(sku=sku, available=STOCK[which], now=now())
    if which == MagicSku.SLOW:
        body["fulfillment_policy"] = "backorder"  # whatever was asked for
        if not get_waited_count(sku.id):
            set_test_stock(sku=sku, available=0, now=now())
    if which == MagicSku.PRICE_UP:
        _price(sku, up=True)


def _price(sku: Sku, *, up: bool) -> None:
    """A tenth more than its face value, or that again."""
    price = sku.face_value * 11 // 10 if up else sku.face_value
    if sku.price != price:
        sku.price = update_sku(sku_id=sku.id, changes={"price": price}, now=now()).price
