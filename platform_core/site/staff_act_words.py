"""What acts of staff are called in their log: the name of a page's address, in words."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: Final[dict[str, Promise]] = {
    "staff_bill_act": _("登记银行转账或发票号码"),
    "staff_break_glass": _("打开紧急查看"),
    "staff_export_act": _("审批、下载或交付协助调取"),
    "staff_export_new": _("登记调取文书"),
    "staff_export_tax": _("申请涉税信息季度报送"),
    "staff_finding_act": _("处理发现"),
    "staff_login": _("登录平台管理"),
    "staff_logout_everywhere": _("在所有设备上退出"),
    "staff_look_begin": _("开始或申请查看店铺"),
    "staff_look_close": _("结束查看"),
    "staff_merchant_act": _("处理商家资质"),
    "staff_merchant_report_handed_in": _("登记身份信息已报送"),
    "staff_merchant_reports": _("生成身份信息报送文件"),
    "staff_paper_act": _("采纳或退回文件"),
    "staff_person_act": _("更改平台人员"),
    "staff_person_add": _("添加平台人员"),
    "staff_proposal_act": _("确认、拒绝或撤回双人操作"),
    "staff_recall_decide": _("确认或拒绝召回"),
    "staff_recall_new": _("召回卡密"),
    "staff_shop_act": _("暂停、恢复店铺"),
    "staff_subscription_act": _("处理商家的订阅"),
    "staff_terms": _("提议发布平台协议或规则"),
    "staff_supply_vouch": _("为供应商担保"),
    "staff_supply_act": _("确认或退回店铺的供货"),
    "staff_supplier_act": _("处理供应商"),
    "staff_transfer_decide": _("确认或拒绝银行转账"),
}
OUTCOMES: Final[dict[str, tuple[Promise, str]]] = {
    "done": (_("已完成"), "green"),
    "refused": (_("被拒绝"), "amber"),
    "failed": (_("出错"), "red"),
}
