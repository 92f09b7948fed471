"""What the platform's own chain seals. Shops' tables are named by their apps, in KAQUAN_AUDITED."""

from typing import Final

from platform_core.compliance.audit_chain import PLATFORM_CHAIN, Audited, Keeping, SealedLog
from platform_core.tenancy.context import platform_context

PLATFORM_LINKS: Final = "public.compliance_platformauditlink"
PLATFORM_AUDITED: Final = (
    Audited(
        "staff_act/1",
        "public.compliance_staffact",
        "id",
        "at",
        ("id", "at", "user_id", "email", "act", "target", "tenant_role", "reason", "address"),
        frozenset({"at"}),
        Keeping.LOG,
        ("compliance_staffoutcome", "act_id"),
    ),
    Audited(
        "staff_outcome/1",
        "public.compliance_staffoutcome",
        "act_id",
        "at",
        ("act_id", "outcome", "detail", "at"),
        frozenset({"at"}),
        Keeping.LOG,
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
        Keeping.ALWAYS,
    ),
    Audited(
        "tenant_step/1",
        "public.tenancy_tenantstep",
        "id",
        "at",
        ("id", "tenant_id", "act", "reason", "by", "second_by", "at"),
        frozenset({"at"}),
        Keeping.ALWAYS,
    ),
    Audited(
        "merchant_event/1",
        "public.compliance_merchantevent",
        "id",
        "at",
        (
            "id", "file_id", "version", "act", "from_state", "to_state", "actor_kind", "actor_id", "actor_email", "reason", "facts",
            "at",
        ),
        frozenset({"at"}),
        Keeping.ALWAYS,
    ),
    Audited(
        "document_look/1",
        "public.compliance_documentlook",
        "id",
        "at",
        ("id", "document_id", "tenant_role", "kind", "shown_as", "who", "email", "page", "purpose", "address", "at"),
        frozenset({"at"}),
        Keeping.RECORD,
    ),
    Audited(
        "letter_look/1",
        "public.compliance_letterlook",
        "id",
        "at",
        ("id", "letter_id", "who", "email", "page", "address", "at"),
        frozenset({"at"}),
        Keeping.ALWAYS,
    ),
)  # fmt: skip
PLATFORM_LOG: Final = SealedLog(PLATFORM_CHAIN, "platform", PLATFORM_LINKS, PLATFORM_AUDITED, platform_context)
