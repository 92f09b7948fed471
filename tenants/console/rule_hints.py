"""What the rules in force ask of a shop before it opens, in their own words, with their source."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from platform_core.compliance.selectors import ZONE
from platform_core.compliance.shown_selectors import list_opening_rules
from platform_core.kernel.clock import local_date, now


def rule_hints() -> dict[str, str]:
    """By rule: what to do, and on which source; a source that counsel has not read in the original is marked."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return {
        name: _("%(remedy)s（%(source)s%(mark)s）")
        % {
            "remedy": rule["remedy"][language],
            "source": rule["source"],
            "mark": _("，待确认") if rule["to_confirm"] else "",
        }
        for name, rule in list_opening_rules(local_date(now(), ZONE)).items()
    }
