"""Checkout: a page where a subscription is bought, or a card is saved. Nothing exists before somebody has paid there."""

from __future__ import annotations

from typing import Any

from tests.simulators.stripe.refused import Refused
from tests.simulators.stripe.shapes import made
from tests.simulators.stripe_billing.catalogue import cost_of, is_metered
from tests.simulators.stripe_billing.customers import DECLINED, NEEDS_3DS, NO_FUNDS, OK
from tests.simulators.stripe_billing.office import PAGE, listed
from tests.simulators.stripe_billing.periods import DAY
from tests.simulators.stripe_billing.previews import Previews

TOLD_BACK = (
    "allow_promotion_codes", "billing_address_collection", "client_reference_id", "customer_email", "locale", "submit_type",
    "payment_method_collection", "success_url", "cancel_url", "origin_context",
)  # fmt: skip
HEARD = (
    "mode", "line_items", "customer", "subscription_data", "discounts", "metadata", "expires_at", "currency", "tax_id_collection",
    "allowed_payment_method_types", "excluded_payment_method_types", "payment_method_options", "setup_intent_data", "ui_mode",
    "customer_update", "saved_payment_method_options", "custom_text", "automatic_tax", "consent_collection", "name_collection",
    "phone_number_collection", "payment_method_data", "adaptive_pricing", "branding_settings", "customer_creation",
)  # fmt: skip
OF_SUBSCRIPTION = (
    "trial_end",
    "trial_period_days",
    "trial_settings",
    "metadata",
    "description",
    "proration_behavior",
    "billing_mode",
)


class Checkout(Previews):
    """Sessions of Checkout."""

    def open_session(self, params: dict[str, Any]) -> dict[str, Any]:
        """POST checkout/sessions: mode subscription or setup."""
        self.only(params, *TOLD_BACK, *HEARD)
        mode, now = params.get("mode", "payment"), self.clock()
        self.only_flexible_and_untaxed(params)
        if mode == "payment":
            raise Refused("not_simulated", 501, param="mode", message="payments are the other simulator's")
        if "success_url" not in params:
            raise Refused("parameter_missing", param="success_url", message="Missing required param: success_url.")
        customer = self.living(params["customer"]) if "customer" in params else None
        if customer and params.get("customer_email"):
            raise Refused(
                "",
                param="customer_email",
                message="You may only specify one of these parameters: customer, customer_email.",
            )
        if "discounts" in params and "allow_promotion_codes" in params:
            raise Refused(
                "",
                param="discounts",
                message="You may only specify one of these parameters: allow_promotion_codes, discounts.",
            )
        until = params.get("expires_at", now + DAY)
        if not 1800 <= until - now <= DAY:
            raise Refused(
                "",
                param="expires_at",
                message="The `expires_at` timestamp must be between 30 minutes and 24 hours from now.",
            )
        session = self.keep(
            "checkout.session", "cs_test", mode=mode, status="open", expires_at=until, customer=customer["id"] if customer else None,
            payment_status="no_payment_required" if mode == "setup" else "unpaid", metadata=params.get("metadata", {}),
            automatic_tax={"enabled": False, "liability": None, "status": None, "provider": None}, custom_fields=[],
            custom_text=dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")),
            payment_method_types=self._methods(params), payment_method_options=params.get("payment_method_options", {}),
            phone_number_collection={"enabled": False}, shipping_options=[], adaptive_pricing={"enabled": False}, ui_mode="hosted_page",
            **{name: params[name] for name in TOLD_BACK if name in params},
        )  # fmt: skip
        session["url"] = f"{self.url}/checkout/{session['id']}"
        if mode == "setup":
            self._open_setup(session, params)
        else:
            self._open_subscription(session, params, customer)
        return session

    def _methods(self, params: dict[str, Any]) -> list[str]:
        allowed = params.get("allowed_payment_method_types", self.settings.methods)
        found = [
            each
            for each in self.settings.methods
            if each in allowed and each not in params.get("excluded_payment_method_types", [])
        ]
        if not found:
            raise Refused(
                "",
                param="allowed_payment_method_types",
                message="No valid payment method types for this Checkout Session.",
            )
        return found

    def _open_setup(self, session: dict[str, Any], params: dict[str, Any]) -> None:
        if "currency" not in params and "allowed_payment_method_types" not in params:
            raise Refused("parameter_missing", param="currency", message="Missing required param: currency.")
        data = params.get("setup_intent_data", {})
        intent = self.make_setup(
            {**({"customer": session["customer"]} if session["customer"] else {}), "metadata": data.get("metadata", {})}
        )
        session.update(setup_intent=intent["id"], currency=params.get("currency"))

    def _open_subscription(
        self, session: dict[str, Any], params: dict[str, Any], customer: dict[str, Any] | None
    ) -> None:
        data = params.get("subscription_data", {})
        self.only(data, *OF_SUBSCRIPTION)
        now, end = self.clock(), data.get("trial_end")
        if end is not None and end < now + 2 * DAY:
            raise Refused(
                "",
                param="subscription_data[trial_end]",
                message="The `trial_end` date has to be at least 2 days in the future.",
            )
        if not params.get("line_items"):
            raise Refused("parameter_missing", param="line_items", message="Missing required param: line_items.")
        items = []
        for each in params["line_items"]:
            self.only(each, "price", "price_data", "quantity", "metadata", "adjustable_quantity")
            items.append({name: each[name] for name in ("price", "price_data", "quantity") if name in each})
            if "price_data" in each:
                items[-1] = {"price": self.make_price(each["price_data"])["id"], "quantity": each.get("quantity", 1)}
        wanted = {**data, "items": items, "discounts": params.get("discounts", [])}
        self.secret(session)["wanted"] = {name: value for name, value in wanted.items() if value}
        with self.rewound(customer["id"] if customer else ""):
            somebody = self.objects[customer["id"]] if customer else self.make_customer({})
            sub = self.begin(somebody, self.secret(session)["wanted"])
            invoice = self.objects.get(sub["latest_invoice"] or "", {"subtotal": 0, "total": 0})
            subtotal, total = invoice["subtotal"], invoice["total"]
            currency = sub["currency"]
        session.update(
            amount_subtotal=subtotal, amount_total=total, currency=currency, discounts=[
                {"coupon": each.get("coupon"), "promotion_code": each.get("promotion_code")} for each in params.get("discounts", [])
            ],
            total_details={"amount_discount": subtotal - total, "amount_shipping": 0, "amount_tax": 0},
            payment_method_collection=params.get("payment_method_collection", "always"),
        )  # fmt: skip

    def finish_session(
        self, session_id: str, *, by: str = "card", how: str = OK, email: str = "", code: str = "", method: bool = True
    ) -> str:
        """Somebody pays on the page. ``code``: a promotion code that is typed in; ``method`` False: no card is given, where none is needed.

        Returns what the page says instead of going on; empty where it went well.
        """
        with self.lock:
            session = self.get(session_id, "checkout.session")
            self.request = {"id": None, "idempotency_key": None}
            if session["status"] != "open" or by not in session["payment_method_types"]:
                return "该页面已失效"
            if how in {DECLINED, NO_FUNDS, "expired_card"}:
                return "您的银行卡被拒绝"
            if not method and not (
                session["payment_method_collection"] == "if_required" and session["amount_total"] == 0
            ):
                return "请填写付款方式"
            with self.standing(self.clock_of(session)):
                said = self._finish(session, by, how, email, code, method)
            self.catch_up()
            return said

    def _finish(self, session: dict[str, Any], by: str, how: str, email: str, code: str, method: bool) -> str:
        wanted = dict(self.secret(session).get("wanted", {}))
        if code:
            found = [each for each in self.all("promotion_code", active=True) if each["code"].lower() == code.lower()]
            if not session.get("allow_promotion_codes") or not found:
                return "优惠码无效"
            wanted["discounts"] = [{"promotion_code": found[0]["id"]}]
        mail = email or session["customer_email"]
        customer = (
            self.living(session["customer"])
            if session["customer"]
            else self.make_customer({"email": mail} if mail else {})
        )
        details = {
            "email": customer["email"] or mail,
            "name": customer["name"],
            "phone": None,
            "address": customer["address"],
        }
        session.update(
            customer=customer["id"],
            customer_details={
                **details,
                "tax_exempt": "none",
                "tax_ids": [],
                "business_name": None,
                "individual_name": None,
            },
        )
        card = self.new_method(by, how, {"email": details["email"], "name": details["name"]}) if method else None
        if session["mode"] == "setup":
            intent = self.objects[session["setup_intent"]]
            intent["customer"] = customer["id"]
            self.confirm_setup({"payment_method": card["id"] if card else "", "shown": True}, intent["id"])
        else:
            if card:
                self.attach_method({"customer": customer["id"]}, card["id"])
                wanted["default_payment_method"] = card["id"]
            self._begin_of(session, customer, wanted, card)
        session["status"] = "complete"
        self.tell("checkout.session.completed", session)
        return ""

    def _begin_of(
        self, session: dict[str, Any], customer: dict[str, Any], wanted: dict[str, Any], card: dict[str, Any] | None
    ) -> None:
        sub = self.begin(customer, wanted)
        invoice = self.objects.get(sub["latest_invoice"] or "")
        if invoice and invoice["status"] == "open":
            self.attempt(invoice, card, shown=True, retry=True)
        off = invoice["subtotal"] - invoice["total"] if invoice else 0
        session.update(
            subscription=sub["id"], invoice=invoice["id"] if invoice else None, amount_total=invoice["total"] if invoice else 0,
            amount_subtotal=invoice["subtotal"] if invoice else 0,
            payment_status="paid" if invoice and invoice["amount_paid"] else "no_payment_required",
            total_details={"amount_discount": off, "amount_shipping": 0, "amount_tax": 0},
        )  # fmt: skip
        self.announce(sub)

    def run_out(self, session: dict[str, Any]) -> None:
        """Nobody came to a page of Checkout."""
        session.update(status="expired", url=None)
        self.tell("checkout.session.expired", session)

    def expire_session(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """POST checkout/sessions/{id}/expire."""
        session = self.get(wanted, "checkout.session")
        if session["status"] != "open":
            raise Refused(
                "",
                message=f"Only Checkout Sessions with a status of open can be expired. This one is {session['status']}.",
            )
        self.run_out(session)
        return session

    def list_sessions(self, params: dict[str, Any]) -> dict[str, Any]:
        """GET checkout/sessions."""
        self.only(params, *PAGE, "customer", "subscription", "status")
        return self.list_plainly("checkout.session", params, "checkout/sessions")

    def items_of(self, session: dict[str, Any]) -> dict[str, Any]:
        """What ``line_items`` of a session shows when it is asked for."""
        rows = []
        for at, each in enumerate(self.secret(session).get("wanted", {}).get("items", [])):
            price, quantity = self.objects[each["price"]], each.get("quantity", 1)
            amount = 0 if is_metered(price) else cost_of(price, quantity)
            rows.append(made(
                "item", id=f"li_{session['id'][-12:]}{at}", amount_discount=0, amount_subtotal=amount, amount_tax=0, amount_total=amount,
                currency=price["currency"], description=self.objects[price["product"]]["name"], price=dict(price), quantity=quantity,
            ))  # fmt: skip
        return listed(rows, f"/v1/checkout/sessions/{session['id']}/line_items")

    def list_session_items(self, params: dict[str, Any], wanted: str) -> dict[str, Any]:
        """GET checkout/sessions/{id}/line_items."""
        return self.items_of(self.get(wanted, "checkout.session"))


CARDS = {"ok": OK, "refused": DECLINED, "3ds": NEEDS_3DS}
