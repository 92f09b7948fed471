"""What letters about a subscription say, in the reader's language: what happened, what happens next and when, what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.enums import Letter


class Words(NamedTuple):
    """A letter; ``action``: what the link is called."""

    subject: str
    paragraphs: list[str]
    action: str


# The provider's code of a refusal in plain words. What a bank does not want told (lost, stolen) is told as any other refusal.
REFUSALS: Final = {
    "insufficient_funds": gettext_lazy("余额或额度不足"),
    "expired_card": gettext_lazy("银行卡已过期"),
    "incorrect_cvc": gettext_lazy("安全码不正确"),
    "invalid_cvc": gettext_lazy("安全码不正确"),
    "incorrect_number": gettext_lazy("卡号不正确"),
    "invalid_number": gettext_lazy("卡号不正确"),
    "invalid_expiry_month": gettext_lazy("有效期不正确"),
    "invalid_expiry_year": gettext_lazy("有效期不正确"),
    "authentication_required": gettext_lazy("银行要求您本人再确认一次"),
    "card_not_supported": gettext_lazy("这张卡不支持此类付款"),
    "currency_not_supported": gettext_lazy("这张卡不支持账单的币种"),
    "card_velocity_exceeded": gettext_lazy("超过了卡的额度或次数限制"),
    "withdrawal_count_limit_exceeded": gettext_lazy("超过了卡的额度或次数限制"),
    "processing_error": gettext_lazy("银行处理时出错"),
    "issuer_not_available": gettext_lazy("暂时联系不上发卡银行"),
    "no_payment_method": gettext_lazy("没有可用的付款方式"),
}
DECLINED: Final = gettext_lazy("银行拒绝了这笔扣款，没有说明原因")


def refusal_words(code: str) -> str:
    """Why a payment failed, in plain words."""
    return str(REFUSALS.get(code, DECLINED))


def words_of(letter: Letter, facts: Mapping[str, Any]) -> Words:
    """A letter in the language in force.

    Args:
        facts: shop, plan, amount, number, refusal (a code), next_attempt, due, ends, read_only, suspended, days, because (what
            brought it back: see ``find_cure``); texts and days that a letter does not need are empty.
    """
    return _MAKERS[letter](facts)


def _trial_ending(facts: Mapping[str, Any]) -> Words:
    return Words(
        _("店铺“%(shop)s”的试用还有 %(days)s 天") % facts,
        [
            _("“%(plan)s”的试用将在 %(ends)s 结束。到期前订阅，店铺不受任何影响，费用从试用结束时开始计。") % facts,
            _(
                "如果没有订阅：%(read_only)s 起后台转为只读，不能再上架商品和导入卡密；%(suspended)s 起店铺停用。"
                "已售出的卡密，买家始终可以查看。"
            )
            % facts,
        ],
        _("选择套餐"),
    )


def _trial_over(facts: Mapping[str, Any]) -> Words:
    return Words(
        _("店铺“%(shop)s”的试用已结束") % facts,
        [
            _("目前一切照常。%(read_only)s 起后台转为只读，不能再上架商品和导入卡密；%(suspended)s 起店铺停用。")
            % facts,
            _("订阅任意套餐即可继续，数据都还在。"),
        ],
        _("选择套餐"),
    )


def _payment_failed(facts: Mapping[str, Any]) -> Words:
    again = (
        _("下次自动扣款：%(next_attempt)s。")
        if facts["next_attempt"]
        else _("不会再自动扣款，请在“套餐与账单”页付款。")
    )
    return Words(
        _("店铺“%(shop)s”的订阅扣款失败：%(amount)s") % facts,
        [
            _("账单 %(number)s（%(amount)s）没有扣款成功：%(why)s。")
            % {**facts, "why": refusal_words(facts["refusal"])},
            again % facts,
            _(
                "目前一切照常。如果一直没有付清，%(read_only)s 起后台转为只读，不能再上架商品和导入卡密；%(suspended)s 起店铺停用。"
            )
            % facts,
        ],
        _("更换付款方式或立即付款"),
    )


def _invoice_due(facts: Mapping[str, Any]) -> Words:
    what = (
        _("账单 %(number)s（%(amount)s）的付款期限是 %(due)s。可在线支付，也可银行转账，转账时请注明账单号。") % facts
    )
    after = (
        _("如果没有按时付清，%(read_only)s 起后台转为只读，不能再上架商品和导入卡密；%(suspended)s 起店铺停用。")
        % facts
    )
    if facts["days"] < 0:
        subject = _("店铺“%(shop)s”的账单已逾期：%(amount)s")
        after = _(
            "目前一切照常。%(read_only)s 起后台转为只读，不能再上架商品和导入卡密；%(suspended)s 起店铺停用。已转账的请稍候，到账后会登记。"
        )
        after %= facts
    elif facts["days"] == 0:
        subject = _("店铺“%(shop)s”的账单今天到期：%(amount)s")
    else:
        subject = _("店铺“%(shop)s”的账单还有 %(days)s 天到期：%(amount)s")
    return Words(subject % facts, [what, after], _("查看账单并付款"))


def _grace_ending(facts: Mapping[str, Any]) -> Words:
    return Words(
        _("店铺“%(shop)s”的宽限期还有 %(days)s 天") % facts,
        [
            _(
                "订阅费用还没有付清。%(read_only)s 起后台转为只读，不能再上架商品和导入卡密，在售的商品照常售卖；%(suspended)s 起店铺停用。"
            )
            % facts,
            _("付清后立即恢复，不需要联系我们。"),
        ],
        _("立即付款"),
    )


def _read_only(facts: Mapping[str, Any]) -> Words:
    return Words(
        _("店铺“%(shop)s”的后台已转为只读") % facts,
        [
            _("订阅已到期或没有付清，现在不能上架商品、导入卡密和添加成员。在售的商品照常售卖，接口照常发卡。"),
            _("%(suspended)s 起店铺停用。已售出的卡密，买家始终可以查看。") % facts,
            _("付清或重新订阅后立即恢复，不需要联系我们。"),
        ],
        _("立即恢复"),
    )


def _suspended(facts: Mapping[str, Any]) -> Words:
    return Words(
        _("店铺“%(shop)s”已停用") % facts,
        [
            _(
                "订阅已到期或没有付清，店铺页面、接口和后台任务都不再售卖和发卡。已付款的订单照常发货和退款，买家可以查看买过的卡密。"
            ),
            _("数据不会因此删除：您仍可以登录后台查看和导出。付清或重新订阅后立即恢复。"),
        ],
        _("立即恢复"),
    )


def _reinstated(facts: Mapping[str, Any]) -> Words:
    return Words(
        _("店铺“%(shop)s”已恢复正常") % facts,
        [
            *filter(None, [_why_reinstated(facts["because"])]),
            _("店铺和接口都已恢复，当前套餐为“%(plan)s”。不需要再做什么。") % facts,
        ],
        _("查看订阅"),
    )


def _why_reinstated(because: str) -> str:
    """What brought it back; empty where that is not known: nothing is claimed then."""
    return {
        "paid": _("款项已收到。"),
        "subscribed": _("已重新订阅。"),
        "granted": _("平台已为您开通套餐。"),
        "trial_extended": _("平台已为您延长试用。"),
    }.get(because, "")


def _ending(facts: Mapping[str, Any]) -> Words:
    return Words(
        _("店铺“%(shop)s”的订阅将在 %(ends)s 结束") % facts,
        [
            _("订阅已设为到期不续，在 %(ends)s 之前一切照常，之后不再扣款。") % facts,
            _("%(ends)s 起后台转为只读，%(suspended)s 起店铺停用。在此之前可以随时恢复订阅，也请及时导出需要的数据。")
            % facts,
        ],
        _("恢复订阅"),
    )


_MAKERS: Final[dict[Letter, Callable[[Mapping[str, Any]], Words]]] = {
    Letter.TRIAL_ENDING: _trial_ending,
    Letter.TRIAL_OVER: _trial_over,
    Letter.PAYMENT_FAILED: _payment_failed,
    Letter.INVOICE_DUE: _invoice_due,
    Letter.GRACE_ENDING: _grace_ending,
    Letter.READ_ONLY: _read_only,
    Letter.SUSPENDED: _suspended,
    Letter.REINSTATED: _reinstated,
    Letter.ENDING: _ending,
}
