from __future__ import annotations

import uuid
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.problems import ApiProblem
from merchant_api.sales import Offers, check_offer, inputs_of
from merchant_api.serializers import validated
from merchant_api.sku_ids import parse_sku_id
from merchant_api.v1.quotes.serializers import QuoteInput, QuoteSerializer
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from tenants.access.authenticate import Caller
from tenants.catalog.enums import CodeMode
from tenants.catalog.facts import skus_for_sale
from tenants.catalog.models import Sku
from tenants.catalog.tiers import unit_price
from tenants.inventory.selectors import list_stock


class QuoteList(ApiView):
    """Quotes."""

    scopes: ClassVar[dict[str, str]] = {"POST": "catalog:read"}

    @extend_schema(
        operation_id="create_quote",
        tags=["quotes"],
        summary="Ask what an issuance would cost, and whether it could be had",
        request=QuoteInput,
        responses={200: QuoteSerializer},
    )
    def post(self, request: Request) -> Response:
        """Changes nothing and holds nothing. What would be refused is said per line, with the code of the refusal."""
        body, caller, moment = validated(QuoteInput(data=request.data)), caller_of(request), now()
        wanted = [_sku_of(index, line["sku"]) for index, line in enumerate(body["lines"])]
        offers = skus_for_sale(wanted)
        stock = list_stock(list(offers), now=moment)
        lines: list[dict[str, Any]] = []
        for index, (sku_id, line) in enumerate(zip(wanted, body["lines"], strict=True)):
            lines.append(_line(caller, offers, stock, index, sku_id, line))
            if sku_id in stock:  # two lines of one SKU share its stock
                stock[sku_id] = max(0, stock[sku_id] - line["quantity"])
        currencies = {sku.currency for sku, _ in offers.values()}
        amount = sum(line["amount"] or 0 for line in lines)
        problem = _of_whole(caller, body, currencies, amount)
        return Response(
            {
                "object": "quote",
                "livemode": caller.livemode,
                "issuable": problem is None and all(line["problem"] is None for line in lines),
                "lines": lines,
                "amount": amount,
                "currency": currencies.pop() if len(currencies) == 1 else None,
                "problem": problem,
                "as_of": moment,
            }
        )


def _sku_of(index: int, text: str) -> uuid.UUID:
    try:
        return parse_sku_id(text)
    except RecordNotFound as error:
        raise ApiProblem("resource_not_found", param=f"lines[{index}].sku") from error


def _line(
    caller: Caller, offers: Offers, stock: dict[uuid.UUID, int], index: int, sku_id: uuid.UUID, line: dict[str, Any]
) -> dict[str, Any]:
    """One line; a SKU that does not exist is an error of the request, all else is an answer."""
    place, quantity = f"lines[{index}]", line["quantity"]
    sku, problem, param = offers.get(sku_id, (None, False))[0], None, None
    try:
        check_offer(caller, offers, sku_id, quantity, param=f"{place}.sku", of_quantity=f"{place}.quantity")
    except ApiProblem as refusal:
        if sku is None:
            raise
        problem, param = refusal.problem_code, refusal.param
    assert sku is not None
    price = unit_price(sku, quantity)
    if problem is None:
        problem, param = _of_inputs(sku, line.get("inputs"), f"{place}.inputs")
    cap = line.get("max_unit_price")
    if problem is None and cap is not None and price > cap:
        problem, param = "price_exceeds_limit", f"{place}.max_unit_price"
    if problem is None and stock[sku_id] < quantity:
        problem, param = "insufficient_stock", f"{place}.quantity"
    return {
        "object": "quote_line",
        "sku": public_id("sku", sku_id),
        "quantity": quantity,
        "unit_price": price,
        "amount": price * quantity,
        "available": stock[sku_id] if sku.code_mode != CodeMode.GENERATED else None,
        "problem": problem,
        "param": param,
    }


def _of_inputs(sku: Sku, given: dict[str, str] | None, place: str) -> tuple[str | None, str | None]:
    """Why the answers of the buyer would be refused; a quote that brings none asks for the price alone."""
    if given is None:
        return None, None
    try:
        inputs_of(sku, given, param=place)
    except ApiProblem as refusal:
        return refusal.problem_code, refusal.param
    return None, None


def _of_whole(caller: Caller, body: dict[str, Any], currencies: set[str], amount: int) -> str | None:
    """Why the lines together would be refused."""
    if len(currencies) > 1 or (body.get("currency") is not None and currencies != {body["currency"]}):
        return "currency_mismatch"
    if body.get("max_total") is not None and amount > body["max_total"]:
        return "price_exceeds_limit"
    if caller.limits.max_amount is not None and amount > caller.limits.max_amount:
        return "quota_exceeded"
    return None
