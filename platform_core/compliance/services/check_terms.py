from __future__ import annotations

import datetime as dt

from platform_core.compliance.engine import holds_in, in_force
from platform_core.compliance.enums import SubjectKind, Verdict
from platform_core.compliance.errors import TermsRefused
from platform_core.compliance.rule_selectors import list_known_rules, list_shop_rule_sources
from platform_core.compliance.selectors import ZONE
from platform_core.compliance.services.screen import screen
from platform_core.compliance.terms_check import ASKED, FACT, mark_clauses, plain
from platform_core.kernel.clock import local_date


def check_terms(*, subject_id: str, text: str, now: dt.datetime) -> None:
    """Hold what a shop would tell its buyers against the rules on void clauses, in its own context; what came of it is kept.

    Args:
        subject_id: which text, e.g. ``front:terms``.
        text: as it was written; nothing is asked of one without words.

    Raises:
        TermsRefused: some sentences cannot stand so; ``clauses`` has each with its rule and law.
        ScreeningUnavailable: nobody can tell now; it is not taken.
    """
    if not plain(text):
        return
    row = screen(subject_kind=SubjectKind.TERMS, subject_id=subject_id, facts={FACT: plain(text)}, now=now, only=ASKED)
    if row.verdict == Verdict.CLEAR:
        return
    known = [each.rule for each in list_known_rules(in_shop=True) if each.rule.id in ASKED]
    rules = [rule for rule in in_force(known, local_date(now, ZONE)) if holds_in(rule, ["CN"])]
    clauses = mark_clauses(text, rules, list_shop_rule_sources(ASKED))
    raise TermsRefused(clauses=[clause._asdict() for clause in clauses])
