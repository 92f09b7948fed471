"""What the platform's own chain seals. Shops' tables are named by their apps, in KAQUAN_AUDITED."""

from typing import Final

from platform_core.compliance.audit_chain import Audited

PLATFORM_LINKS: Final = "public.compliance_platformauditlink"
PLATFORM_AUDITED: Final = (
    Audited(
        "staff_act/1",
        "public.compliance_staffact",
        "id",
        "at",
        ("id", "at", "user_id", "email", "act", "target", "tenant_role", "reason", "address"),
        frozenset({"at"}),
    ),
    Audited(
        "staff_outcome/1",
        "public.compliance_staffoutcome",
        "act_id",
        "at",
        ("act_id", "outcome", "detail", "at"),
        frozenset({"at"}),
    ),
    Audited(
        "supplier_event/1",
        "public.compliance_supplierevent",
        "id",
        "at",
        (
            "id", "supplier_id", "version", "act", "from_state", "to_state", "actor_kind", "actor_id", "actor_email", "second_id",
            "second_email", "reason", "facts", "at",
        ),
        frozenset({"at"}),
    ),
    Audited(
        "tenant_step/1",
        "public.tenancy_tenantstep",
        "id",
        "at",
        ("id", "tenant_id", "act", "reason", "by", "second_by", "at"),
        frozenset({"at"}),
    ),
)  # fmt: skip
