"""What is sold: products, prices, coupons, promotion codes; what a quantity at a price costs."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from tests.simulators.stripe.refused import Refused
from tests.simulators.stripe.shapes import made
from tests.simulators.stripe_billing.office import PAGE, Office, merged


def rounded(amount: Fraction) -> int:
    """To whole minor units, halves away from nought."""
    return int(math.copysign(math.floor(abs(amount) + Fraction(1, 2)), amount)) if amount else 0


def is_metered(price: dict[str, Any]) -> bool:
    """Is it paid afterwards, by what was used?"""
    return (price["recurring"] or {}).get("usage_type") == "metered"


def cost_of(price: dict[str, Any], quantity: int) -> int:
    """What a quantity at a price costs, in minor units."""
    if price["billing_scheme"] == "tiered":
        return _tiered(price, quantity)
    divided = price["transform_quantity"]
    if divided:
        steps = Fraction(quantity, divided["divide_by"])
        quantity = math.ceil(steps) if divided["round"] == "up" else math.floor(steps)
    return rounded(Fraction(price["unit_amount_decimal"]) * quantity)


def _tiered(price: dict[str, Any], quantity: int) -> int:
    total, below = Fraction(0), 0
    for tier in price["tiers"]:
        top = math.inf if tier["up_to"] is None else tier["up_to"]
        graduated = price["tiers_mode"] == "graduated"
        inside = min(quantity, top) - below if graduated else quantity * (below < quantity <= top)
        if inside > 0 or (quantity == below == 0):
            total += Fraction(tier["unit_amount_decimal"] or 0) * inside + (tier["flat_amount"] or 0)
        below = top
        if quantity <= top:
            break
    return rounded(total)


class Catalogue(Office):
    """Products, prices and what is taken off them."""

    def make_product(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST products."""
        self.only(
            params, "id", "name", "active", "description", "metadata", "unit_label", "default_price_data", "images", "url",
            "marketing_features", "shippable", "statement_descriptor", "tax_code", "type",
        )  # fmt: skip
        if params.get("id") in self.objects:
            raise Refused("resource_already_exists", param="id", message="Product already exists.")
        priced = params.pop("default_price_data", None)
        product = self.keep(
            "product", "prod",
            **{"active": True, "images": [], "marketing_features": [], "metadata": {}, "type": "service", **params},
            updated=self.clock(),
        )  # fmt: skip
        if priced:
            product["default_price"] = self.make_price({**priced, "product": product["id"]})["id"]
        self.tell("product.created", product)
        return product

    def update_product(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST products/{id}."""
        return self._renew(self.get(wanted, "product"), params, "product.updated", updated=self.clock())

    def _renew(self, said: dict[str, Any], params: dict[str, Any], kind: str, **more: Any) -> dict[str, Any]:
        if "metadata" in params:
            params["metadata"] = merged(said["metadata"], params["metadata"])
        with self.changing(said, kind):
            said.update(params, **more)
        return said

    def make_price(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST prices."""
        self.only(
            params, "currency", "product", "product_data", "unit_amount", "unit_amount_decimal", "recurring", "lookup_key",
            "transfer_lookup_key", "metadata", "nickname", "active", "billing_scheme", "tiers", "tiers_mode", "tax_behavior",
            "transform_quantity",
        )  # fmt: skip
        product = params.get("product") or self.make_product(params["product_data"])["id"]
        self.get(product, "product")
        key = params.get("lookup_key")
        holder = next(iter(self.all("price", lookup_key=key)), None) if key else None
        if holder:
            if not params.get("transfer_lookup_key"):
                raise Refused("resource_already_exists", param="lookup_key", message=f"A price already has {key}.")
            with self.changing(holder, "price.updated"):
                holder["lookup_key"] = None
        decimal = params.get("unit_amount_decimal")
        unit = params.get("unit_amount")
        if unit is None and decimal is not None and Fraction(decimal).denominator == 1:
            unit = int(Fraction(decimal))
        price = self.keep(
            "price", "price",
            product=product, currency=params["currency"], unit_amount=unit, active=params.get("active", True),
            unit_amount_decimal=str(unit) if decimal is None and unit is not None else decimal, lookup_key=key or None,
            metadata=params.get("metadata", {}), nickname=params.get("nickname"), tiers_mode=params.get("tiers_mode"),
            billing_scheme=params.get("billing_scheme", "per_unit"), transform_quantity=params.get("transform_quantity"),
            tax_behavior=params.get("tax_behavior", "unspecified"), recurring=self._rhythm(params),
            type="recurring" if params.get("recurring") else "one_time",
        )  # fmt: skip
        if price["billing_scheme"] == "tiered":
            price["tiers"] = [_tier(each) for each in params["tiers"]]
        elif price["unit_amount_decimal"] is None:
            raise Refused("parameter_missing", param="unit_amount", message="Missing required param: unit_amount.")
        self.tell("price.created", price)
        return price

    def _rhythm(self, params: dict[str, Any]) -> dict[str, Any] | None:
        given = params.get("recurring")
        if not given:
            return None
        meter, usage = given.get("meter"), given.get("usage_type", "licensed")
        if (usage == "metered") != bool(meter):
            raise Refused("", param="recurring[meter]", message="A metered price has a meter, and no other has.")
        if meter:
            self.get(meter, "billing.meter")
        rhythm = {"interval": given["interval"], "interval_count": given.get("interval_count", 1)}
        return {**rhythm, "meter": meter, "trial_period_days": None, "usage_type": usage}

    def update_price(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST prices/{id}: the amount of a price never changes."""
        self.only(params, "active", "lookup_key", "metadata", "nickname", "tax_behavior", "transfer_lookup_key")
        price = self.get(wanted, "price")
        moved, key = params.pop("transfer_lookup_key", False), params.get("lookup_key")
        for holder in self.all("price", lookup_key=key) if key else []:
            if holder is not price and not moved:
                raise Refused("resource_already_exists", param="lookup_key", message=f"A price already has {key}.")
            if holder is not price:
                with self.changing(holder, "price.updated"):
                    holder["lookup_key"] = None
        return self._renew(
            price, {**params, **({"lookup_key": key or None} if "lookup_key" in params else {})}, "price.updated"
        )

    def list_prices(self, params: dict[str, Any]) -> dict[str, Any]:
        """GET prices: also by lookup keys."""
        self.only(params, *PAGE, "active", "currency", "product", "type", "lookup_keys", "recurring")
        keys, rhythm = params.get("lookup_keys"), params.get("recurring", {})
        where = {name: params[name] for name in ("active", "currency", "product", "type") if name in params}
        rows = [
            each
            for each in self.all("price", **where)
            if (not keys or each["lookup_key"] in keys)
            and all((each["recurring"] or {}).get(name) == value for name, value in rhythm.items())
        ]
        return self.page_of(rows, params, "prices")

    def plan_of(self, price: dict[str, Any]) -> dict[str, Any]:
        """A price as the plan that subscription items still show."""
        rhythm = price["recurring"]
        return made(
            "plan", id=price["id"], active=price["active"], amount=price["unit_amount"], created=price["created"],
            amount_decimal=price["unit_amount_decimal"], billing_scheme=price["billing_scheme"], livemode=False,
            currency=price["currency"], interval=rhythm["interval"], interval_count=rhythm["interval_count"],
            metadata=price["metadata"], nickname=price["nickname"], product=price["product"], meter=rhythm["meter"],
            tiers_mode=price["tiers_mode"], usage_type=rhythm["usage_type"],
        )  # fmt: skip


def _tier(given: dict[str, Any]) -> dict[str, Any]:
    unit, flat = given.get("unit_amount"), given.get("flat_amount")
    decimal = given.get("unit_amount_decimal")
    return {
        "flat_amount": flat, "flat_amount_decimal": None if flat is None else str(flat), "unit_amount": unit,
        "unit_amount_decimal": decimal if unit is None else str(unit),
        "up_to": None if given["up_to"] == "inf" else given["up_to"],
    }  # fmt: skip
