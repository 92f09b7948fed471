"""Words of a merchant's qualification."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MerchantKind(models.TextChoices):
    """Who runs a shop; which facts and papers that takes says merchant_file.py."""

    COMPANY = "company", _("企业")
    INDIVIDUAL = "individual", _("个体工商户")
    EXEMPT = "exempt", _("依法无须登记的个人")
    OVERSEAS = "overseas", _("境外主体")


class ExemptReason(models.TextChoices):
    """Why somebody sells without being registered: the cases of 电商法 10."""

    FARM = "farm", _("个人销售自产农副产品")
    CRAFT = "craft", _("个人销售家庭手工业产品")
    SKILL = "skill", _("个人利用自己的技能从事依法无须取得许可的便民劳务活动")
    SMALL = "small", _("个人从事零星小额交易活动")
    LAW = "law", _("依照法律、行政法规不需要进行登记")


class Served(models.TextChoices):
    """Where a shop's buyers are."""

    MAINLAND = "mainland", _("中国大陆")
    ABROAD = "abroad", _("仅境外")


class MerchantState(models.TextChoices):
    """The qualification of a merchant; platform_core/compliance/merchant_life.py says which leads where."""

    DRAFT = "draft", _("未提交")
    SUBMITTED = "submitted", _("已提交")
    CHECKING = "checking", _("自动核验中")
    NEEDS_INFO = "needs_info", _("待补充资料")
    REVIEW = "review", _("人工审核中")
    VERIFIED = "verified", _("已核验")
    DUE = "due", _("待重新核验")
    LAPSED = "lapsed", _("核验已过期")
    REFUSED = "refused", _("未通过")
    FROZEN = "frozen", _("已冻结")
    APPEAL = "appeal", _("申诉中")


class MerchantAct(models.TextChoices):
    """What is done to, or by, a merchant as a subject of qualification."""

    SUBMIT = "submit", _("提交资料")
    BEGIN_CHECK = "begin_check", _("开始核验")
    ASK_INFO = "ask_info", _("要求补充")
    PASS_CHECK = "pass_check", _("核验完成")
    APPROVE = "approve", _("审核通过")
    CALL_IN = "call_in", _("要求提前重新核验")
    NEAR_END = "near_end", _("核验临近到期")
    LAPSE = "lapse", _("核验过期")
    REFUSE = "refuse", _("不予通过")
    FREEZE = "freeze", _("冻结")
    APPEAL = "appeal", _("申诉")
    REINSTATE = "reinstate", _("恢复")
    UPHOLD = "uphold", _("维持限制")
    VOUCH = "vouch", _("运营者担保")


class MerchantRestrictionKind(models.TextChoices):
    REFUSAL = "refusal", _("不予通过")
    FREEZE = "freeze", _("冻结")
