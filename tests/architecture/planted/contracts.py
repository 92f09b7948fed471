"""Trees for the rules that hold two places together: codes and rows, jobs and handlers, events and their catalogue."""

from __future__ import annotations

from tests.architecture.planted.case import Case

ERRORS = 'class DomainError(Exception):\n    code = "domain_error"\n'
GONE = 'class Gone(DomainError):\n    code = "gone"\nclass LongGone(Gone):\n    code = "long_gone"\n'
ROWS = 'PROBLEMS = {"gone": Problem(409), "long_gone": Problem(410)}\n'
TABLE = "merchant_api/problem_table.py"
KNOWN = {"platform_core/kernel/errors.py": ERRORS, "tenants/orders/errors.py": GONE}

JOBS = "class JobName(StrEnum):\n    RUN = 'orders.run'\n"
HANDLER = "@handles(JobName.RUN)\ndef _run(): ...\n"
READY = "class C(AppConfig):\n    def ready(self):\n        from tenants.orders import tasks\n"
WORK = {
    "platform_core/kernel/jobs.py": JOBS,
    "tenants/orders/tasks.py": HANDLER,
    "tenants/orders/apps.py": READY,
}

PAID = '@dataclass(frozen=True)\nclass OrderPaid(EventPayload):\n    type = "order.paid"\n'
CATALOGUE = {
    "platform_core/events/catalogue/__init__.py": '__all__ = ["OrderPaid"]\n',
    "platform_core/events/catalogue/orders.py": PAID,
    "tenants/orders/services/pay.py": "publish_event(OrderPaid(id=1), now=now)\n",
}
BY_VARIABLE = "def pay():\n    event = OrderPaid() if x else {other}()\n    publish_event(event, now=now)\n"
MIGRATION = "tenants/orders/migrations/0002_fill.py"
RUN = "def fill(apps, editor):\n    apps.get_model('{0}', 'Sku')\noperations = [migrations.RunPython(fill)]\n"
CHECK = "tenants/orders/checks.py"

CONTRACTS = [
    Case("problem_codes", {**KNOWN, TABLE: ROWS}, None),
    Case("problem_codes", {**KNOWN, TABLE: 'PROBLEMS = {"gone": Problem(409)}\n'}, "long_gone of LongGone has no row"),
    Case(
        "problem_codes",
        {**KNOWN, TABLE: ROWS.replace("}", ', "never": Problem(400)}')},
        "never is neither used nor documented",
    ),
    Case(
        "problem_codes",
        {**KNOWN, TABLE: ROWS.replace("}", ', "never": Problem(400)}'), "docs/errors.md": "`never`: not yet\n"},
        None,
    ),
    Case(
        "problem_codes",
        {**KNOWN, TABLE: ROWS, "tenants/orders/errors.py": GONE + "class Plain(DomainError): ...\n"},
        "Plain has no code of its own",
    ),
    Case(
        "problem_codes",
        {**KNOWN, TABLE: ROWS, "merchant_api/views.py": 'raise ApiProblem("unheard_of")\n'},
        "unheard_of has no row",
    ),
    Case("problem_codes", {**KNOWN, TABLE: ROWS, "merchant_api/views.py": "raise DomainError()\n"}, "raise a subclass"),
    Case("job_handlers", WORK, None),
    Case("job_handlers", {**WORK, "tenants/orders/tasks.py": ""}, "RUN has 0 handlers"),
    Case("job_handlers", {**WORK, "tenants/orders/tasks.py": HANDLER * 2}, "RUN has 2 handlers"),
    Case("job_handlers", {**WORK, "tenants/orders/apps.py": ""}, "the worker does not load the handler of RUN"),
    Case(
        "job_handlers",
        {**WORK, "tenants/orders/services/ask.py": "enqueue_job('orders.run', key='k')\n"},
        "enqueue_job takes a member of JobName",
    ),
    Case("events", CATALOGUE, None),
    Case(
        "events",
        {**CATALOGUE, "tenants/orders/services/go.py": "publish_event(OrderGone(id=1), now=now)\n"},
        "published outside the catalogue: OrderGone",
    ),
    Case(
        "events",
        {**CATALOGUE, "tenants/orders/services/go.py": BY_VARIABLE.format(other="OrderGone")},
        "published outside the catalogue: OrderGone",
    ),
    Case("events", {**CATALOGUE, "tenants/orders/services/go.py": BY_VARIABLE.format(other="OrderPaid")}, None),
    Case(
        "events",
        {**CATALOGUE, "tenants/orders/services/go.py": "publish_event({'type': 'x'}, now=now)\n"},
        "published outside the catalogue: ?",
    ),
    Case(
        "events",
        {**CATALOGUE, "platform_core/events/catalogue/orders.py": PAID.replace("(frozen=True)", "")},
        "not a frozen dataclass",
    ),
    Case(
        "events",
        {**CATALOGUE, "platform_core/events/catalogue/orders.py": PAID.replace("order.paid", "paid")},
        "has no type of its own",
    ),
    Case("events", {**CATALOGUE, "platform_core/events/catalogue/__init__.py": ""}, "is not exported"),
    Case("events", {**CATALOGUE, "tenants/orders/services/pay.py": ""}, "OrderPaid is never published"),
    Case("migrations", {MIGRATION: RUN.format("orders")}, None),
    Case("migrations", {MIGRATION: RUN.format("catalog")}, "RunPython touches catalog"),
    Case("migrations", {MIGRATION: "from tenants.catalog.enums import Mode\n"}, "imports tenants.catalog.enums"),
    Case("migrations", {MIGRATION: "import platform_core.kernel.ids\nimport tenants.orders.enums\n"}, None),
    Case("system_checks", {CHECK: "Error('x', hint='y', id='kaquan.E001')\n"}, None),
    Case("system_checks", {CHECK: "Error('x', id='kaquan.E001')\n"}, "a check without a hint"),
    Case("system_checks", {CHECK: "Warning('x', hint='y', id='kaquan.E001')\n"}, "without a number of its own"),
    Case("system_checks", {CHECK: "Error('x', hint='y', id='kaquan.E001')\n" * 2}, "without a number of its own"),
]
