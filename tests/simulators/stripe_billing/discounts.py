"""What is taken off: coupons, the codes that people type for them, and the discounts that they become."""

from __future__ import annotations

import uuid
from fractions import Fraction
from typing import Any

from tests.simulators.stripe.refused import Refused
from tests.simulators.stripe_billing.catalogue import rounded
from tests.simulators.stripe_billing.customers import Customers
from tests.simulators.stripe_billing.office import PAGE, merged
from tests.simulators.stripe_billing.periods import add


class Discounts(Customers):
    """Coupons and discounts. Amounts in minor units."""

    def make_coupon(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST coupons."""
        self.only(
            params, "id", "percent_off", "amount_off", "currency", "duration", "duration_in_months", "max_redemptions",
            "redeem_by", "name", "metadata", "applies_to",
        )  # fmt: skip
        if ("percent_off" in params) == ("amount_off" in params):
            raise Refused(
                "parameter_missing", param="percent_off", message="You must specify percent_off or amount_off."
            )
        coupon = self.keep(
            "coupon", "cou",
            **{"duration": "once", "metadata": {}, "id": uuid.uuid4().hex[:8], "times_redeemed": 0, "valid": True, **params},
        )  # fmt: skip
        self.tell("coupon.created", coupon)
        return coupon

    def update_coupon(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST coupons/{id}: its name and metadata."""
        self.only(params, "name", "metadata")
        return self._renew(self.get(wanted, "coupon"), params, "coupon.updated")

    def drop_coupon(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """DELETE coupons/{id}: who has it keeps it."""
        coupon = self.get(wanted, "coupon")
        coupon.update(deleted=True, valid=False)
        self.tell("coupon.deleted", {name: value for name, value in coupon.items() if name != "deleted"})
        return {"id": wanted, "object": "coupon", "deleted": True}

    def make_code(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST promotion_codes."""
        self.only(
            params,
            "promotion",
            "code",
            "active",
            "customer",
            "expires_at",
            "max_redemptions",
            "metadata",
            "restrictions",
        )
        coupon = self.get(params["promotion"].get("coupon", ""), "coupon")["id"]
        code = params.get("code") or uuid.uuid4().hex[:8].upper()
        if any(each["code"].lower() == code.lower() for each in self.all("promotion_code", active=True)):
            raise Refused("resource_already_exists", param="code", message=f"An active promotion code {code} exists.")
        limits = {"first_time_transaction": False, "minimum_amount": None, "minimum_amount_currency": None}
        made = self.keep(
            "promotion_code", "promo",
            **{"active": True, "metadata": {}, "times_redeemed": 0, **params},
        )  # fmt: skip
        made.update(
            code=code,
            promotion={"coupon": coupon, "type": "coupon"},
            restrictions={**limits, **params.get("restrictions", {})},
        )
        self.tell("promotion_code.created", made)
        return made

    def update_code(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST promotion_codes/{id}."""
        self.only(params, "active", "metadata")
        code = self.get(wanted, "promotion_code")
        if "metadata" in params:
            params["metadata"] = merged(code["metadata"], params["metadata"])
        return self._renew(code, params, "promotion_code.updated")

    def list_codes(self, params: dict[str, Any]) -> dict[str, Any]:
        """GET promotion_codes."""
        self.only(params, *PAGE, "active", "code", "coupon", "customer")
        wanted = {name: params[name] for name in ("active", "customer") if name in params}
        code, coupon = params.get("code", "").lower(), params.get("coupon")
        rows = [
            each
            for each in self.all("promotion_code", **wanted)
            if (not code or each["code"].lower() == code) and (not coupon or each["promotion"]["coupon"] == coupon)
        ]
        return self.page_of(rows, params, "promotion_codes")

    def redeem(self, given: dict[str, Any], customer: dict[str, Any], **where: Any) -> str:
        """A coupon or a promotion code becomes a discount. Returns its id; ``where``: subscription, subscription_item."""
        code = self.get(given["promotion_code"], "promotion_code") if "promotion_code" in given else None
        if code and (
            not code["active"]
            or (code["expires_at"] or 1 << 60) <= self.clock()
            or code["times_redeemed"] >= (code["max_redemptions"] or 1 << 60)
            or code["customer"] not in {None, customer["id"]}
        ):
            raise Refused("", param="promotion_code", message="This code is not valid.")
        coupon = self.get(code["promotion"]["coupon"] if code else given.get("coupon", ""), "coupon")
        if (
            coupon.get("deleted")
            or (coupon["redeem_by"] or 1 << 60) <= self.clock()
            or coupon["times_redeemed"] >= (coupon["max_redemptions"] or 1 << 60)
        ):
            raise Refused("coupon_expired", param="coupon", message="This coupon has expired.")
        for each in (coupon, code) if code else (coupon,):
            each["times_redeemed"] += 1
        coupon["valid"] = coupon["times_redeemed"] < (coupon["max_redemptions"] or 1 << 60)
        months = coupon["duration_in_months"] if coupon["duration"] == "repeating" else None
        discount = self.keep(
            "discount", "di", customer=customer["id"], promotion_code=code["id"] if code else None, start=self.clock(),
            end=add(self.clock(), "month", months) if months else None, source={"coupon": coupon["id"], "type": "coupon"}, **where,
        )  # fmt: skip
        self.tell("customer.discount.created", discount)
        return str(discount["id"])

    def set_discounts(self, said: dict[str, Any], given: Any, customer: dict[str, Any], **where: Any) -> None:
        """What a call says of the discounts of an object: an empty word takes them away; those that stand may be named."""
        ids = []
        for each in given or []:
            ids.append(each["discount"] if "discount" in each else self.redeem(each, customer, **where))
        for gone in set(said["discounts"]) - set(ids):
            self.tell("customer.discount.deleted", self.objects[gone])
        said["discounts"] = ids

    def coupon_of(self, discount: str) -> dict[str, Any]:
        """The coupon that a discount comes from."""
        return self.objects[self.objects[discount]["source"]["coupon"]]

    def taken_off(self, discounts: list[str], lines: list[dict[str, Any]]) -> None:
        """Write onto lines what each discount takes off each; one after the other."""
        for discount in discounts:
            coupon = self.coupon_of(discount)
            products = (coupon.get("applies_to") or {}).get("products")
            fit = [each for each in lines if each["discountable"] and (not products or product_of(each) in products)]
            left = [each["amount"] - sum(off["amount"] for off in each["discount_amounts"]) for each in fit]
            if coupon["percent_off"] is not None:
                cuts = [rounded(amount * Fraction(str(coupon["percent_off"])) / 100) for amount in left]
            else:
                cuts = shared(min(coupon["amount_off"], max(sum(left), 0)), left)
            for line, cut in zip(fit, cuts, strict=True):
                line["discounts"].append(discount)
                line["discount_amounts"].append({"amount": cut, "discount": discount})


def product_of(line: dict[str, Any]) -> str:
    """What a line is for."""
    return str(line["pricing"]["price_details"]["product"])


def shared(amount: int, weights: list[int]) -> list[int]:
    """An amount in parts, by weight, to the last minor unit."""
    total, given, parts = sum(weights), 0, []
    for at, _weight in enumerate(weights):
        upto = rounded(Fraction(amount * sum(weights[: at + 1]), total)) if total else 0
        parts.append(upto - given)
        given = upto
    return parts
