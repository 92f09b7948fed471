"""Error codes of what people in the back office may not do alone, or without saying why."""

from __future__ import annotations

from merchant_api.problem import Problem

PEOPLE_PROBLEMS: dict[str, Problem] = {
    "reason_missing": Problem(
        422, "Reason missing", "请填写原因", "This needs a reason in words.", "这一操作需要填写原因。"
    ),
    "domain_refused": Problem(
        422,
        "Domain refused",
        "域名不可用",
        "The shop cannot have this domain; `reason` says why.",
        "店铺不能使用这个域名。",
    ),
    "setting_invalid": Problem(
        422, "Setting invalid", "设置无效", "The shop cannot be set up so.", "店铺不能这样设置。"
    ),
    "account_changed": Problem(
        409,
        "Account changed",
        "账户已变化",
        "The payment account is not what it was when this change of it was asked for.",
        "收款账户在申请之后已被更改，请重新申请。",
    ),
    "second_person_needed": Problem(
        403,
        "Second person needed",
        "需要第二个人",
        "This takes two people: one asks, another approves.",
        "这是双人操作：一人申请，另一人批准。",
    ),
    "approval_over": Problem(
        409,
        "Approval over",
        "审批已结束",
        "It was decided, done, withdrawn or expired before.",
        "该申请已处理、已执行、已撤回或已过期。",
    ),
    "too_many_views": Problem(
        409,
        "Too many views",
        "视图过多",
        "As many views of this list are kept as there may be.",
        "该列表保存的视图已达上限。",
    ),
    "factor_refused": Problem(
        422,
        "Second factor refused",
        "第二步验证未通过",
        "The code or passkey is wrong, or was used before.",
        "验证码或通行密钥不对，或已经用过。",
    ),
    "too_many_factor_tries": Problem(
        429, "Too many tries of the second factor", "验证次数过多", "Too many codes were tried.", "尝试次数过多。"
    ),
    "too_many_factors": Problem(
        409,
        "Too many second factors",
        "验证方式过多",
        "As many ways to verify are kept as there may be.",
        "验证方式已达上限。",
    ),
    "invitation_refused": Problem(
        409, "Invitation refused", "不能邀请", "This person cannot be invited in this role.", "不能以这个角色邀请对方。"
    ),
    "invitation_gone": Problem(
        410,
        "Invitation gone",
        "邀请已失效",
        "The invitation was used, withdrawn or is too old.",
        "邀请已使用、已撤回或已过期。",
    ),
    "invitation_of_another": Problem(
        403,
        "Invitation of another",
        "不是您的邀请",
        "The invitation was sent to another address.",
        "邀请是发给另一个邮箱的。",
    ),
    "member_unknown": Problem(
        404,
        "Member unknown",
        "没有这个成员",
        "There is no such member, or you are no owner.",
        "没有这个成员，或您不是店主。",
    ),
    "last_owner": Problem(
        409, "Last owner", "最后一位店主", "A shop keeps at least one owner.", "店铺至少要有一位店主。"
    ),
    "role_invalid": Problem(422, "Role invalid", "没有这个角色", "There is no such role.", "没有这个角色。"),
    "role_powers_cross": Problem(
        422, "Powers cross", "权限冲突", "These powers must not be in one hand.", "这些权限不能由同一个人掌握。"
    ),
    "role_powers_refused": Problem(
        422,
        "Powers refused",
        "权限不可用",
        "There are no such powers, or the owner alone may have them.",
        "没有这些权限，或它们只属于店主。",
    ),
    "role_name_taken": Problem(
        409, "Role name taken", "角色名称已被使用", "Another role is called so.", "已有同名的角色。"
    ),
    "role_name_missing": Problem(422, "Role name missing", "缺少角色名称", "A role needs a name.", "请填写角色名称。"),
    "role_in_use": Problem(
        409,
        "Role in use",
        "角色使用中",
        "Members or open invitations have this role.",
        "还有成员或未接受的邀请在用这个角色。",
    ),
    "role_changed": Problem(
        409, "Role changed", "角色已被修改", "Somebody else changed the role meanwhile.", "这个角色刚被别人改过。"
    ),
    "too_many_roles": Problem(
        409,
        "Too many roles",
        "角色过多",
        "A shop has as many roles of its own as there may be.",
        "自定义角色已达上限。",
    ),
    "too_many_invitations": Problem(
        429,
        "Too many invitations",
        "邀请过多",
        "Too many invitations were sent within an hour.",
        "一小时内发出的邀请过多。",
    ),
    "tenant_step_refused": Problem(
        409, "Shop step refused", "不能执行该操作", "The shop cannot be treated so now.", "店铺当前的状态不允许该操作。"
    ),
}
