"""What the acts of the audit log are called: the name of a page's address, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "api_version": _("更改接口版本"),
    "approval_decide": _("审批双人操作"),
    "approval_withdraw": _("撤回双人操作申请"),
    "case_act": _("处理异常订单"),
    "case_refund": _("异常订单退款"),
    "case_share": _("重新分账"),
    "cases_assign": _("分派异常订单"),
    "delivery_resend": _("重发 Webhook"),
    "difference_act": _("处理对账差异"),
    "differences_resolve": _("批量处理对账差异"),
    "endpoint_delete": _("删除 Webhook 端点"),
    "endpoint_edit": _("编辑 Webhook 端点"),
    "endpoint_pause": _("暂停 Webhook 端点"),
    "endpoint_recover": _("补发 Webhook"),
    "endpoint_resume": _("恢复 Webhook 端点"),
    "endpoint_rotate": _("轮换 Webhook 密钥"),
    "endpoint_secret": _("查看 Webhook 密钥"),
    "endpoint_test": _("发送测试 Webhook"),
    "fulfil_give": _("人工发货"),
    "fulfil_look": _("查看买家填写的信息"),
    "import_act": _("处理导入"),
    "import_new": _("上传卡密文件"),
    "import_start": _("开始导入卡密"),
    "invitation_resend": _("重新发送邀请"),
    "invitation_withdraw": _("撤回邀请"),
    "key_revoke": _("吊销接口密钥"),
    "key_roll": _("轮换接口密钥"),
    "keys": _("新建接口密钥"),
    "log_replay": _("在测试环境重放请求"),
    "message_look": _("查看消息内容"),
    "message_resend": _("重发消息"),
    "message_settings": _("更改消息设置"),
    "message_template": _("编辑消息模板"),
    "order_webhooks_rotate": _("轮换订单回调密钥"),
    "order_webhooks_secret": _("查看订单回调密钥"),
    "payment_account": _("更改收款账户"),
    "people_invite": _("邀请成员"),
    "person_hand_over": _("转让店铺"),
    "person_remove": _("移除成员"),
    "person_role": _("更改成员角色"),
    "product_new": _("添加商品"),
    "recovery_cancel": _("取消补发"),
    "reveal_limit": _("更改接口查看次数"),
    "role_archive": _("停用角色"),
    "role_edit": _("编辑角色"),
    "role_new": _("新建角色"),
    "shopfront": _("更改店铺装修"),
    "sms_account": _("更改短信通道"),
    "statement_act": _("处理对账单"),
    "statement_fetch": _("从支付机构下载账单"),
    "statement_start": _("载入对账单"),
    "suppliers": _("登记供应商"),
    "webhook_new": _("新建 Webhook 端点"),
}


def act_word(act: str) -> str:
    """What an act is called; its own name where it has no word."""
    return str(ACTS.get(act, act))
