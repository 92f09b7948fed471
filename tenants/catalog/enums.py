import enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProductKind(models.TextChoices):
    GIFT_CARD = "gift_card", _("礼品卡")
    VOUCHER = "voucher", _("代金券")
    LICENSE_KEY = "license_key", _("激活码")
    TOP_UP = "top_up", _("充值卡")
    CUSTOM = "custom", _("其他")


class CardNature(models.TextChoices):
    """What the law takes a product for: which rules are asked of it depends on it. The merchant says so."""

    GOODS = "goods", _("商品兑换码")
    GAME = "game", _("游戏点卡")
    PREPAID = "prepaid", _("单用途预付卡")
    OWN_VOUCHER = "own_voucher", _("本店自发卡券")


class CodeMode(models.TextChoices):
    """How a SKU's codes are used up."""

    SINGLE = "single", _("一次性卡密")
    SHARED = "shared", _("循环卡密")
    GENERATED = "generated", _("自动生成")


class RedemptionKind(models.TextChoices):
    """How the shop itself redeems a SKU's codes."""

    NONE = "none", _("不由本店核销")
    AMOUNT = "amount", _("按金额核销")
    UNITS = "units", _("按次核销")


class InputType(models.TextChoices):
    """What an answer of a buyer must look like."""

    TEXT = "text", _("文字")
    DIGITS = "digits", _("数字")
    PHONE = "phone", _("手机号")
    EMAIL = "email", _("邮箱")
    SELECT = "select", _("选择")


class PurchaseMode(models.TextChoices):
    """When codes are taken for a buyer."""

    RESERVE_FIRST = "reserve_first", _("先占库存后付款")
    PAY_FIRST = "pay_first", _("先付款后取卡")


class Fulfilment(models.TextChoices):
    """Who delivers."""

    AUTOMATIC = "automatic", _("自动发货")
    MANUAL = "manual", _("人工发货")


class StockDisplay(models.TextChoices):
    """What buyers see of the stock; vague by default, it hides takings."""

    WORDS = "words", _("充足/少量/缺货")
    EXACT = "exact", _("显示数量")


class ContactType(models.TextChoices):
    """What a buyer leaves to be reached by."""

    ANY = "any", _("任意")
    PHONE = "phone", _("手机")
    EMAIL = "email", _("邮箱")
    QQ = "qq", "QQ"


class FontScale(models.IntegerChoices):
    """How large a shop writes, in percent."""

    NORMAL = 100, _("标准")
    LARGE = 112, _("大")
    LARGEST = 125, _("特大")


class MagicSku(enum.StrEnum):
    """``sku_code`` of the SKUs that always do the same. They exist in test shops alone."""

    OK = "sku_test_ok"
    OUT_OF_STOCK = "sku_test_oos"
    SLOW = "sku_test_slow"
    PARTIAL = "sku_test_partial"
    PRICE_UP = "sku_test_price_up"
    FAIL_AFTER_EXECUTE = "sku_test_fail_after_execute"
    LOST_RESPONSE = "sku_test_lost_response"


class ChangeKind(models.TextChoices):
    """What was done to many products at once."""

    PRICES = "prices", _("批量改价")
    STATE = "state", _("批量上下架")
    SORTING = "sorting", _("批量归类")
    PINS = "pins", _("批量置顶")
    ARCHIVE = "archive", _("归档")
    COPY = "copy", _("复制商品")
    SHEET = "sheet", _("导入商品表")


class SheetAct(models.TextChoices):
    """What a job does with an uploaded table of products."""

    APPLY = "apply", _("导入商品表")
    UNDO = "undo", _("撤销导入")


class SheetFailure(models.TextChoices):
    """Why a job left the catalogue as it was."""

    STOPPED = "stopped", _("已停止，没有改动任何商品。")
    CHANGED = "changed", _("没有导入任何商品：商品在预览之后有变化，请重新预览。")
    PLAN = "plan", _("没有导入任何商品：超出套餐额度或订阅已逾期，请到设置里查看套餐与账单。")
    GIVEN_UP = "given_up", _("多次尝试都没有成功，没有改动任何商品。请稍后再试。")


class PriceMove(models.TextChoices):
    """How a price becomes another."""

    SET = "set", _("改为")
    AMOUNT = "amount", _("加减金额")
    PERCENT = "percent", _("加减百分比")
