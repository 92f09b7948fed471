"""The back office of a shop with a month of orders: how long each list and report page takes, and exports beside their memory."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from statistics import median
from urllib.parse import urlencode

from benchmarks.http_load import Answer, Connection
from benchmarks.office_exports import measure_exports
from benchmarks.rows import Row, at_most, fact
from benchmarks.stack import Stack

ORDERS, QUICK, TURNS, BOUND_MS = 50_000, 5_000, 7, 200
# Pages that show no rows of the month: forms, fragments, files.
SKIPPED = frozenset({"enter", "leave"})
# Lists with the filters that people use; ``{first}`` and ``{last}`` are days of the month.
FILTERED = (
    "orders?status=completed", "orders?status=refunded", "orders?method=alipay_qr", "orders?method=wechat_qr",
    "orders?q=nobody@example.com", "orders?q=2026", "orders?since={first}&until={last}", "orders?case=open", "orders?case=none",
    "orders?by=paid&since={first}&until={last}", "orders?sort=amount", "orders?sort=-amount", "orders?least=100", "orders?page=20",
    "customers?sort=-orders", "customers?sort=-spent", "stock?level=low", "finance?since={first}&until={last}",
    "finance/ledger?since={first}&until={last}", "finance/ledger?since={first}&until={last}&account=5", "?days=30",
)  # fmt: skip


class Office:
    """A log-in of the owner to the back office of a shop with a month of orders."""

    def __init__(self, stack: Stack, orders: int) -> None:
        from platform_core.kernel.clock import local_date, now
        from platform_core.tenancy.context import tenant_context
        from testbed.month import fill_month
        from testbed.traces import fill_traces

        self.tenant = stack.shop("office").tenant
        with tenant_context(self.tenant):
            moment = now()
            today = local_date(moment, self.tenant.time_zone)
            self.month = fill_month(orders=orders, last=today, before=moment)
            fill_traces(self.month)
            _do_chores()
        self._connection = Connection(stack.up.port, patience=600)
        self._headers = {"Host": f"{self.tenant.host}:{stack.up.port}"}
        self._log_in()

    def get(self, path: str) -> Answer:
        """One page."""
        return self._connection.ask("GET", path, self._headers)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """One form, with what keeps strangers from posting it."""
        form = self.get("/console/orders").body.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
        body = urlencode({**fields, "csrfmiddlewaretoken": token[1] if token else ""}).encode()
        headers = {**self._headers, "Content-Type": "application/x-www-form-urlencoded"}
        headers["Origin"] = f"http://{self._headers['Host']}"
        return self._connection.ask("POST", path, headers, body)

    def _log_in(self) -> None:
        from platform_core.identity.models import Membership
        from platform_core.identity.services.issue_console_ticket import issue_console_ticket
        from platform_core.kernel.clock import now
        from platform_core.tenancy.context import platform_context

        with platform_context():
            owner = Membership.objects.get(tenant_id=self.tenant.id, role="owner")
            ticket = issue_console_ticket(user_id=owner.user_id, tenant_id=owner.tenant_id, now=now())
        cookies = _cookies(self.get(f"/console/enter?ticket={ticket}"))
        self._headers["Cookie"] = "; ".join(cookies)
        # The first page of a shop that sells nothing yet is its checklist; the token of forms comes with a list.
        self.get("/console/")
        self._headers["Cookie"] = "; ".join([*cookies, *_cookies(self.get("/console/orders"))])


def _cookies(answer: Answer) -> list[str]:
    return [cookie.split(";")[0] for cookie in answer.headers.get("set-cookie", "").split("\n") if cookie]


def _do_chores() -> None:
    """What is done in every shop every few minutes, until nothing is left of it: days are closed, figures are made."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    from platform_core.kernel.clock import now

    for path in settings.KAQUAN_TENANT_CHORES:
        chore = import_string(path.replace(":", "."))
        chore(now=now())


def measure(stack: Stack, quick: bool) -> list[Row]:
    """The median time of each page, one after the other, as its owner's browser waits for the server; loopback, no other load."""
    orders = QUICK if quick else ORDERS
    office, rows = Office(stack, orders), []
    for name, path in [*_pages(), *_filtered(office), *_details(office)]:
        taken, status, size = [], 0, 0
        for _ in range(TURNS):
            begun = time.perf_counter()
            answer = office.get(path)
            taken.append((time.perf_counter() - begun) * 1000)
            status, size = answer.status, len(answer.body)
        if status == 200:
            rows.append(at_most(name, median(taken), BOUND_MS, unit="ms", note=f"{path}, {size // 1024} KB"))
    rows.sort(key=lambda row: -row.value)
    slow = sum(row.met == "no" for row in rows)
    facts = [fact("orders in the month", orders, ""), fact(f"pages slower than {BOUND_MS} ms", slow, "")]
    days = {"since": office.month.first.isoformat(), "until": office.month.last.isoformat()}
    return [*facts, *rows, *measure_exports(office.get, office.post, days, stack)]


def _pages() -> list[tuple[str, str]]:
    """Every page of the back office whose address needs nothing more."""
    from django.urls import reverse

    from tenants.console import urls

    names = [pattern.name for pattern in urls.urlpatterns if pattern.name and "<" not in str(pattern.pattern)]
    return [(name, reverse(f"console:{name}", urlconf="config.urls_tenant")) for name in names if name not in SKIPPED]


def _filtered(office: Office) -> list[tuple[str, str]]:
    days = {"first": office.month.first.isoformat(), "last": office.month.last.isoformat()}
    return [(f"list: {path}", "/console/" + path.format(**days)) for path in FILTERED]


def _details(office: Office) -> Iterator[tuple[str, str]]:
    from platform_core.kernel.ids import public_id
    from platform_core.tenancy.context import tenant_context
    from tenants.access.models import AuditEntry, RequestLogEntry
    from tenants.customers.models import Buyer
    from tenants.inventory.models import CodeImport, Lot
    from tenants.orders.models import AbnormalCase, Order

    with tenant_context(office.tenant):
        order = Order.objects.filter(status="completed").latest("created_at")
        batch = CodeImport.objects.latest("created_at")
        buyer, case = Buyer.objects.latest("created_at"), AbnormalCase.objects.latest("opened_at")
        entry = RequestLogEntry.objects.latest("id")
        act, lot = AuditEntry.objects.latest("at"), Lot.objects.latest("id")
    yield "one order", f"/console/orders/{order.id}"
    yield "one customer", f"/console/customers/{buyer.id}"
    yield "one case", f"/console/cases/{case.id}"
    yield "one request", f"/console/logs/{public_id('req', entry.id)}"
    yield "one act", f"/console/audit/{act.id}"
    yield "one batch", f"/console/stock/batches/{lot.id}"
    yield "one product", f"/console/products/{office.month.products[0]}"
    yield "one import", f"/console/imports/{batch.id}"
    yield "one SKU of the stock", f"/console/stock/skus/{office.month.skus[0]}"
    yield "one supplier", f"/console/finance/suppliers/{office.month.suppliers[0]}"
