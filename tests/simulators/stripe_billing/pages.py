"""HTTP of Billing: the API; and the pages that customers see: Checkout, the portal, an invoice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.simulators.stripe.wire import Handler as Wire
from tests.simulators.stripe_billing.checkout import CARDS
from tests.simulators.stripe_billing.page_parts import BUTTONS, button, day, field, form, link, money, page, pdf, rows
from tests.simulators.stripe_billing.subscriptions import OVER

if TYPE_CHECKING:
    from tests.simulators.stripe_billing.delivery import Delivery

HTML = "text/html; charset=utf-8"
STATES = {"draft": "草稿", "open": "待付款", "paid": "已付款", "void": "已作废", "uncollectible": "无法收回"}


class Handler(Wire):
    """One request."""

    institution: Delivery

    def _answer(self, method: str, path: str, params: dict[str, Any]) -> None:
        if path.startswith("/v1/"):
            super()._answer(method, path, params)
        else:
            self._show(path, params if method == "POST" else {})

    def _show(self, path: str, pressed: dict[str, str]) -> None:
        self.request_id = "req_page"
        room, _slash, rest = path.strip("/").partition("/")
        with self.institution.lock:
            self.institution.catch_up()
            rooms = {
                "checkout": self._checkout,
                "portal": self._portal,
                "invoice": self._invoice,
                "receipts": self._receipt,
            }
            said = rooms[room](rest, pressed) if room in rooms else None
        if pressed:
            self.institution.push()
        if said is None:
            self._send_text(404, page("找不到页面"), HTML)
        elif isinstance(said, bytes):
            self._send_bytes(said)
        elif said.startswith("<!doctype"):
            self._send_text(200, said, HTML)
        else:
            self._send_text(303, "", HTML, Location=said)

    def _send_bytes(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/pdf")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _checkout(self, wanted: str, pressed: dict[str, str]) -> str | None:
        desk = self.institution
        session = desk.objects.get(wanted)
        if session is None or session["object"] != "checkout.session":
            return None
        error = ""
        if pressed and session["status"] == "open":
            action = pressed.get("action", "card")
            by = action if action in {"alipay", "wechat_pay"} else "card"
            error = desk.finish_session(
                wanted, by=by, how=CARDS.get(action, "ok"), email=pressed.get("email", ""), code=pressed.get("code", ""),
                method=action != "none",
            )  # fmt: skip
            if not error:
                return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", wanted)
        back = link(session["cancel_url"], "返回") if session["cancel_url"] else ""
        if session["status"] != "open":
            return page("该页面已失效", back)
        return self._checkout_page(session, error, back)

    def _checkout_page(self, session: dict[str, Any], error: str, back: str) -> str:
        desk = self.institution
        customer = desk.objects.get(session["customer"] or "", {})
        mail = customer.get("email") or session["customer_email"] or ""
        known = rows([("电子邮箱", mail)]) if mail else ""
        asked = "" if mail else field("email", "电子邮箱", kind="email")
        code = field("code", "优惠码") if session["allow_promotion_codes"] else ""
        ways = [each for each in ("card", "refused", "3ds") if "card" in session["payment_method_types"]]
        ways += [each for each in session["payment_method_types"] if each in {"alipay", "wechat_pay"}]
        free = session["payment_method_collection"] == "if_required" and session["amount_total"] == 0
        buttons = [button(each, BUTTONS[each]) for each in ways] + (
            [button("none", "不填写付款方式，开始试用")] if free else []
        )
        if session["mode"] == "setup":
            return page("保存付款方式", known, form(asked, *buttons), back, error=error)
        facts = []
        for each in desk.items_of(session)["data"]:
            rhythm = each["price"]["recurring"]
            every = {"month": "月", "year": "年", "week": "周", "day": "天"}[rhythm["interval"]]
            price = money(each["price"]["unit_amount"] or 0, session["currency"])
            facts.append((each["description"], f"{each['quantity']} × {price}/{every}"))
        end = desk.secret(session)["wanted"].get("trial_end")
        facts += [("试用至", day(end))] if end else []
        facts.append(("今天应付", money(session["amount_total"], session["currency"])))
        return page("订阅", rows(facts), known, form(asked, code, *buttons), back, error=error)

    def _by_token(self, kind: str, token: str) -> dict[str, Any] | None:
        desk = self.institution
        return next((each for each in desk.all(kind) if desk.secret(each).get("token") == token), None)

    def _portal(self, token: str, pressed: dict[str, str]) -> str | None:
        desk, session = self.institution, self._by_token("billing_portal.session", token)
        if session is None:
            return None
        customer, error = desk.objects[session["customer"]], ""
        features = desk.objects[session["configuration"]]["features"]
        if pressed:
            desk.request = {"id": None, "idempotency_key": None}
            with desk.standing(customer["test_clock"]):
                error = desk.press_portal(customer, pressed.get("action", ""), pressed.get("subscription", ""))
            after = (session["flow"] or {}).get("after_completion") or {}
            if not error and after.get("type") == "redirect":
                return str(after["redirect"]["return_url"])
        parts = []
        for sub in desk.all("subscription", customer=customer["id"]):
            if sub["status"] not in OVER:
                parts.append(self._portal_subscription(sub, features))
        if features["payment_method_update"]["enabled"]:
            parts.append(
                "<h2>付款方式</h2>" + form(button("card", "更换银行卡"), button("refused", "换成会被拒绝的银行卡"))
            )
        if features["invoice_history"]["enabled"]:
            parts.append("<h2>账单</h2>")
            for each in desk.all("invoice", customer=customer["id"]):
                if each["status"] != "draft":
                    text = f"{each['number']} {money(each['total'], each['currency'])} {STATES[each['status']]}"
                    parts.append(link(each["hosted_invoice_url"], text))
        parts.append(link(session["return_url"], "返回") if session["return_url"] else "")
        return page("管理订阅", *parts, error=error)

    def _portal_subscription(self, sub: dict[str, Any], features: dict[str, Any]) -> str:
        desk = self.institution
        price = sub["items"]["data"][0]["price"]
        name = desk.objects[price["product"]]["name"]
        facts = [(name, money(price["unit_amount"] or 0, price["currency"])), ("本期至", day(desk.period_of(sub)[1]))]
        facts += [("将取消于", day(sub["cancel_at"]))] if sub["cancel_at"] else []
        hidden = f'<input type="hidden" name="subscription" value="{sub["id"]}">'
        act = button("keep", "继续订阅") if sub["cancel_at_period_end"] else button("cancel", "取消订阅")
        return (
            "<h2>当前套餐</h2>"
            + rows(facts)
            + (form(hidden, act) if features["subscription_cancel"]["enabled"] else "")
        )

    def _invoice(self, rest: str, pressed: dict[str, str]) -> str | bytes | None:
        desk, (token, _slash, tail) = self.institution, rest.partition("/")
        invoice = self._by_token("invoice", token)
        if invoice is None or tail not in {"", "pdf"}:
            return None
        if tail == "pdf":
            return pdf(
                f"Invoice {invoice['number']} {invoice['total'] // 100}.{invoice['total'] % 100:02d} {invoice['currency']}"
            )
        error, due = "", invoice["status"] in {"open", "uncollectible"}
        if pressed and due:
            desk.request = {"id": None, "idempotency_key": None}
            action = pressed.get("action", "card")
            by = action if action in {"alipay", "wechat_pay"} else "card"
            with desk.standing(invoice["test_clock"]):
                failed = desk.pay_on_page(invoice, desk.new_method(by, CARDS.get(action, "ok")))
            error, due = ("付款没有成功，请换一种方式" if failed else ""), bool(failed)
        facts = [("编号", invoice["number"]), ("状态", STATES[invoice["status"]])]
        facts += [
            (each["description"], money(each["amount"], invoice["currency"])) for each in desk.secret(invoice)["lines"]
        ]
        facts += [("优惠", money(-each["amount"], invoice["currency"])) for each in invoice["total_discount_amounts"]]
        facts += [
            ("合计", money(invoice["total"], invoice["currency"])),
            ("应付", money(invoice["amount_due"], invoice["currency"])),
        ]
        facts += [("付款期限", day(invoice["due_date"]))] if invoice["due_date"] else []
        ways = (
            form(*(button(each, BUTTONS[each]) for each in ("card", "refused", "alipay", "wechat_pay"))) if due else ""
        )
        transfer = f"<p>也可以银行转账，附言请写 {invoice['number']}。到账后由收款方登记。</p>" if due else ""
        return page("账单", rows(facts), ways, transfer, link(invoice["invoice_pdf"], "下载 PDF"), error=error)

    def _receipt(self, token: str, pressed: dict[str, str]) -> str:
        return page("收据", rows([("编号", token)]))
