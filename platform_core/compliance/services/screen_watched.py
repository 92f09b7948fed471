from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from functools import partial
from typing import Final

from django.db import transaction

from platform_core.compliance.enums import Level, SubjectKind
from platform_core.compliance.lifecycle import SYSTEM
from platform_core.compliance.models import Finding, MerchantFile, WatchEntry, WatchMark
from platform_core.compliance.points import POINTS
from platform_core.compliance.services.report_finding import report_finding
from platform_core.compliance.services.stop_listed import stop_listed
from platform_core.compliance.watch_enums import HitSign
from platform_core.compliance.watch_selectors import RULE, find_latest_edition, get_parties, list_entries
from platform_core.compliance.watching.known_lists import matcher_of
from platform_core.compliance.watching.matcher import Hit
from platform_core.compliance.watching.parties import Parties

URGENT: Final = 0.95


def screen_watched(*, kind: SubjectKind, ref: uuid.UUID, now: dt.datetime) -> list[Finding]:
    """AML-01: hold everybody in a supplier's or a merchant's file against the lists; in the platform's context.

    Each that agrees is put before the staff, once: what people dismissed stays dismissed until the entry or the name is another. Whoever
    has the number of somebody on a list is stopped at once, where people had agreed that it is its number: a merchant's word alone stops
    no supplier of others.

    Those who were screened before are held against what was added since.

    Args:
        kind: ``SUPPLIER`` or ``MERCHANT``; ``ref``: the supplier's id, or that of the merchant's file.

    Returns:
        What agrees, found now or before by the same name and entry.

    Raises:
        RecordNotFound
    """
    latest, parties = find_latest_edition(), get_parties(kind, ref)
    mark = WatchMark.objects.filter(subject_kind=kind, subject_ref=ref).first()
    after = mark.edition if mark is not None and mark.parties_hash == parties.digest else 0
    hits: list[Hit] = []
    if latest > after:
        matcher = matcher_of(after, latest, partial(list_entries, after=after, latest=latest))
        hits = [hit for party in parties.every for hit in matcher.search(party)]
    with transaction.atomic():
        findings = _report(kind, ref, hits, now)
        _stop(parties, hits, findings, now)
        told = {"parties_hash": parties.digest, "edition": latest, "screened_at": now}
        WatchMark.objects.update_or_create(subject_kind=kind, subject_ref=ref, defaults=told)
    return findings


def _report(kind: SubjectKind, ref: uuid.UUID, hits: list[Hit], now: dt.datetime) -> list[Finding]:
    role = ""
    if kind == SubjectKind.MERCHANT and hits:
        role = MerchantFile.objects.values_list("tenant_role", flat=True).get(pk=ref)
    told = WatchEntry.objects.select_related("watch_list").in_bulk({hit.entry.id for hit in hits})
    return [
        report_finding(
            rule_id=RULE,
            level=Level.BLOCK,
            subject=(kind, str(ref)),
            key=_key(ref, hit),
            facts={
                "list": told[hit.entry.id].watch_list.title,
                "entry": hit.entry.ref,
                "entry_name": hit.name,
                "party": hit.party.role,
                "party_name": hit.party.name,
                "why": [hit.sign],
                "value": round(hit.value, 2),
                **told[hit.entry.id].told,
            },
            now=now,
            tenant_role=role,
            supplier_id=ref if kind == SubjectKind.SUPPLIER else None,
            points=_points(hit),
        )
        for hit in hits
    ]


def _points(hit: Hit) -> int:
    if hit.certain:
        return POINTS["AML-01.number"]
    near = hit.sign != HitSign.NAME and (hit.sign != HitSign.ALIKE or hit.value < URGENT)
    return POINTS["AML-01.near" if near else "AML-01.name"]


def _key(ref: uuid.UUID, hit: Hit) -> str:
    """The same party and the same entry are one finding, however often they are held together, until either says something else."""
    said = "\0".join([hit.party.role, hit.party.name, hit.name, str(hit.certain)])
    entry = hashlib.sha256(f"{hit.entry.list_slug}\0{hit.entry.ref}\0{said}".encode()).hexdigest()[:32]
    return f"{RULE}:{ref}:{entry}"


def _stop(parties: Parties, hits: list[Hit], findings: list[Finding], now: dt.datetime) -> None:
    known = set(parties.known)
    for hit, finding in zip(hits, findings, strict=True):
        if hit.certain and hit.party in known:
            stop_listed(finding=finding, actor=SYSTEM, now=now)
