"""What breaks a rule today, each with its reason. The list only gets shorter: a debt that is paid must be struck out.

Nothing is excused by folder: an entry names one file and one thing in it.
"""

from __future__ import annotations

from typing import NamedTuple


class Debt(NamedTuple):
    """A known violation: it is in ``path`` and its message holds ``fragment``."""

    rule: str
    path: str
    fragment: str
    reason: str

    def covers(self, rule: str, violation: str) -> bool:
        """Is this the violation?"""
        return rule == self.rule and violation.startswith(f"{self.path}:") and self.fragment in violation


LOCK = "moves to locks.py of its app"
LONG = "to be cut into steps"
MEASURED = "gets its own file together with benchmarks/provisioning.py, which imports it"
READ = "named before the rule; callers in several apps"

DEBTS = [
    *(
        Debt("app_kit", path, "select_for_update", LOCK)
        for path in (
            "platform_core/compliance/services/decide_clearance.py",
            "platform_core/tenancy/services/ensure_twin.py",
            "platform_core/tenancy/services/provision_tenant.py",
            "tenants/access/services/revoke_api_key.py",
            "tenants/inventory/services/run_import.py",
            "tenants/inventory/services/undo_import.py",
            "tenants/orders/services/expire_orders.py",
        )
    ),
    Debt("app_kit", "platform_core/compliance/selectors.py", "clearance_of", READ),
    Debt("app_kit", "tenants/inventory/selectors.py", "code_public_id", READ),
    Debt("app_kit", "tenants/inventory/selectors.py", "stock_of", READ),
    Debt(
        "environment", "platform_core/runtime/up.py", "config/env.py alone", "needs a reader that skips the state file"
    ),
    Debt("plain_print", "platform_core/runtime/report.py", "print(", "becomes a rich console on standard error"),
    Debt(
        "problem_codes", "merchant_api/problem_table.py", "idempotency_key_required", "comes with redeem, void, refunds"
    ),
    Debt("service_files", "platform_core/tenancy/services/refill_spares.py", "newest_template", MEASURED),
    Debt("service_files", "platform_core/tenancy/services/refill_spares.py", "build_spare", MEASURED),
    Debt("sizes", "tenants/catalog/services/create_product.py", "create_product", LONG),
    Debt("sizes", "tenants/issuance/services/issue_codes.py", "issue_codes", LONG),
]
