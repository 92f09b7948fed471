from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Clearance(models.TextChoices):
    """May codes of this supplier be sold? What a merchant learns of the register."""

    REGISTERED = "registered", _("待审核")
    CLEARED = "cleared", _("已通过")
    SUSPENDED = "suspended", _("已暂停")


class Level(models.TextChoices):
    """What a rule that does not hold leads to. Of ``BLOCK`` an answer that cannot be had counts as not holding."""

    BLOCK = "block", _("拦截")
    REVIEW = "review", _("人工复核")
    INFORM = "inform", _("提示")


class SubjectKind(models.TextChoices):
    """What is screened, and what a finding is about."""

    PLATFORM = "platform", _("平台")
    MERCHANT = "merchant", _("商家")
    SUPPLIER = "supplier", _("供应商")
    DOCUMENT = "document", _("资质文件")
    BATCH = "batch", _("卡密批次")
    PRODUCT = "product", _("商品")
    ORDER = "order", _("订单")
    BUYER = "buyer", _("买家")
    WALLET = "wallet", _("买家余额")
    TERMS = "terms", _("服务条款")
    REQUEST = "request", _("个人信息请求")
    RESTRICTION = "restriction", _("限制措施")
    CASE = "case", _("侵权投诉")
    RECORD = "record", _("留存资料")


# Of these a shop's own context asks the rules: it reads them by a function, and so keeps what came of it.
IN_SHOP = frozenset(
    {
        SubjectKind.BATCH, SubjectKind.PRODUCT, SubjectKind.ORDER, SubjectKind.BUYER, SubjectKind.WALLET, SubjectKind.TERMS,
        SubjectKind.REQUEST, SubjectKind.RECORD,
    }
)  # fmt: skip


class RuleResult(models.TextChoices):
    """What came of asking a rule. ``UNAVAILABLE``: it could not be told, and counts as not holding."""

    PASSED = "passed", _("符合")
    FAILED = "failed", _("不符合")
    UNAVAILABLE = "unavailable", _("无法判断")
    NOT_APPLICABLE = "not_applicable", _("不适用")


class Verdict(models.TextChoices):
    """What a screening comes to."""

    BLOCKED = "blocked", _("不得进行")
    REVIEW = "review", _("需人工复核")
    CLEAR = "clear", _("通过")


class FindingState(models.TextChoices):
    """A person decides; nothing is held against anybody by a score alone."""

    OPEN = "open", _("待处理")
    CONFIRMED = "confirmed", _("属实")
    DISMISSED = "dismissed", _("不成立")
    WITHDRAWN = "withdrawn", _("已撤回")  # by what it was about going away: nobody decided


CLEARED: Final = (FindingState.DISMISSED, FindingState.WITHDRAWN)  # nothing is held any more because of these


class FindingAct(models.TextChoices):
    """What happened to that which a finding is about."""

    UNDONE = "undone", _("导入已撤销")
    WITHDRAWN = "withdrawn", _("发现随之撤回")


class PrintVerdict(models.TextChoices):
    """What a shop learns of the codes of a batch. Never whose they are, how many, or which."""

    OK = "ok", _("未发现重复")
    DUPLICATE_OWN = "duplicate_own", _("与本店已有卡密重复")
    NEEDS_REVIEW = "needs_review", _("平台核查中")


class BatchOrder(models.TextChoices):
    """What the platform has a shop do with a batch."""

    HOLD = "hold", _("下架")
    RELEASE = "release", _("恢复")


class SupplierState(models.TextChoices):
    """The life of a supplier; platform_core/compliance/lifecycle.py says which leads where."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已提交")
    AUTO_CHECK = "auto_check", _("自动核验中")
    NEEDS_INFO = "needs_info", _("待补充资料")
    REVIEW = "review", _("人工审核中")
    APPROVED_LIMITED = "approved_limited", _("限额通过")
    ACTIVE = "active", _("正常")
    EXPIRING = "expiring", _("资质即将到期")
    EXPIRED = "expired", _("资质已到期")
    SUSPENDED = "suspended", _("已暂停")
    APPEAL = "appeal", _("申诉中")
    BLACKLISTED = "blacklisted", _("已列入黑名单")
    OFFBOARDED = "offboarded", _("已退出")
    RESTRICTED_ARCHIVE = "restricted_archive", _("封存")
    PURGED = "purged", _("已销毁")


class SupplierAct(models.TextChoices):
    """What is done to, or by, a supplier."""

    SUBMIT = "submit", _("提交资料")
    BEGIN_CHECK = "begin_check", _("开始核验")
    ASK_INFO = "ask_info", _("要求补充")
    PASS_CHECK = "pass_check", _("核验完成")
    APPROVE = "approve", _("审核通过")
    ACTIVATE = "activate", _("解除限额")
    NEAR_END = "near_end", _("临近到期")
    REFRESH = "refresh", _("更新资质")
    EXPIRE = "expire", _("资质到期")
    SUSPEND = "suspend", _("暂停")
    BLACKLIST = "blacklist", _("列入黑名单")
    APPEAL = "appeal", _("申诉")
    REINSTATE = "reinstate", _("恢复")
    UPHOLD = "uphold", _("维持限制")
    OFFBOARD = "offboard", _("退出")
    ARCHIVE = "archive", _("封存")
    PURGE = "purge", _("销毁")
    VOUCH = "vouch", _("运营者担保")
    CALL_IN = "call_in", _("要求重新核验")
    VERIFY = "verify", _("复核通过")


class ActorKind(models.TextChoices):
    """Whose act it is."""

    MERCHANT = "merchant", _("商家")
    STAFF = "staff", _("平台人员")
    SYSTEM = "system", _("系统")
    OPERATOR = "operator", _("运营者")


class SupplyState(models.TextChoices):
    """How far a merchant is with what it tells of a supplier of its own."""

    OPEN = "open", _("待补充资料")
    SUBMITTED = "submitted", _("审核中")
    NEEDS_INFO = "needs_info", _("待补充资料")
    ACCEPTED = "accepted", _("已通过")
    REFUSED = "refused", _("未通过")
    ENDED = "ended", _("已终止")


class SupplyCategory(models.TextChoices):
    """What is bought from a supplier; which documents it needs depends on it."""

    GAME = "game", _("游戏点卡")
    GIFT_CARD = "gift_card", _("电商与商超礼品卡")
    TELECOM = "telecom", _("话费充值")
    MEMBERSHIP = "membership", _("视频与会员")
    OWN_VOUCHER = "own_voucher", _("自有卡券")


class RestrictionKind(models.TextChoices):
    SUSPENSION = "suspension", _("暂停")
    BLACKLIST = "blacklist", _("黑名单")


class AppealState(models.TextChoices):
    OPEN = "open", _("待处理")
    UPHELD = "upheld", _("申诉成立")
    DENIED = "denied", _("申诉不成立")


class ProposalKind(models.TextChoices):
    BLACKLIST = "blacklist", _("列入黑名单")
    BREAK_GLASS = "break_glass", _("紧急查看")
    RECALL = "recall", _("召回卡密")
    AGREEMENT = "agreement", _("发布平台协议或规则")
    TRANSFER = "transfer", _("确认银行转账收款")


class LookKind(models.TextChoices):
    """How much of a shop a look shows: contacts masked, or in the clear after another person agreed."""

    ORDINARY = "ordinary", _("普通查看")
    BREAK_GLASS = "break_glass", _("紧急查看")


class ProposalState(models.TextChoices):
    OPEN = "open", _("待另一人确认")
    APPROVED = "approved", _("已确认")
    REFUSED = "refused", _("已拒绝")
    WITHDRAWN = "withdrawn", _("已撤回")


class DocumentKind(models.TextChoices):
    """What a paper is; which ones a category takes says documents.py."""

    LICENCE = "licence", _("营业执照")
    AUTHORISATION = "authorisation", _("品牌授权书")
    ORIGIN = "origin", _("卡券来源证明")
    PUBLISHER = "publisher", _("版号或出版运营单位证明")
    ISSUER_FILING = "issuer_filing", _("发卡企业备案证明")
    DISTRIBUTION = "distribution", _("经销合同")
    INVOICE = "invoice", _("进货发票")
    CARRIER = "carrier", _("运营商代理合同")
    CHANNEL = "channel", _("平台渠道合同")
    ISSUER_MODE = "issuer_mode", _("发行方式说明")
    PAYMENT_LICENCE = "payment_licence", _("支付业务许可证")
    INSTITUTION = "institution", _("持牌机构合作协议")
    ICP = "icp", _("ICP 备案或许可证明")
    IDENTITY = "identity", _("法定代表人身份证件")
    OTHER = "other", _("其他")


class FileState(models.TextChoices):
    """Of an uploaded file; nobody sees it before it was scanned."""

    QUARANTINED = "quarantined", _("安全检查中")
    CLEAN = "clean", _("已通过安全检查")
    REFUSED = "refused", _("未通过安全检查")


class DocumentState(models.TextChoices):
    """What staff make of a paper."""

    WAITING = "waiting", _("待审核")
    ACCEPTED = "accepted", _("已采纳")
    REJECTED = "rejected", _("未采纳")
    REPLACED = "replaced", _("已更换")
    REMOVED = "removed", _("已移除")


class FileFault(models.TextChoices):
    """Why an uploaded file is not taken, as the merchant is told."""

    EMPTY = "empty", _("文件是空的，请重新选择。")
    TOO_LARGE = "too_large", _("文件超过 10 MB，请压缩或降低扫描分辨率后再上传。")
    NAME = "name", _("文件名有两个扩展名或含有特殊字符，请改成类似“营业执照.pdf”的名字。")
    TYPE = "type", _("只接受 JPG、PNG 和 PDF。手机里的 HEIC 照片请先导出为 JPG。")
    MISMATCH = "mismatch", _("文件内容与扩展名不符，请重新导出为 JPG、PNG 或 PDF。")
    DAMAGED = "damaged", _("文件打不开或已损坏，请重新扫描或导出。")
    PIXELS = "pixels", _("图片超过 4000 万像素，请缩小后再上传。")
    PAGES = "pages", _("PDF 超过 20 页，请只上传需要的部分。")
    ENCRYPTED = "encrypted", _("PDF 设有密码或权限限制，请另存为没有限制的 PDF。")
    ACTIVE = "active", _("PDF 里有脚本、动作或附件，请用“打印为 PDF”重新生成。")
    MIXED = "mixed", _("文件里夹带了其他内容，请重新扫描或导出后再上传。")
    THREAT = "threat", _("文件被病毒扫描拦截。")
    TWICE = "twice", _("这份文件已经上传过了，不必重复上传。")
    COMPLEX = "complex", _("文件太复杂，无法安全打开，请重新扫描成普通图片或 PDF。")


class Viewer(models.TextChoices):
    """Who looked at a paper."""

    MERCHANT = "merchant", _("店铺成员")
    STAFF = "staff", _("平台人员")


class RecallState(models.TextChoices):
    """How far a recall by the platform is, as a whole and in a shop."""

    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")


class Signal(models.TextChoices):
    """What a shop pushes up for the checks across shops."""

    PURCHASES = "purchases", _("付款订单")
    PRICES = "prices", _("售价")
    LOTS = "lots", _("批次质量")
    CONDUCT = "conduct", _("履约情况")
