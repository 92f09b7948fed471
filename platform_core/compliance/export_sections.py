"""What an export may hold, by what it is about. Codes are in none of them: neither whole nor in part."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from platform_core.compliance.export_enums import ExportScope
from platform_core.compliance.look_kinds import NAMES

# Of the platform's own tables; all others are read from the shop, by the names of look_kinds.
PLATFORM: Final[dict[str, Promise]] = {
    "merchant_file": _("店铺经营者资料"),
    "supplier_file": _("供应商资料与处理经过"),
    "findings": _("发现与处理结果"),
    "staff_acts": _("平台人员对该店铺的操作"),
    "tax": _("经营者身份与收入"),
}
CONTACTS: Final = "contacts"  # not a file of its own: contacts of buyers in the clear, in those that have them
PERSONS: Final = frozenset({"orders", "buyers"})  # sections whose rows name buyers
_ORDER: Final = ("orders", "order_lines", "payments", "refunds", "cases", "issuances", "reveals", "buyers", "ledger")
SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    ExportScope.TENANT: (
        "merchant_file", *_ORDER, "supplier_ledger", "batches", "lots", "audit", "findings", "staff_acts",
    ),
    ExportScope.ORDER: _ORDER,
    ExportScope.BUYER: _ORDER,
    ExportScope.SUPPLIER: ("supplier_file", "findings"),
    ExportScope.FINDING: ("findings",),
    ExportScope.TAX: ("tax",),
}  # fmt: skip


def name_of(section: str) -> Promise | str:
    """What a section is called."""
    if section == CONTACTS:
        return _("买家联系方式明文")
    return PLATFORM[section] if section in PLATFORM else NAMES.get(section, section)
