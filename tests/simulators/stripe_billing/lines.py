"""What stands on an invoice: its lines, what is taken off, what it comes to; and what a changed subscription still owes or is owed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.simulators.stripe.shapes import made
from tests.simulators.stripe_billing.catalogue import cost_of, is_metered, rounded
from tests.simulators.stripe_billing.discounts import Discounts
from tests.simulators.stripe_billing.office import listed


class Lines(Discounts):
    """Lines of invoices. Amounts in minor units, periods in seconds."""

    def line(
        self, price: dict[str, Any], quantity: int, amount: int, period: tuple[int, int], *, sub: str | None, item: str | None,
        description: str = "", pending: dict[str, Any] | None = None, credited: dict[str, Any] | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """One line. ``pending``: the invoice item that it comes from."""
        self.count += 1
        product = self.objects[price["product"]]
        proration = bool(pending and pending["proration"])
        parent = {
            "invoice_item": pending["id"] if pending else None, "proration": proration,
            "proration_details": {"credited_items": credited}, "subscription": sub,
        }  # fmt: skip
        kind = "subscription_item_details" if item else "invoice_item_details"
        details = {"subscription_item": item} if item else {}
        return made(
            "line_item", id=f"il_{self.tag}{self.count:08d}", amount=amount, currency=price["currency"], livemode=False,
            description=description or f"{quantity} × {product['name']}", discount_amounts=[], discountable=not proration,
            discounts=[], metadata={}, period={"start": period[0], "end": period[1]}, quantity=quantity, subtotal=amount,
            parent={"invoice_item_details": None, "subscription_item_details": None, kind: {**parent, **details}, "type": kind},
            pricing=pricing_of(price), pretax_credit_amounts=[], taxes=[], quantity_decimal=str(quantity),
        )  # fmt: skip

    def licensed_lines(self, sub: dict[str, Any], period: tuple[int, int]) -> list[dict[str, Any]]:
        """What is paid beforehand, for a period; nought where it is tried."""
        lines = []
        trial = sub["status"] == "trialing"
        for item in sub["items"]["data"]:
            if not is_metered(item["price"]):
                amount = 0 if trial else cost_of(item["price"], item["quantity"])
                name = self.objects[item["price"]["product"]]["name"]
                text = f"Trial period for {name}" if trial else ""
                lines.append(
                    self.line(
                        item["price"],
                        item["quantity"],
                        amount,
                        period,
                        sub=sub["id"],
                        item=item["id"],
                        description=text,
                    )
                )
                self.taken_off(item["discounts"], lines[-1:])
        return lines

    def metered_lines(self, sub: dict[str, Any], period: tuple[int, int]) -> list[dict[str, Any]]:
        """What was used in a period that is over."""
        return [
            self.line(
                item["price"], used, cost_of(item["price"], used), period, sub=sub["id"], item=item["id"]
            )
            for item in sub["items"]["data"]
            if is_metered(item["price"])
            for used in [self.used(item["price"]["recurring"]["meter"], sub["customer"], *period)]
        ]  # fmt: skip

    def used(self, meter: str, customer: str, start: int, end: int) -> int:
        """What a meter says of a customer in a time."""
        raise NotImplementedError

    def pending_of(self, customer: str, sub: str | None) -> list[dict[str, Any]]:
        """Invoice items that wait for the next invoice of a subscription (of None: of no subscription), oldest first."""
        rows = self.all("invoiceitem", customer=customer, invoice=None)
        return [each for each in reversed(rows) if self.secret(each)["sub"] == sub]

    def pending_lines(self, customer: str, sub: str | None, invoice: str) -> list[dict[str, Any]]:
        """What waited, as lines; it is on this invoice from now on."""
        lines = []
        for each in self.pending_of(customer, sub):
            known = self.secret(each)
            each["invoice"] = invoice
            lines.append(
                self.line(
                    self.objects[known["price"]], each["quantity"], each["amount"],
                    (each["period"]["start"], each["period"]["end"]), sub=sub, item=known["item"],
                    description=each["description"], pending=each, credited=known["credited"],
                )
            )  # fmt: skip
            lines[-1]["discountable"] = each["discountable"]
        return lines

    def wait_item(
        self, price: dict[str, Any], quantity: int, amount: int, period: tuple[int, int], *, customer: str, sub: str | None,
        item: str | None, description: str, proration: bool, credited: dict[str, Any] | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Something to be on the next invoice."""
        details = {"subscription": sub, **({"subscription_item": item} if item else {})}
        waiting = self.keep(
            "invoiceitem", "ii", customer=customer, amount=amount, net_amount=amount, currency=price["currency"], date=self.clock(),
            description=description, discountable=not proration, discounts=[], metadata={}, quantity=quantity, tax_rates=[],
            period={"start": period[0], "end": period[1]}, proration=proration, pricing=pricing_of(price),
            parent={"subscription_details": details, "type": "subscription_details"} if sub else None,
            quantity_decimal=str(quantity), test_clock=self.objects[customer]["test_clock"],
        )  # fmt: skip
        self.secret(waiting).update(sub=sub, item=item, price=price["id"], credited=credited)
        self.tell("invoiceitem.created", waiting)
        return waiting

    def net_cost(self, sub: dict[str, Any], wanted: dict[str, Any]) -> int:
        """What a whole period of an item costs after what is taken off."""
        items = [each for each in sub["items"]["data"] if not is_metered(each["price"])]
        lines = [
            self.line(
                each["price"],
                each["quantity"],
                cost_of(each["price"], each["quantity"]),
                (0, 0),
                sub=None,
                item=each["id"],
            )
            for each in items
        ]
        for item, line in zip(items, lines, strict=True):
            self.taken_off(item["discounts"], [line])
        self.taken_off(self.lasting(sub), lines)
        line = lines[[each["id"] for each in items].index(wanted["id"])]
        return int(line["amount"] - sum(each["amount"] for each in line["discount_amounts"]))

    def lasting(self, sub: dict[str, Any]) -> list[str]:
        """Discounts of a subscription that are still in force."""
        return [each for each in sub["discounts"] if (self.objects[each]["end"] or 1 << 60) > self.clock()]

    def billed(self, sub: dict[str, Any], lines: list[dict[str, Any]], invoice: str) -> None:
        """Remember what each item was billed: that is what a later change gives back."""
        known = self.secret(sub).setdefault("billed", [])
        for line in lines:
            parent = line["parent"]["subscription_item_details"]
            if parent and not parent["proration"]:
                off = sum(each["amount"] for each in line["discount_amounts"])
                start, end = line["period"]["start"], line["period"]["end"]
                known.append(
                    {"item": parent["subscription_item"], "amount": line["amount"] - off, "start": start, "end": end,
                     "line": line["id"], "invoice": invoice}
                )  # fmt: skip

    def give_back(self, sub: dict[str, Any], item: dict[str, Any], at: int) -> None:
        """Credits for the time that was billed and is not used: one for each thing that was billed."""
        left = []
        name = self.objects[item["price"]["product"]]["name"]
        for was in self.secret(sub).get("billed", []):
            if was["item"] != item["id"] or was["end"] <= at:
                left.append(was)
                continue
            start = max(was["start"], at)
            amount = rounded(Fraction(was["amount"] * (was["end"] - start), was["end"] - was["start"]))
            if amount == 0:  # it was tried, or nothing is left of it
                continue
            credited = {"invoice": was["invoice"], "invoice_line_items": [was["line"]]} if was["invoice"] else None
            self.wait_item(
                item["price"], item["quantity"], -amount, (start, was["end"]), customer=sub["customer"], sub=sub["id"],
                item=item["id"], description=f"Unused time on {name}", proration=True, credited=credited,
            )  # fmt: skip
        self.secret(sub)["billed"] = left

    def charge_rest(self, sub: dict[str, Any], item: dict[str, Any], at: int) -> None:
        """What an item costs from now to the end of its period."""
        start, end = item["current_period_start"], item["current_period_end"]
        amount = rounded(Fraction(self.net_cost(sub, item) * (end - at), end - start))
        name = self.objects[item["price"]["product"]]["name"]
        waiting = self.wait_item(
            item["price"], item["quantity"], amount, (at, end), customer=sub["customer"], sub=sub["id"], item=item["id"],
            description=f"Remaining time on {name}", proration=True,
        )  # fmt: skip
        self.secret(sub).setdefault("billed", []).append(
            {"item": item["id"], "amount": amount, "start": at, "end": end, "line": waiting["id"], "invoice": None}
        )


def pricing_of(price: dict[str, Any]) -> dict[str, Any]:
    """Where the amount of a line comes from."""
    details = {"price": price["id"], "product": price["product"]}
    return {"price_details": details, "type": "price_details", "unit_amount_decimal": price["unit_amount_decimal"]}


def add_up(invoice: dict[str, Any], lines: list[dict[str, Any]]) -> None:
    """What an invoice comes to."""
    offs: dict[str, int] = {}
    for line in lines:
        line["invoice"] = invoice["id"]
        for each in line["discount_amounts"]:
            offs[each["discount"]] = offs.get(each["discount"], 0) + each["amount"]
    subtotal = sum(each["amount"] for each in lines)
    total = subtotal - sum(offs.values())
    due = total + invoice["starting_balance"]
    invoice.update(
        subtotal=subtotal, subtotal_excluding_tax=subtotal, total=total, total_excluding_tax=total,
        total_discount_amounts=[{"amount": off, "discount": discount} for discount, off in offs.items()],
        amount_due=max(due, 0), amount_remaining=max(due, 0), amount_paid=0,
        lines=listed(lines, f"/v1/invoices/{invoice['id']}/lines"),
    )  # fmt: skip
