"""What of the back office's log the chain seals."""

from typing import Final

from platform_core.compliance.audit_chain import Audited, Keeping

LINKS: Final = "access_auditlink"
AUDITED: Final = (
    Audited(
        "entry/1",
        "access_auditentry",
        "id",
        "at",
        ("id", "at", "user_id", "email", "role", "act", "target", "reason", "address"),
        frozenset({"at"}),
        Keeping.RECORD,
        ("access_auditoutcome", "entry_id"),
    ),
    Audited(
        "outcome/1",
        "access_auditoutcome",
        "entry_id",
        "at",
        ("entry_id", "outcome", "detail", "at"),
        frozenset({"at"}),
        Keeping.RECORD,
    ),
)
