from __future__ import annotations

import datetime as dt
from typing import Any

from merchant_api.problems import ApiProblem
from platform_core.kernel.ids import public_id
from platform_core.tenancy.addresses import api_url
from tenants.access.authenticate import Caller
from tenants.reporting.enums import ExportState, ExportType
from tenants.reporting.models import Export
from tenants.reporting.vault import write_link

# Beside the scope of the operations themselves.
SCOPES: dict[str, tuple[str, ...]] = {
    ExportType.ISSUANCES: (),
    ExportType.CODES: ("codes:read",),
    ExportType.REDEMPTIONS: ("codes:read",),
    ExportType.REFUNDS: ("refunds:read",),
    ExportType.LEDGER: ("balance:read",),
    ExportType.STOCK: ("inventory:read",),
}


def scopes_of(type_: str, reveal: bool) -> tuple[str, ...]:
    """What a key needs for exports of a type."""
    return (*SCOPES[type_], "codes:reveal") if reveal else SCOPES[type_]


def check_scopes(caller: Caller, type_: str, reveal: bool) -> None:
    """Refuse a key that may not read what it would export.

    Raises:
        ApiProblem: ``scope_missing``.
    """
    for scope in scopes_of(type_, reveal):
        if scope not in caller.scopes:
            raise ApiProblem("scope_missing", param="reveal" if scope == "codes:reveal" else "type", scope=scope)


def may_open(caller: Caller, reveal: bool) -> bool:
    """Codes in the clear are not for a key that is answered them encrypted."""
    return not reveal or caller.encryption_key is None


def render_export(row: Export, *, caller: Caller, now: dt.datetime) -> dict[str, Any]:
    """An export; the link for who may make such an export."""
    completed = row.state == ExportState.COMPLETED
    over = completed and row.expires_at is not None and row.expires_at <= now  # not swept yet
    linked = (
        may_open(caller, row.reveal)
        and completed
        and not over
        and caller.scopes.issuperset(scopes_of(row.type, row.reveal))
    )
    written = row.as_of is not None
    return {
        "id": public_id("exp", row.id),
        "object": "export",
        "livemode": caller.livemode,
        "type": row.type,
        "format": row.format,
        "reveal": row.reveal,
        "bom": row.bom,
        "status": ExportState.EXPIRED.value if over else row.state,
        "issuance": public_id("iss", row.issuance_id) if row.issuance_id else None,
        "import": public_id("imp", row.import_id) if row.import_id else None,
        "created_from": row.created_from,
        "created_to": row.created_to,
        "rows": row.rows if written else None,
        "bytes": row.bytes if written else None,
        "sha256": bytes(row.sha256).hex() if row.sha256 is not None else None,
        "filename": row.filename,
        "as_of": row.as_of,
        "download_url": api_url(f"/downloads/{write_link(row)}") if linked else None,
        "expires_at": row.expires_at,
        "downloads": [{"at": each.at, "ip": each.ip} for each in row.latest_downloads],
        "created_by": row.created_by,
        "created_at": row.created_at,
        "finished_at": row.finished_at,
    }
