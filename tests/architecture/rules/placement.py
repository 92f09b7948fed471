"""Which packages and modules may stand in which room; what the map does not name is refused.

A new app or a new kind of module is a decision: it gets its line here (and an ADR where it changes the house).
"""

from __future__ import annotations

from pathlib import Path

from tests.architecture.sources import IGNORED, IGNORED_AT_TOP, apps, at, files, name_of

TOP = {
    "benchmarks", "billing", "clients", "config", "docs", "helm", "locale", "merchant_api", "platform_core", "tenants",
    "testbed", "tests", "webhooks",
}  # fmt: skip
TOP_MODULES = {"manage.py"}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc"}

KIT = {
    "__init__", "apps", "enums", "errors", "selectors", "locks", "tasks", "admin", "checks",
    "models", "services", "migrations", "management", "sql", "templates", "static",
}  # fmt: skip
FACE = {"forms", "urls", "views", "templatetags"}
FACES = {"merchant_api", "platform_core.site", "tenants.console", "tenants.storefront"}
TABLELESS = FACES | {"platform_core.kernel", "platform_core.runtime", "tenants.demo"}

# What an app has beyond the kit. An app that is not here does not exist.
APPS: dict[str, set[str]] = {
    "platform_core.kernel": {
        "clock", "contacts", "ids", "job_progress", "jobs", "masking", "money", "outbound", "read_ahead", "sealing",
        "spreadsheets", "transactions", "write_behind",
    },
    "platform_core.events": {"catalogue"},
    "platform_core.entitlements": {"plans", "rights"},
    "platform_core.messaging": {"addresses", "backends", "composing", "posting", "silence"},
    "platform_core.tenancy": {
        "addresses", "backend", "bootstrap", "cache", "client_address", "context", "directory", "domain_names",
        "domain_proof", "dotted", "granted_functions", "grants", "job_runner", "logging", "middleware", "owner", "postgres_tools",
        "own_rights", "readiness", "reference", "request_log", "routers", "schema_builder", "template_context",
    },
    "platform_core.identity": {
        "backends", "one_time_codes", "passkeys", "platform_key", "recovery_codes", "session_store", "staff_powers",
    },
    "platform_core.compliance": {
        "acts", "addresses", "agreement_enums", "agreement_selectors", "agreements",
        "audit_chain", "audit_faults", "audit_files", "audit_heads", "audit_keeping",
        "audit_notary", "audit_selectors", "audit_signing", "audited", "authorisations", "board_selectors", "chains",
        "checking", "code_prints", "documents", "engine", "export_basis", "export_bounds", "export_enums",
        "export_pack", "export_reading", "export_sections", "export_selectors", "files", "identity_prints",
        "known_places", "known_rules", "lifecycle", "likeness", "listed_checks", "listed_identities", "look_kinds", "looking",
        "merchant_checks", "merchant_enums", "merchant_file", "merchant_life", "merchant_reads", "merchant_rules",
        "merchant_selectors", "merchant_standing", "names", "paper_selectors", "points", "qualification", "refusals",
        "relations", "resident_id", "retention", "retention_selectors", "retention_table", "reuse", "right_words",
        "rule_language", "rule_selectors", "rule_table", "rulebook", "sealed_contacts", "sealed_spool",
        "shown_selectors", "signal_selectors", "signals", "source_facts", "standing", "supplier_checks",
        "supplier_rules", "supply_due", "terms_check", "uscc",
        "watch_enums", "watch_selectors", "watching",
    },
    "platform_core.site": FACE | {
        "billing_boards", "billing_lists", "billing_words", "board_charts", "boards", "export_words", "fact_names",
        "finding_words", "look_rows", "look_words", "marks", "merchant_case", "merchant_words", "posted", "price_words",
        "rule_uses", "sandbox_words", "shop_overview", "staff_act_words", "staff_rail", "staff_session",
        "subscription_case", "supplier_case", "supplier_words", "work_queues",
    },
    "platform_core.runtime": {
        "account", "child", "deaf_worker", "stopping", "embedded_postgres", "embedded_server", "embedded_valkey", "processes",
        "report", "state", "supervisor", "up",
    },
    "billing": {
        "choosing", "engines", "figures", "figures_selectors", "forecast", "letter_words", "letters", "monthly",
        "numbers", "outline", "providers", "staff_selectors", "standing", "titles", "usage_months",
        "usage_selectors",
    },
    "webhooks": {
        "breaker", "dispatcher", "endpoint_settings", "guarded_curl", "lanes", "outgoing", "overview", "preparing",
        "previewing", "redaction", "retry_policy", "sealing", "signing", "transport",
    },
    "tenants.access": {
        "api_versions", "approvals", "audit_tables", "audited", "authenticate", "encryption", "key_format",
        "known_keys", "limits", "powers", "replays", "request_log_selectors", "request_numbers", "role_choices", "role_inputs",
        "session_store",
    },
    "tenants.catalog": {
        "asking", "card_facts", "changes", "facts", "groups", "inputs", "palette", "pictures", "previews", "prices",
        "product_words",
        "progress", "searching", "sheet", "tiers", "versions",
    },
    "tenants.inventory": {
        "error_file", "generating", "keeping", "opening", "packing", "places", "printing", "progress", "reading", "robots",
        "running_low", "sealing", "shelves", "staging", "stored", "uploads",
    },
    "tenants.issuance": {"answers", "audited", "codes", "keeping", "many", "monthly", "pickup", "progress", "reveal_limits"},
    "tenants.customers": {"contacts", "digits", "proof"},
    "tenants.marketing": {"codes", "discounts", "terms"},
    "tenants.campaigns": set(),
    "tenants.payments": {"accounts", "eligibility", "gateways", "known", "notices", "simulator"},
    "tenants.orders": {
        "caseload", "contacts", "couponing", "holding", "inputs", "keeping", "links", "messages", "open_matters",
        "people", "purchasers", "recalls", "safety",
    },
    "tenants.finance": {"days"},
    "tenants.reporting": {
        "archive", "channels", "fees", "figures", "files", "formats", "ledger_rows", "loading", "makers", "month",
        "origins", "profit", "progress", "reading", "reports", "sources", "vault",
    },
    "tenants.notifications": {"accounts", "gateways", "recipients", "rendering", "segments", "sources", "variables", "wording"},
    "tenants.insights": {"viewing"},
    "tenants.storefront": FACE | {
        "buyers", "closing", "licensing", "personal", "platform_urls", "previewing", "template_context", "tickets",
    },
    "tenants.console": FACE | {
        "act_words", "attention", "bank_transfer", "billing_banner", "billing_bars", "billing_held",
        "billing_offer", "billing_page", "billing_quote", "billing_refusals", "billing_terms", "billing_title_form",
        "billing_usage", "billing_ways", "card_form", "case_words", "closing_sheets", "code_pages", "contract_form",
        "coupon_form", "coupon_words", "curl", "delivery_words", "endpoint_form", "endpoint_health",
        "endpoint_words", "event_words", "export_words", "fact_words", "figure_days", "finance_chart",
        "finance_form", "finance_period", "finance_reports", "finance_sheet", "front_form", "group_form",
        "halt_words", "invoice_rows", "key_form", "launch_steps", "listing", "long_sheets", "message_words",
        "money_field", "navigation", "order_sheet", "paper_form", "paused", "payout", "place_names", "plan_words",
        "power_words", "product_forms", "product_list", "qualification_case", "qualification_form", "routes",
        "rule_hints", "settings_form", "sheet_answer", "sheet_words", "shelf_cover", "staff", "statement_pages",
        "statement_words", "stock_words", "supplier_file", "supplier_form", "table_rows", "tables", "tallies",
        "tier_words", "timeline", "two_people", "undo", "void_clauses", "wording",
    },
    "tenants.demo": {"catalogue", "seeding"},
    "merchant_api": {
        "authentication", "card_terms", "docking", "docs_urls", "docs_views", "etags", "event_examples",
        "event_schemas", "event_webhooks", "examples", "expansion", "idempotency", "log_entries", "numbered", "once",
        "openapi", "openapi_examples", "openapi_problems", "operations", "pagination", "parameters", "parsing",
        "permissions", "personal_data", "preferences", "problem", "problem_table", "problem_table_billing", "problem_table_codes",
        "problem_table_finance", "problem_table_keys", "problem_table_pages", "problem_table_people",
        "problem_table_stock", "problem_table_suppliers", "problem_table_webhooks", "problems", "purchasers",
        "redaction", "rendering", "replay", "request_logging", "sales", "serializers", "sku_ids", "subscriptions", "test_mode",
        "throttling", "v1", "versions", "views", "waiting",
    },
}  # fmt: skip
CONFIG = {
    "__init__", "asgi", "alive", "beat_app", "broker", "celery_app", "env", "health", "health_urls", "language", "language_urls", "metrics",
    "middleware", "schedules", "sentry", "settings", "static", "static_files", "templates", "urls_api", "urls_pay", "urls_public",
    "urls_tenant", "web_server", "wsgi",
}  # fmt: skip
SETTINGS = {"__init__", "base", "local", "parts", "production", "test"}
RESOURCE = {
    "__init__", "create", "examples", "filters", "issuing", "rendering", "request", "serializers", "views", "working",
}  # fmt: skip
TESTS = {
    "__init__", "api", "architecture", "browser", "concurrency", "conftest", "faults", "chart", "integration", "isolation",
    "live", "runtime", "sharing", "simulators", "unit", "world",
}  # fmt: skip


def _stems(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [path for path in sorted(folder.iterdir()) if path.name not in IGNORED and (path.is_dir() or path.suffix)]


def _strangers(root: Path, folder: Path, allowed: set[str], room: str) -> list[str]:
    return [
        at(root, path, 1, f"{path.stem} has no place in {room}")
        for path in _stems(folder)
        if path.stem not in allowed and (path.is_dir() or path.suffix == ".py")
    ]


def _top(root: Path) -> list[str]:
    found = []
    for path in sorted(root.iterdir()):
        if path.is_dir() and not path.name.startswith(".") and path.name not in TOP | IGNORED | IGNORED_AT_TOP:
            found.append(at(root, path, 1, "unknown top-level package"))
        if path.suffix == ".py" and path.name not in TOP_MODULES:
            found.append(at(root, path, 1, "unknown top-level module"))
    return found


def _app(root: Path, name: str, folder: Path) -> list[str]:
    if name not in APPS:
        return [at(root, folder, 1, f"unknown app {name}")]
    found = _strangers(root, folder, KIT | APPS[name], name)
    if name in TABLELESS:
        found += [
            at(root, folder / part, 1, f"{name} has no tables")
            for part in ("models", "migrations", "models.py")
            if (folder / part).exists()
        ]
    for part in ("models.py", "services.py"):
        if (folder / part).exists():
            found.append(at(root, folder / part, 1, f"{part[:-3]} is a package, one thing a file"))
    return found


def _resources(root: Path) -> list[str]:
    found = []
    for folder in _stems(root / "merchant_api" / "v1"):
        if not folder.is_dir():
            if folder.stem not in {"__init__", "urls"}:
                found.append(at(root, folder, 1, f"{folder.stem} has no place in merchant_api/v1"))
            continue
        for path in _stems(folder):
            if path.stem not in RESOURCE and not path.stem.endswith("_views"):
                found.append(at(root, path, 1, f"{path.stem} has no place in a resource"))
    return found


def violations(root: Path) -> list[str]:
    """Packages and modules that no room is meant for."""
    found = _top(root)
    for name, folder in apps(root).items():
        found += _app(root, name, folder)
    for room in ("platform_core", "tenants"):
        loose = [path for path in _stems(root / room) if path.suffix == ".py" and path.stem != "__init__"]
        found += [at(root, path, 1, f"a module outside every app of {room}") for path in loose]
    found += _strangers(root, root / "config", CONFIG, "config")
    found += _strangers(root, root / "config" / "settings", SETTINGS, "config/settings")
    found += _strangers(root, root / "tests", TESTS, "tests")
    found += _resources(root)
    for path in files(root):
        if path.suffix == ".py" and {path.stem, *path.relative_to(root).parts} & NAMELESS:
            found.append(at(root, path, 1, f"a name that says nothing: {name_of(root, path)}"))
    return found
