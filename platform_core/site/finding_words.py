"""What a rule or a check came upon, as people read it: the rule's own words, names instead of ids, and where to look on."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from platform_core.compliance.enums import Level
from platform_core.compliance.models import Finding, RuleVersion, Supplier, SupplyLink
from platform_core.compliance.rule_selectors import list_rule_texts
from platform_core.kernel.ids import read_uuid
from platform_core.site.fact_names import FACTS, REASONS, VALUES
from platform_core.tenancy import directory

# Checks that go by another name than the rule that says what they are about.
SPOKEN_OF: Final[Mapping[str, str]] = {"S1": "X13"}
SIDES: Final[dict[str, Promise]] = {"later": _("后来的批次"), "earlier": _("在先的批次")}


class Told(NamedTuple):
    """One thing that was seen. ``address``: where to look on; empty: nowhere."""

    label: str
    value: str
    address: str = ""


class RuleTold(NamedTuple):
    """What a rule is about."""

    title: str
    message: str = ""
    remedy: str = ""
    source: str = ""
    to_confirm: bool = False


def rules_told(findings: Iterable[Finding]) -> dict[uuid.UUID, RuleTold]:
    """What the rules behind findings are about, in the reader's language, by finding.

    One for review has the words of its rule for review, where there is one (``X1.R``); one that is not in the book its reason's.
    """
    listed = list(findings)
    rows = list_rule_texts({name for each in listed for name in _names(each)})
    return {each.id: _rule(each, next((rows[name] for name in _names(each) if name in rows), None)) for each in listed}


def rule_messages(rule_ids: Iterable[str]) -> str:
    """What rules say when they do not hold, in the reader's language, one after the other."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    texts = sorted(list_rule_texts({*rule_ids}).items())
    return " ".join(f"{name}: {row.body['message'][language]}" for name, row in texts)


def titled(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, each with the title of its rule as ``title``."""
    listed = list(findings)
    told = rules_told(listed)
    for each in listed:
        each.title = told[each.id].title  # type: ignore[attr-defined]
    return listed


def _names(finding: Finding) -> tuple[str, ...]:
    own = SPOKEN_OF.get(finding.rule_id, finding.rule_id)
    return (f"{own}.R", own) if finding.level == Level.REVIEW else (own,)


def _rule(finding: Finding, row: RuleVersion | None) -> RuleTold:
    if row is None:
        return RuleTold(str(REASONS.get(finding.rule_id, finding.rule_id)))
    body, language = row.body, "en" if (get_language() or "").startswith("en") else "zh"
    title, message, remedy = (str((body.get(name) or {}).get(language, "")) for name in ("title", "message", "remedy"))
    return RuleTold(title, message, remedy, str(body.get("source", "")), row.to_confirm)


def facts_told(finding: Finding) -> list[Told]:
    """What was seen, one line each; what has no words yet stands as it was noted."""
    found: list[Told] = []
    for name, value in finding.facts.items():
        found += _fact(name, value)
    return found


def subject_told(finding: Finding, shop: str = "") -> str:
    """What it is about: a batch by its number, a shop by its name."""
    kind, ref = finding.get_subject_kind_display(), finding.subject_ref
    if finding.subject_kind == "batch":
        return f"{kind} #{ref.rpartition('/')[2]}"
    if finding.subject_kind in {"supplier", "merchant"} or read_uuid(ref):
        return str(kind)
    return f"{kind} {shop or ref[:16]}"


def _fact(name: str, value: Any) -> list[Told]:
    if name in SIDES and isinstance(value, dict):
        return _side(str(SIDES[name]), value)
    label = str(FACTS.get(name, name))
    if name == "chain" and isinstance(value, list):
        return [_step(label, each) for each in value]
    if name in {"roles", "shops"} and isinstance(value, list):
        return [Told(label, ", ".join(_shop(str(each)).value for each in value))]
    if name in {"merchant", "shop"}:
        return [_shop(str(value))]
    if name in {"listed", "supplier"}:
        return [_supplier(str(value))]
    if name == "codes" and isinstance(value, list):
        return [Told(gettext("依据"), "; ".join(str(REASONS.get(str(each), each)) for each in value))]
    if name == "papers" and isinstance(value, list):
        return [_paper(each) for each in value]
    return [Told(label, _plain(value))]


def _plain(value: Any) -> str:
    match value:
        case bool():
            return gettext("是") if value else gettext("否")
        case None | "" | []:
            return "–"
        case list():
            return ", ".join(_plain(each) for each in value)
        case dict():
            return ", ".join(f"{FACTS.get(name, name)} {_plain(each)}" for name, each in value.items())
    return str(VALUES.get(value, value)) if isinstance(value, str) else str(value)


def _side(label: str, side: Mapping[str, Any]) -> list[Told]:
    shop, supplier = _shop(str(side.get("shop", ""))), _supplier(str(side.get("supplier") or ""))
    batch = f"{shop.value} #{side.get('batch')} · {str(side.get('first_seen', ''))[:16].replace('T', ' ')} UTC"
    return [Told(label, batch, shop.address), Told(f"{label} · {supplier.label}", supplier.value, supplier.address)]


def _step(label: str, step: Mapping[str, Any]) -> Told:
    if "from" not in step:
        return Told(label, _plain(step))
    one, other = _supplier(str(step["from"])), _supplier(str(step["to"]))
    return Told(str(VALUES.get(str(step.get("kind")), label)), f"{one.value} → {other.value}", other.address)


def _paper(paper: Mapping[str, Any]) -> Told:
    other = paper.get("other")
    rest = {name: value for name, value in paper.items() if name not in {"paper", "other"}}
    address = reverse("staff_paper", args=[other]) if other and read_uuid(str(other)) else ""
    return Told(gettext("另一份文件"), _plain(rest), address)


def _shop(role: str) -> Told:
    tenant = directory.find_by_role(role)
    if tenant is None:
        return Told(gettext("店铺"), "–")
    return Told(gettext("店铺"), tenant.name, reverse("staff_shop", args=[tenant.id]))


def _supplier(ref: str) -> Told:
    """By its own id, or by that of a merchant's link to it."""
    key = read_uuid(ref)
    found = _find_supplier(key) if key else None
    if found is None:
        return Told(gettext("供应商"), "–")
    return Told(gettext("供应商"), found.name, reverse("staff_supplier", args=[found.id]))


def _find_supplier(key: uuid.UUID) -> Supplier | None:
    supplier = Supplier.objects.filter(pk=key).first()
    if supplier is not None:
        return supplier
    link = SupplyLink.objects.filter(pk=key).select_related("supplier").first()
    return link.supplier if link else None
