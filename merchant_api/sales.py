"""What may be sold to a caller: the SKU, the quantity, and what the key itself is limited to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from merchant_api.problems import ApiProblem
from merchant_api.sku_ids import parse_sku_id
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from tenants.access.authenticate import Caller
from tenants.catalog.errors import InputInvalid
from tenants.catalog.facts import may_buy, skus_for_sale
from tenants.catalog.inputs import check_inputs
from tenants.catalog.models import Sku

Offers = dict[uuid.UUID, tuple[Sku, bool]]


def check_offer(
    caller: Caller, offers: Offers, sku_id: uuid.UUID, quantity: int, *, param: str, of_quantity: str
) -> Sku:
    """A SKU that this caller may have so many of.

    Args:
        param, of_quantity: where the SKU and the quantity stand in the request.

    Raises:
        ApiProblem: ``resource_not_found``, ``sku_inactive``, ``product_not_permitted``, ``quantity_out_of_range``
    """
    sku, for_sale = offers.get(sku_id, (None, False))
    if sku is None:
        raise ApiProblem("resource_not_found", param=param)
    if not for_sale:
        raise ApiProblem("sku_inactive", param=param, sku=public_id("sku", sku_id))
    permitted = caller.limits.product_ids
    if permitted and sku.product_id not in permitted:
        raise ApiProblem("product_not_permitted", param=param)
    if not may_buy(sku, quantity):
        limits = {"minimum": sku.min_quantity, "maximum": sku.max_quantity or 10_000, "multiple": sku.quantity_multiple}
        raise ApiProblem("quantity_out_of_range", param=of_quantity, **limits)
    return sku


def inputs_of(sku: Sku, given: Mapping[str, str], *, param: str) -> dict[str, str]:
    """What a caller answered to what the SKU asks for, if it fits.

    Args:
        param: where the answers stand in the request.

    Raises:
        ApiProblem: ``input_invalid``, with all fields that are wrong.
    """
    try:
        return check_inputs(sku.input_schema, given)
    except InputInvalid as error:
        outside, wrong = public_id("sku", sku.id), error.data["fields"]
        asked = [field["name"] for field in sku.input_schema]
        errors = [
            {
                "param": f"{param}.{name}",
                "code": "input_invalid",
                "meta": {
                    "reason": reason,
                    "sku": outside,
                    "input_schema": None if place is None else f"/{place}",
                    "asked": asked,
                },
            }
            for name, place, reason in wrong
        ]
        fields = ", ".join(f"{name} ({reason})" for name, _, reason in wrong)
        raise ApiProblem("input_invalid", param=f"{param}.{wrong[0].name}", errors=errors, fields=fields) from error


def sku_for_sale(caller: Caller, text: str, quantity: int, *, param: str, of_quantity: str) -> Sku:
    """One SKU by its public id; see ``check_offer``."""
    try:
        sku_id = parse_sku_id(text)
    except RecordNotFound as error:
        raise ApiProblem("resource_not_found", param=param) from error
    return check_offer(caller, skus_for_sale([sku_id]), sku_id, quantity, param=param, of_quantity=of_quantity)
