"""On what grounds authorities ask: one table, in the order of the form. An engineering reading; counsel confirms each answer."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Basis(NamedTuple):
    """A legal basis. ``days``: within how many days the answer is due unless the document says so; 0: at once, a day is put in.

    ``confirm``: the reading is from a secondary source.
    """

    title: Promise
    hint: Promise
    days: int
    confirm: bool = False


FREE: Final = "other"
TAX: Final = "tax_810"
BASES: Final[dict[str, Basis]] = {
    "fraud_26": Basis(_("《反电信网络诈骗法》第二十六条"), _("公安机关办理电信网络诈骗案件，依法调取证据"), 3),
    "crime_54": Basis(_("《刑事诉讼法》第五十四条"), _("法院、检察院、公安机关收集、调取证据"), 3),
    "commerce_25": Basis(_("《电子商务法》第二十五条"), _("主管部门依法要求提供电子商务数据信息"), 7),
    "commerce_28": Basis(_("《电子商务法》第二十八条"), _("向市场监管、税务部门报送身份和涉税信息"), 7),
    "tax_54": Basis(_("《税收征收管理法》第五十四条"), _("税务检查"), 7),
    TAX: Basis(
        _("《互联网平台企业涉税信息报送规定》（国务院令第 810 号）"), _("季度终了的次月内报送"), 30, confirm=True
    ),
    "laundering": Basis(_("《反洗钱法》"), _("反洗钱行政主管部门调查可疑交易"), 3, confirm=True),
    "court": Basis(_("法院裁判文书或协助执行通知书"), _("写明案号"), 7),
    FREE: Basis(_("其他法律依据"), _("须写明法律名称和条款"), 7),
}


def title_of(basis: str, detail: str) -> str:
    """A basis with its article or case, in words."""
    title = str(BASES[basis].title) if basis in BASES else basis
    return f"{title} {detail}".strip()
