"""Who pays, and what with: customers, their tax ids, cards and wallets, and the intents by which those are saved."""

from __future__ import annotations

import re
import uuid
from typing import Any

from tests.simulators.stripe.refused import Refused
from tests.simulators.stripe_billing.catalogue import Catalogue
from tests.simulators.stripe_billing.office import PAGE, listed, merged

# What a card does when it is charged; Stripe's own names of cards for tests say the same.
OK, DECLINED, NO_FUNDS, NEEDS_3DS = "ok", "card_declined", "insufficient_funds", "authentication_required"
TEST_CARDS = {
    "pm_card_visa": OK, "pm_card_mastercard": OK, "pm_card_chargeCustomerFail": DECLINED,
    "pm_card_visa_chargeDeclined": DECLINED, "pm_card_visa_chargeDeclinedInsufficientFunds": NO_FUNDS,
    "pm_card_authenticationRequired": NEEDS_3DS, "tok_visa": OK, "tok_chargeCustomerFail": DECLINED,
}  # fmt: skip
NOWHERE = {"city": None, "country": None, "line1": None, "line2": None, "postal_code": None, "state": None}


class Customers(Catalogue):
    """Who pays."""

    def make_customer(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST customers."""
        self.only(
            params, "name", "email", "address", "metadata", "phone", "description", "tax_id_data", "invoice_settings",
            "test_clock", "preferred_locales", "tax_exempt", "payment_method", "balance", "invoice_prefix", "shipping",
        )  # fmt: skip
        clock, tax_ids, method = (params.pop(name, None) for name in ("test_clock", "tax_id_data", "payment_method"))
        if clock:
            self.get(clock, "test_helpers.test_clock")
        settings, address = params.pop("invoice_settings", {}), params.pop("address", None)
        with self.standing(clock):
            customer = self.keep(
                "customer", "cus",
                **{
                    "balance": 0, "currency": None, "delinquent": False, "metadata": {}, "preferred_locales": [],
                    "tax_exempt": "none", "invoice_prefix": uuid.uuid4().hex[:8].upper(), "next_invoice_sequence": 1, **params,
                },
                address={**NOWHERE, **address} if address else None, test_clock=clock,
                invoice_settings={"custom_fields": None, "default_payment_method": None, "footer": None, "rendering_options": None},
            )  # fmt: skip
            self.tell("customer.created", customer)
            if method:
                self.attach_method({"customer": customer["id"]}, method)
            self._set_invoicing(customer, settings)
            for each in tax_ids or []:
                self.make_tax_id(each, customer["id"])
        return customer

    def _set_invoicing(self, customer: dict[str, Any], given: dict[str, Any]) -> None:
        self.only(given, "custom_fields", "default_payment_method", "footer")
        method = given.get("default_payment_method")
        if method and self.get(method, "payment_method")["customer"] != customer["id"]:
            raise Refused("resource_missing", param="invoice_settings[default_payment_method]")
        customer["invoice_settings"].update({name: value or None for name, value in given.items()})

    def update_customer(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST customers/{id}."""
        customer = self.living(wanted)
        self.only(
            params, "name", "email", "address", "metadata", "phone", "description", "invoice_settings", "preferred_locales",
            "tax_exempt", "balance", "shipping",
        )  # fmt: skip
        with self.changing(customer, "customer.updated"):
            self._set_invoicing(customer, params.pop("invoice_settings", {}))
            if "metadata" in params:
                params["metadata"] = merged(customer["metadata"], params["metadata"])
            if "address" in params:
                params["address"] = {**NOWHERE, **params["address"]} if params["address"] else None
            customer.update({name: None if value == "" else value for name, value in params.items()})
        return customer

    def living(self, wanted: str) -> dict[str, Any]:
        """A customer who was not deleted."""
        customer = self.get(wanted, "customer")
        if customer.get("deleted"):
            raise Refused("resource_missing", param="customer", message=f"No such customer: '{wanted}'")
        return customer

    def list_customers(self, params: dict[str, Any]) -> dict[str, Any]:
        """GET customers: by e-mail, as it is written."""
        self.only(params, *PAGE, "email", "test_clock")
        return self.list_plainly("customer", params, "customers")

    def search_customers(self, params: dict[str, Any]) -> dict[str, Any]:
        """GET customers/search: fields and metadata that are just this, joined with AND."""
        rows = self.all("customer")
        for clause in re.split(r"\s+AND\s+", params["query"]):
            found = re.fullmatch(r"""(\w+)(?:\[["'](.+?)["']\])?\s*:\s*["'](.*)["']""", clause.strip())
            if found is None:
                raise Refused("", param="query", message="We were unable to parse your search query.")
            field, key, value = found.groups()
            rows = [each for each in rows if ((each["metadata"].get(key) if key else each.get(field)) or None) == value]
        limit = params.get("limit", 10)
        page = {"object": "search_result", "url": "/v1/customers/search", "next_page": None}
        return {**page, "has_more": len(rows) > limit, "data": rows[:limit]}

    def make_tax_id(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST customers/{id}/tax_ids."""
        self.living(wanted)
        owner = {"customer": wanted, "customer_account": None, "type": "customer"}
        tax_id = self.keep(
            "tax_id", "txi", customer=wanted, type=params["type"], value=params["value"], owner=owner,
            country=params["type"][:2].upper(), verification={"status": "pending", "verified_address": None, "verified_name": None},
        )  # fmt: skip
        self.tell("customer.tax_id.created", tax_id)
        return tax_id

    def list_tax_ids(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """GET customers/{id}/tax_ids."""
        return self.page_of(self.all("tax_id", customer=wanted), params, f"customers/{wanted}/tax_ids")

    def one_tax_id(self, params: dict[str, Any], wanted: str, tax_id: str) -> dict[str, Any]:
        """GET customers/{id}/tax_ids/{id}."""
        found = self.get(tax_id, "tax_id")
        return found if found["customer"] == wanted else self.get("", "tax_id")

    def drop_tax_id(self, params: dict[str, Any], wanted: str, tax_id: str) -> dict[str, Any]:
        """DELETE customers/{id}/tax_ids/{id}."""
        gone = self.get(tax_id, "tax_id")
        del self.objects[tax_id]
        self.tell("customer.tax_id.deleted", gone)
        return {"id": tax_id, "object": "tax_id", "deleted": True}

    def new_method(self, kind: str, how: str, details: dict[str, Any] | None = None) -> dict[str, Any]:
        """A card, or a wallet, that behaves so when it is charged."""
        where = {"address": dict(NOWHERE), "email": None, "name": None, "phone": None, "tax_id": None}
        method = self.keep(
            "payment_method", "pm", type=kind, metadata={}, allow_redisplay="unspecified",
            billing_details={**where, **(details or {})},
        )  # fmt: skip
        if kind == "card":
            method["card"] = card_of(how)
        else:
            method[kind] = {}
        self.secret(method)["how"] = how
        return method

    def make_method(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST payment_methods: a card by the token of a test card, or a wallet."""
        self.only(params, "type", "card", "alipay", "wechat_pay", "billing_details", "metadata", "allow_redisplay")
        how = TEST_CARDS.get((params.get("card") or {}).get("token", ""), OK)
        method = self.new_method(params["type"], how, params.get("billing_details"))
        method["metadata"] = params.get("metadata", {})
        return method

    def attach_method(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST payment_methods/{id}/attach; the name of a test card makes a new card."""
        customer = self.living(params["customer"])
        if wanted in TEST_CARDS:
            wanted = self.new_method("card", TEST_CARDS[wanted])["id"]
        method = self.get(wanted, "payment_method")
        if method["customer"] not in {None, customer["id"]} or self.secret(method).get("detached"):
            raise Refused(
                "resource_already_exists", message="The payment method you provided has already been attached."
            )
        if method["customer"] is None:
            method["customer"] = customer["id"]
            self.tell("payment_method.attached", method)
        return method

    def detach_method(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST payment_methods/{id}/detach: nobody is charged with it any more."""
        method = self.get(wanted, "payment_method")
        customer = self.objects.get(method["customer"] or "")
        if customer is None:
            raise Refused("", message="The payment method you provided is not attached to a customer.")
        self.secret(method)["detached"] = True
        with self.changing(method, "payment_method.detached"):
            method["customer"] = None
        settings = customer["invoice_settings"]
        if settings["default_payment_method"] == wanted:
            with self.changing(customer, "customer.updated"):
                customer["invoice_settings"] = {**settings, "default_payment_method": None}
        for each in self.all("subscription", default_payment_method=wanted):
            with self.changing(each, "customer.subscription.updated"):
                each["default_payment_method"] = None
        return method

    def list_methods(self, params: dict[str, Any], wanted: str | None = None) -> dict[str, Any]:
        """GET payment_methods, GET customers/{id}/payment_methods."""
        customer = wanted or params.pop("customer", None)
        where = {"type": params.pop("type")} if "type" in params else {}
        url = f"customers/{wanted}/payment_methods" if wanted else "payment_methods"
        return self.page_of(self.all("payment_method", customer=customer, **where) if customer else [], params, url)

    def customer_method(self, params: dict[str, Any], wanted: str, method: str) -> dict[str, Any]:
        """GET customers/{id}/payment_methods/{id}."""
        found = self.get(method, "payment_method")
        return found if found["customer"] == wanted else self.get("", "payment_method")

    def make_setup(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST setup_intents."""
        self.only(
            params, "customer", "payment_method", "confirm", "usage", "metadata", "description", "automatic_payment_methods",
            "allowed_payment_method_types", "return_url",
        )  # fmt: skip
        intent = self.keep(
            "setup_intent", "seti", customer=params.get("customer"), metadata=params.get("metadata", {}),
            payment_method=params.get("payment_method"), usage=params.get("usage", "off_session"),
            description=params.get("description"), payment_method_options={},
            payment_method_types=params.get("allowed_payment_method_types", ["card"]),
            status="requires_confirmation" if params.get("payment_method") else "requires_payment_method",
        )  # fmt: skip
        intent["client_secret"] = f"{intent['id']}_secret_{uuid.uuid4().hex[:16]}"
        self.tell("setup_intent.created", intent)
        return self.confirm_setup({}, intent["id"]) if params.get("confirm") else intent

    def confirm_setup(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST setup_intents/{id}/confirm: the card is saved, unless it is refused or its holder has to act."""
        intent = self.get(wanted, "setup_intent")
        given = params.get("payment_method") or intent["payment_method"]
        if given in TEST_CARDS:
            given = self.new_method("card", TEST_CARDS[given])["id"]
        method = self.get(given or "", "payment_method")
        if self.secret(method)["how"] in {DECLINED, NO_FUNDS}:
            said = {
                "code": "card_declined",
                "decline_code": "generic_decline",
                "message": "Your card was declined.",
                "type": "card_error",
            }
            intent.update(status="requires_payment_method", last_setup_error=said, payment_method=None)
            self.tell("setup_intent.setup_failed", intent)
            raise Refused("card_declined", 402, kind="card_error", message=said["message"], setup_intent=dict(intent))
        if self.secret(method)["how"] == NEEDS_3DS and not params.get("shown"):
            intent.update(status="requires_action", payment_method=method["id"], next_action={"type": "use_stripe_sdk"})
            self.tell("setup_intent.requires_action", intent)
            return intent
        if intent["customer"]:
            self.attach_method({"customer": intent["customer"]}, method["id"])
        intent.update(status="succeeded", payment_method=method["id"], next_action=None)
        self.tell("setup_intent.succeeded", intent)
        return intent

    def tax_ids_of(self, customer: dict[str, Any]) -> dict[str, Any]:
        """What ``tax_ids`` of a customer shows when it is asked for."""
        return listed(self.all("tax_id", customer=customer["id"]), f"/v1/customers/{customer['id']}/tax_ids")


def card_of(how: str) -> dict[str, Any]:
    """A card as Stripe shows it."""
    last4 = {OK: "4242", DECLINED: "0002", NO_FUNDS: "9995", NEEDS_3DS: "3184"}.get(how, "0341")
    return {
        "brand": "visa", "country": "HK", "display_brand": "visa", "exp_month": 8, "exp_year": 2040, "fingerprint": f"fp{last4}",
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"}, "funding": "credit",
        "generated_from": None, "last4": last4, "networks": {"available": ["visa"], "preferred": None},
        "regulated_status": "unregulated", "three_d_secure_usage": {"supported": True}, "wallet": None,
    }  # fmt: skip
