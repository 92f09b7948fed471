"""Where each rule is asked, for the staff: from the very lists by which the flows ask."""

from __future__ import annotations

from functools import cache
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from platform_core.compliance import merchant_rules, supplier_rules, terms_check, watch_selectors

USES: Final[tuple[tuple[Promise | str, frozenset[str]], ...]] = (
    (_("商家核验"), frozenset({*merchant_rules.LICENSED_ASKED, *merchant_rules.EVERYBODY_ASKED, "KYB-02.R"})),
    (_("商家审核通过（开店）"), frozenset(merchant_rules.APPROVAL_ASKED)),
    (_("商家核验到期"), frozenset(merchant_rules.LAPSE_ASKED)),
    (_("供应商核验"), frozenset(supplier_rules.ASKED)),
    (_("商家、供应商核验与审核"), frozenset({watch_selectors.RULE})),
    (_("保存店铺文字"), frozenset(terms_check.ASKED)),
)


# What shops ask, which the console does not import: KAQUAN_RULE_USES names the lists.
IN_SHOPS: Final[dict[str, Promise | str]] = {
    "listing": _("商品上架与改价"),
    "import": _("导入卡密"),
    "order": _("下单与发卡"),
    "payment": _("付款"),
    "refund": _("退款"),
    "balance": _("买家余额"),
    "record": _("清除登记资料"),
}


@cache
def _in_shops() -> tuple[tuple[Promise | str, frozenset[str]], ...]:
    return tuple(
        (IN_SHOPS[flow], frozenset(rule for name in names for rule in import_string(name.replace(":", "."))))
        for flow, names in settings.KAQUAN_RULE_USES.items()
    )


def uses_of(rule_id: str) -> list[Promise | str]:
    """The flows that ask a rule by its id; empty: none."""
    return [word for word, asked in (*USES, *_in_shops()) if rule_id in asked]
