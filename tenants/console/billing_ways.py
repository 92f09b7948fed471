"""Ways in which a subscription is paid, as an engine offers them."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from billing.enums import Collection
from billing.providers.base import Abilities
from tenants.console.invoice_rows import PAID_BY

HINTS: Final[dict[str, Promise]] = {
    Collection.AUTOMATIC: _("绑定一次，到期自动扣款，不会忘。"),
    Collection.INVOICE: _("每期发账单到邮箱，7 天内付清；适合走对公流程。"),
}


class Way(NamedTuple):
    """A way of paying. ``methods``: with what, in words."""

    value: str
    label: Promise | str
    methods: str
    hint: Promise


def ways_of(abilities: Abilities) -> list[Way]:
    """Ways that have a method; the first is what most want."""
    found = []
    for each in (Collection.AUTOMATIC, Collection.INVOICE):
        names = [str(PAID_BY.get(name, name)) for name in abilities.methods.get(each.value, ())]
        if names:
            found.append(Way(each.value, each.label, gettext("、").join(names), HINTS[each]))
    return found
