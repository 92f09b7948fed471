"""What the rules are asked about a merchant, and what their answers mean beside what the checks saw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import get_language

from platform_core.compliance.checking import Reason
from platform_core.compliance.engine import AGAINST
from platform_core.compliance.enums import DocumentKind, DocumentState, FileState, Level, SupplyState
from platform_core.compliance.likeness import fewest_permille, name_permille
from platform_core.compliance.listed_checks import facts_behind
from platform_core.compliance.listed_identities import STANDS, count_listed, list_matches
from platform_core.compliance.merchant_enums import ExemptReason, MerchantKind, Served
from platform_core.compliance.merchant_file import list_lacking_activities
from platform_core.compliance.models import Document, MerchantFile, Screening, Supplier, SupplyLink
from platform_core.compliance.relations import Fact, FactKind, Relations
from platform_core.compliance.rule_selectors import list_rule_texts
from platform_core.compliance.selectors import ZONE
from platform_core.kernel.clock import local_date

MAINLAND: Final = frozenset({MerchantKind.COMPANY, MerchantKind.INDIVIDUAL})
EVERYBODY_ASKED: Final = ("KYB-06", "X2", "X2.R", "X3", "X4", "SHOW-02")
LICENSED_ASKED: Final = ("KYB-01", "KYB-02", *EVERYBODY_ASKED)
# Before somebody may sell: known by name, not on the blacklist, verified in time, and a home page that shows what it must.
APPROVAL_ASKED: Final = ("KYB-03", "KYB-04", "KYB-04.I", "FRD-01", "X2", "SHOW-01", "SHOW-02", "SHOW-04")
LAPSE_ASKED: Final = ("KYB-04",)
FLAGGED_ASKED: Final = ("FRD-02",)
# What a check looks at is decided by these rules; what it saw stays in its reason.
DECIDED_BY: Final[Mapping[str, frozenset[str]]] = {
    "KYB-01": frozenset({"KYB-01"}),
    "KYB-06": frozenset({"KYB-06"}),
    "SHOW-02": frozenset({"SHOW-02"}),
    "X2": frozenset({"X2", "X2.R"}),
}
# One tie is weighed once: a shared number is a tie as well.
SAID_BY: Final[Mapping[str, frozenset[str]]] = {
    "X2.R": frozenset({"X2"}),
    "X4": frozenset({"X2"}),
    "KYB-02.R": frozenset({"KYB-04"}),
}
LICENCE_FIELDS: Final[Mapping[str, str]] = {
    "name": "name",
    "legal_representative": "representative",
    "entity_type": "type",
    "capital": "capital",
    "address": "address",
    "business_scope": "scope",
    "registry": "registry",
    "founded_on": "founded_on",
    "uscc": "uscc",
}
COMPARED: Final = ("name", "legal_representative", "entity_type", "address", "registry")
EXEMPT: Final[Mapping[str, str]] = {
    ExemptReason.FARM: "own_farm_goods",
    ExemptReason.CRAFT: "home_crafts",
    ExemptReason.SKILL: "handy_services",
    ExemptReason.SMALL: "small_trade",
    ExemptReason.LAW: "law",
}


def asked_of(file: MerchantFile) -> tuple[str, ...]:
    """The rules that a check asks: of the licence only where there is one of the mainland, of changes only after a verification."""
    asked = LICENSED_ASKED if file.kind in MAINLAND else EVERYBODY_ASKED
    return (*asked, "KYB-02.R") if file.kind in MAINLAND and file.verified_facts else asked


def check_facts(file: MerchantFile) -> dict[str, Any]:
    """What a check tells the rules: counts, likenesses and words of a public register; no number of a person."""
    links = SupplyLink.objects.filter(tenant_role=file.tenant_role).exclude(category="")
    sold = set(links.exclude(state__in=[SupplyState.ENDED, SupplyState.REFUSED]).values_list("category", flat=True))
    lacking = list_lacking_activities(file.business_scope, sold) if file.kind in MAINLAND else []
    required = sorted(sold | {*lacking}) if file.kind in MAINLAND else []
    return {
        "uscc": file.uscc,
        "licence_fields": _licence_fields(file),
        "least_similarity": fewest_permille(_before_and_now(file)),
        "required_activities": required,
        "licence_activities": [kind for kind in required if kind not in lacking],
        **_listed(file),
        **shown_facts(file),
    }


def approval_facts(file: MerchantFile, now: dt.datetime) -> dict[str, Any]:
    """What is true of a merchant once people have found it to be who it says, at that moment."""
    papers = Document.objects.filter(
        tenant_role=file.tenant_role, link=None, file_state=FileState.CLEAN, shredded_at=None
    )
    left = papers.exclude(state__in=[DocumentState.REPLACED, DocumentState.REJECTED, DocumentState.REMOVED])
    kinds = set(left.values_list("kind", flat=True))
    known = DocumentKind.IDENTITY in kinds and file.person_print is not None
    return {
        "identity_verified": known,
        "address_verified": bool(file.address),
        "contact_verified": file.phone_print is not None and bool(file.contact_person),
        "permits_verified": DocumentKind.LICENCE in kinds,
        "exempt": file.kind == MerchantKind.EXEMPT,
        "exempt_reason": EXEMPT.get(file.exempt_reason, ""),
        "real_name_verified": known,
        "resellers_unverified": 0,  # nobody sells under a merchant here: its members act for it and own no account
        "last_verified_on": local_date(now, ZONE),
        "home_pages_checked": 1,
        "home_pages_without": 0 if file.name else 1,
        **count_listed(list_matches(file)),
        **shown_facts(file),
    }


def shown_facts(file: MerchantFile) -> dict[str, Any]:
    """What every home page of this release shows of whoever runs the shop; the storefront's own test fetches it and looks."""
    return {
        "served_in_mainland": file.serves == Served.MAINLAND,
        "icp_number": file.icp_number,
        "links_to_registry": True,
        "plain_search_offered": True,
        "preticked_bundles": False,
        "own_goods_labelled": True,
        "account_deletion_visible": True,
    }


def decided(reasons: Sequence[Reason], row: Screening) -> list[Reason]:
    """What the checks saw as far as the rules in force hold it against the merchant, and what the rules hold against it besides."""
    results = {each["rule"]: each for each in row.outcomes}
    against = {name for name, each in results.items() if each["result"] in AGAINST}
    kept = [reason for reason in reasons if _stands(reason, results, against)]
    said = {reason.rule_id for reason in kept}
    more = [name for name in sorted(against) if not said & ({name} | SAID_BY.get(name, frozenset()))]
    return [*kept, *_reasons_of_rules((results[name] for name in more), more)]


def _stands(reason: Reason, results: Mapping[str, Any], against: set[str]) -> bool:
    asked = DECIDED_BY.get(reason.rule_id, frozenset()) & results.keys()
    return not asked or bool(asked & against)


def _reasons_of_rules(outcomes: Iterable[Mapping[str, Any]], names: Sequence[str]) -> list[Reason]:
    texts = list_rule_texts(names) if names else {}
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return [
        Reason(
            each["rule"],
            Level(each["level"]),
            each["points"],
            {"result": each["result"], "version": each["version"], "lacking": each["lacking"]},
            texts[each["rule"]].body["message"][language] + texts[each["rule"]].body["remedy"][language],
        )
        for each in outcomes
    ]


def _licence_fields(file: MerchantFile) -> list[str]:
    told = {word for name, word in LICENCE_FIELDS.items() if getattr(file, name)}
    # The licence of an individual business names no capital.
    return sorted(told | {"capital"}) if file.kind == MerchantKind.INDIVIDUAL else sorted(told)


def _before_and_now(file: MerchantFile) -> list[tuple[str, str]]:
    before = file.verified_facts
    return [(str(before[name]), str(getattr(file, name) or "")) for name in COMPARED if before.get(name)]


def _listed(file: MerchantFile) -> dict[str, int]:
    """How many that are blacklisted share each of its numbers, its name or its people."""
    listed = Supplier.objects.filter(STANDS)
    counts = count_listed(list_matches(file))
    ids = set(listed.values_list("id", flat=True))
    return {**counts, "name_score": name_permille([file.name], listed), "listed_in_cluster": _tied(file, ids)}


def _tied(file: MerchantFile, listed: set[Any]) -> int:
    own = {FactKind.BANK: file.bank_print, FactKind.PHONE: file.phone_print, FactKind.PERSON: file.person_print}
    mine = [Fact(file.id, kind, bytes(value)) for kind, value in own.items() if value is not None]
    return int(bool(listed and mine and Relations([*facts_behind(), *mine]).way(file.id, listed)))
