"""Who saw codes is sealed by the shop's chain."""

from typing import Final

from platform_core.compliance.audit_chain import Audited, Keeping

AUDITED: Final = (
    Audited(
        "reveal/1",
        "issuance_reveal",
        "id",
        "at",
        ("id", "issuance_id", "code_id", "export_id", "actor", "ip", "first", "count", "at"),
        frozenset({"at"}),
        Keeping.RECORD,
    ),
)
