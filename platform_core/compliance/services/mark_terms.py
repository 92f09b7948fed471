from __future__ import annotations

import datetime as dt

from django.db import Error

from platform_core.compliance.engine import holds_in, in_force
from platform_core.compliance.errors import ScreeningUnavailable
from platform_core.compliance.rule_selectors import list_known_rules, list_shop_rule_sources
from platform_core.compliance.selectors import ZONE
from platform_core.compliance.terms_check import ASKED, Clause, mark_clauses, plain
from platform_core.kernel.clock import local_date


def mark_terms(*, text: str, now: dt.datetime) -> list[Clause]:
    """The sentences of a text for buyers that the rules in force on void clauses do not let stand; in a shop's own context. Nothing of it
    is kept: whoever decides by it asks ``check_terms``.

    Raises:
        ScreeningUnavailable: nobody can tell now.
    """
    if not plain(text):
        return []
    try:
        known = [each.rule for each in list_known_rules(in_shop=True) if each.rule.id in ASKED]
        rules = [rule for rule in in_force(known, local_date(now, ZONE)) if holds_in(rule, ["CN"])]
        if not known:
            raise ScreeningUnavailable(reason="no_such_rules")
        found = mark_clauses(text, rules, {})
        sources = list_shop_rule_sources(ASKED) if found else {}
    except Error as error:
        raise ScreeningUnavailable(reason=type(error).__name__) from error
    return [clause._replace(source=sources.get(clause.rule_id, "")) for clause in found]
