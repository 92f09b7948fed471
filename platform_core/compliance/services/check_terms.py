from __future__ import annotations

import datetime as dt

from platform_core.compliance.enums import SubjectKind, Verdict
from platform_core.compliance.errors import TermsRefused
from platform_core.compliance.services.mark_terms import mark_terms
from platform_core.compliance.services.screen import screen
from platform_core.compliance.terms_check import ASKED, FACT, plain


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
    raise TermsRefused(clauses=[clause._asdict() for clause in mark_terms(text=text, now=now)])
