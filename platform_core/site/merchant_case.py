"""All that staff look at when they decide about one merchant."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Q

from platform_core.compliance.acts import TWO_REVIEWERS_FROM
from platform_core.compliance.enums import AppealState
from platform_core.compliance.listed_identities import list_matches
from platform_core.compliance.merchant_enums import MerchantAct, MerchantKind, MerchantState
from platform_core.compliance.merchant_file import PAPERS, facts_of
from platform_core.compliance.merchant_life import may
from platform_core.compliance.merchant_standing import standing_of
from platform_core.compliance.models import (
    Document,
    Finding,
    MerchantAppeal,
    MerchantEvent,
    MerchantFile,
    MerchantRestriction,
)
from platform_core.compliance.services.describe_merchant import PURPOSE
from platform_core.entitlements.selectors import find_balance_contract
from platform_core.identity.platform_key import platform_owner
from platform_core.kernel.masking import mask, mask_contact
from platform_core.kernel.sealing import open_json
from platform_core.site.finding_words import facts_told, titled
from platform_core.tenancy import directory

AT_ONCE = 200


def find_merchant_case(file: MerchantFile, now: dt.datetime) -> dict[str, Any]:
    """The template's context: facts with what changed since the last verification, papers, findings, restrictions, history, acts."""
    standing, tenant = standing_of(file), directory.find_by_role(file.tenant_role)
    restrictions = list(MerchantRestriction.objects.filter(file=file).order_by("-made_at"))
    appeals = list(MerchantAppeal.objects.filter(restriction__in=restrictions).order_by("-made_at"))
    about = Q(subject_kind="merchant", subject_ref=str(file.id))
    papers = Document.objects.filter(tenant_role=file.tenant_role, link=None).exclude(state="removed")
    needed = PAPERS[MerchantKind(file.kind)] if file.kind else ()
    return {
        "file": file,
        "tenant": tenant,
        "facts": _facts(file),
        "contacts": _contacts(file),
        "papers": papers.order_by("kind", "uploaded_at")[:AT_ONCE],
        "missing": [kind.label for kind in needed if not papers.filter(kind=kind, file_state="clean").exists()],
        "findings": _findings(about),
        "restrictions": restrictions,
        "appeals": appeals,
        "open_appeals": [appeal for appeal in appeals if appeal.state == AppealState.OPEN],
        "events": MerchantEvent.objects.filter(file=file).order_by("version"),
        "contract": find_balance_contract(tenant.id, now.date()) if tenant else None,
        "listed_alike": [match for match in list_matches(file) if match.is_exact],
        "two_reviewers": file.score >= TWO_REVIEWERS_FROM,
        "risk_line": TWO_REVIEWERS_FROM,
        "required": settings.KAQUAN_REQUIRE_QUALIFICATION,
        "is_lapsed": file.due_at is not None and file.due_at <= now,
        "may": {act.value: may(standing, act) for act in MerchantAct},
    }


def _findings(about: Q) -> list[Finding]:
    found = titled(Finding.objects.filter(about).order_by("-found_at")[:AT_ONCE])
    for finding in found:
        finding.told = facts_told(finding)  # type: ignore[attr-defined]
    return found


def _facts(file: MerchantFile) -> list[dict[str, Any]]:
    """What is told, field by field, and where it is not what was verified."""
    now, before = facts_of(file), file.verified_facts
    rows = []
    for name, value in now.items():
        worded = getattr(file, f"get_{name}_display", None)
        shown = worded() if worded is not None else value
        changed = bool(before) and before.get(name, "") != value
        if shown not in {"", False} or changed:
            rows.append({"name": name, "value": shown, "before": before.get(name, "") if changed else None})
    return rows


def _contacts(file: MerchantFile) -> dict[str, str]:
    if not file.sealed:
        return {}
    kept = open_json(platform_owner(), PURPOSE, file.id, file.sealed)
    return {name: mask_contact(value) if name == "phone" else mask(value) for name, value in kept.items() if value}


def state_tone(state: str) -> str:
    """The colour of a state's badge."""
    return {
        MerchantState.VERIFIED.value: "green",
        MerchantState.REVIEW.value: "amber",
        MerchantState.APPEAL.value: "amber",
        MerchantState.DUE.value: "amber",
        MerchantState.LAPSED.value: "red",
        MerchantState.REFUSED.value: "red",
        MerchantState.FROZEN.value: "red",
    }.get(state, "")
