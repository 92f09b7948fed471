from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import orjson
from django.db import transaction

from platform_core.compliance.export_basis import title_of
from platform_core.compliance.export_enums import ExportAct, ExportScope, ExportState
from platform_core.compliance.export_pack import Pack
from platform_core.compliance.export_reading import Row, read_section
from platform_core.compliance.export_sections import CONTACTS, PERSONS
from platform_core.compliance.export_selectors import find_letter
from platform_core.compliance.locks import get_export_locked
from platform_core.compliance.models import AuditHead, AuthorityExport, ExportedPerson, ExportStep
from platform_core.compliance.services.decide_export import PURPOSE
from platform_core.identity.platform_key import platform_owner
from platform_core.kernel.sealing import derive, fingerprint, keystore, open_json
from platform_core.tenancy import directory

KEPT = dt.timedelta(days=7)


def build_export(*, export_id: uuid.UUID, now: dt.datetime) -> None:
    """Make the file of an approved export; done again after a crash, and harmless once it is made.

    The password's seal goes with the same transaction that says that the file is there.

    Raises:
        RecordNotFound
    """
    with transaction.atomic():
        export = get_export_locked(export_id)
        if export.state != ExportState.APPROVED or export.sealed is None:
            return
        pack = Pack(export.id, open_json(platform_owner(), PURPOSE, export.id, export.sealed))
        try:
            counts, persons = _fill(pack, export)
            pack.add("manifest.json", orjson.dumps(_manifest(pack, export, counts, now), option=orjson.OPT_INDENT_2))
            export.size, export.sha256 = pack.close()
        except BaseException:
            pack.drop()
            raise
        export.persons = len(persons)
        _count(export, persons, now)
        export.state, export.sealed = ExportState.BUILT, None
        export.built_at, export.expires_at = now, now + KEPT
        export.save()
        ExportStep.objects.create(export=export, act=ExportAct.BUILD, at=now)


def _fill(pack: Pack, export: AuthorityExport) -> tuple[dict[str, int], set[bytes]]:
    """Every section; how many rows each has, and prints of the buyers that they name."""
    counts: dict[str, int] = {}
    persons: set[bytes] = set()
    key = derive(keystore().get(platform_owner()), "exported-person")
    for section in export.sections:
        if section == CONTACTS:
            continue
        rows = read_section(export, section)
        counts[section] = pack.add_rows(section, _noted(export, rows, persons, key) if section in PERSONS else rows)
    return counts, persons


def _noted(export: AuthorityExport, rows: Iterator[Row], persons: set[bytes], key: bytes) -> Iterator[Row]:
    """The same rows; whom they name is noted as they pass."""
    for row in rows:
        if print_ := _person(export, row, key):
            persons.add(print_)
        yield row


def _person(export: AuthorityExport, row: Row, key: bytes) -> bytes | None:
    """The same for the same account of the shop. Who bought without one is counted by the order: rather too many than too few."""
    who = row.get("buyer_id") or row.get("id")
    return fingerprint(key, f"{export.tenant_role}/{who}".encode()) if who else None


def _count(export: AuthorityExport, persons: set[bytes], now: dt.datetime) -> None:
    ExportedPerson.objects.bulk_create(
        [
            ExportedPerson(year=now.year, tenant_role=export.tenant_role, person=person, export_id=export.id)
            for person in sorted(persons)
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )


def _manifest(pack: Pack, export: AuthorityExport, counts: dict[str, int], now: dt.datetime) -> dict[str, Any]:
    """What the receiver checks the file by: digests, the grounds, who decided, and where the audit logs stood."""
    letter = find_letter(export.id)
    return {
        "export": str(export.id),
        "made_at": now.isoformat(),
        "authority": export.authority,
        "document": export.document,
        "document_on": export.document_on.isoformat(),
        "document_sha256": bytes(letter.sha256).hex() if letter else "",
        "legal_basis": title_of(export.basis, export.basis_detail),
        "asked_for": export.asks_for,
        "scope": export.scope,
        "about": export.shown_ref,
        "since": export.since.isoformat(),
        "until": export.until.isoformat(),
        "asked_by": export.asked_email,
        "approved_by": export.decided_email,
        "approved_at": export.decided_at.isoformat() if export.decided_at else "",
        "amounts": "minor units of the currency",
        "codes": "none: card codes are never handed out",
        "rows": counts,
        "sha256": dict(pack.digests),
        "audit_heads": _heads(export),
    }


def _heads(export: AuthorityExport) -> list[dict[str, Any]]:
    chains = ["platform"]
    tenant = directory.find_by_role(export.tenant_role) if export.scope != ExportScope.TAX else None
    if tenant is not None:
        chains.append(tenant.id.hex)
    return [
        {
            "chain": head.chain,
            "seq": head.seq,
            "hash": bytes(head.hash).hex(),
            "signature": bytes(head.signature).hex(),
            "at": head.at.isoformat(),
        }
        for head in AuditHead.objects.filter(chain__in=chains).order_by("chain")
    ]
