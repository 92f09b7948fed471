"""What is wrong with a text for buyers, in the merchant's words: each sentence that cannot stand, with its law."""

from __future__ import annotations

from django.utils.translation import gettext as _

from platform_core.compliance.errors import ScreeningUnavailable, TermsRefused
from platform_core.compliance.services.check_terms import check_terms
from platform_core.kernel.clock import now

MOST = 5
LONGEST = 80


def void_clauses(field: str, text: str) -> list[str]:
    """Why a text of the shop's front is not taken; empty: it is.

    Args:
        field: its name in the form.
    """
    try:
        check_terms(subject_id=f"front:{field}", text=text, now=now())
    except TermsRefused as refused:
        return [
            _("“%(sentence)s”可能属于无效格式条款（%(source)s，规则 %(rule)s），请删除或改写这一句。")
            % {"sentence": each["sentence"][:LONGEST], "source": each["source"], "rule": each["rule_id"]}
            for each in refused.clauses[:MOST]
        ]
    except ScreeningUnavailable:
        return [_("暂时无法检查这段文字，没有保存。请稍后再试。")]
    return []
