"""What staff read of merchants: names of facts, and why a step was refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from platform_core.compliance.enums import SupplyCategory
from platform_core.compliance.merchant_enums import ExemptReason
from platform_core.tenancy import directory

REFUSALS: Final[dict[str, Promise]] = {
    "state": _("商家的状态刚刚变了，请刷新后再看。"),
    "actor": _("这一步不由平台人员来做。"),
    "reason": _("请写明原因；它会记入历史，需要时告知商家。"),
    "remedy": _("请写明整改方式：商家怎么做才能恢复。"),
    "own_work": _("资料由您提交或修改，须由其他人审核。"),
    "already_approved": _("您已经通过一次，第二次审核须由其他人来做。"),
    "own_decision": _("限制由您作出，申诉与恢复须由其他人决定。"),
    "due_at": _("重新核验的期限须在今天之后、原定期限之前。"),
    "over": _("该申诉已处理。"),
    "appeal_over": _("该申诉已处理。"),
    "period": _("还没有到这一期。"),
    "handed_in": _("这份报送已登记过。"),
    "on_list": _("名单筛查有命中未排除：请先处理相应的发现，属实的不得通过。"),
    "unscreened": _("还没有对照最新名单筛查，通常几分钟内完成，请稍后再试。"),
    "watch_lists": _("监管名单缺失或超过一天未更新，更新前不能通过审核。"),
}
FACTS: Final[dict[str, Promise]] = {
    "kind": _("主体类型"),
    "exempt_reason": _("免予登记的情形"),
    "name": _("名称"),
    "uscc": _("统一社会信用代码"),
    "registration_number": _("注册登记号"),
    "country": _("注册地"),
    "legal_representative": _("法定代表人或经营者"),
    "owners": _("受益所有人"),
    "entity_type": _("类型"),
    "capital": _("注册资本"),
    "address": _("住所或经营场所"),
    "business_scope": _("经营范围"),
    "registry": _("登记机关"),
    "founded_on": _("成立日期"),
    "licence_ends_on": _("营业期限至"),
    "contact_person": _("联系人"),
    "serves": _("服务地区"),
    "icp_number": _("ICP 备案号或许可证号"),
    "wants_balances": _("开通买家余额"),
    "payment_licence": _("支付业务许可证编号"),
    "institution": _("持牌机构名称"),
    "institution_contract": _("合作协议编号"),
    "institution_until": _("协议有效期至"),
    "phone": _("联系电话"),
    "identity_number": _("法定代表人或经营者证件号码"),
    "bank_account": _("结算账户"),
}
PRINTS: Final = {"person_print": "identity_number", "bank_print": "bank_account", "phone_print": "phone"}


def finding_words(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a check saw, as people read it; what has no words yet stands as it is."""
    return [_told(name, value) for name, value in facts.items()]


def _told(name: str, value: Any) -> tuple[str, str]:
    match name:
        case "merchant":
            other = directory.find_by_role(str(value))
            return gettext("店铺"), other.name if other else "–"
        case "supplier":
            return gettext("黑名单供应商"), str(value)
        case "same":
            return gettext("相同"), ", ".join(str(FACTS[PRINTS.get(each, each)]) for each in value)
        case "differing":
            return gettext("与上次核验不同"), ", ".join(str(FACTS.get(each, each)) for each in value)
        case "lacking":
            words = dict(SupplyCategory.choices)
            return gettext("经营范围未包含"), ", ".join(str(words.get(each, each)) for each in value)
        case "reason":
            return gettext("免予登记的情形"), str(dict(ExemptReason.choices).get(value, value))
        case _:
            return name, str(value)
