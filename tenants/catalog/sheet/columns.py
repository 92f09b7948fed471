"""What the columns of a table of products are called: by us, by other card shops, in Chinese and in English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Name, what we call it on screen and in Chinese files, how else it is called. In the order of an export.
COLUMNS: Final[tuple[tuple[str, Promise, str, tuple[str, ...]], ...]] = (
    ("product_id", _("商品编号"), "商品编号", ("product_id", "product id", "商品id")),
    ("name", _("商品名称"), "商品名称",
     ("名称", "商品", "商品名", "产品名称", "产品", "标题", "name", "product", "product name", "title", "goods_name", "gd_name",
      "product_name")),
    ("name_en", _("英文名称"), "英文名称", ("英文名", "name_en", "english name")),
    ("brand", _("品牌"), "品牌", ("商品品牌", "brand", "brand_name")),
    ("category", _("分类"), "分类",
     ("类别", "商品分类", "分类名称", "category", "cat_name", "category_name", "group_name", "type_name")),
    ("occasions", _("场景"), "场景", ("occasions", "occasion", "使用场景")),
    ("tags", _("标签"), "标签", ("商品标签", "tags", "tag", "labels")),
    ("summary", _("一句话介绍"), "一句话介绍",
     ("简介", "简单描述", "副标题", "简单介绍", "summary", "goods_brief", "gd_description", "subtitle")),
    ("description", _("商品详情"), "商品详情",
     ("详情", "详细描述", "说明", "描述", "商品说明", "商品介绍", "介绍", "description", "goods_desc", "discription", "details")),
    ("instructions", _("使用说明"), "使用说明", ("使用方法", "购买提示", "instructions", "how to use", "buy_prompt", "usage")),
    ("refund_rules", _("退款规则"), "退款规则", ("售后说明", "售后", "refund_rules", "refund rules")),
    ("fulfilment", _("发货方式"), "发货方式", ("发货类型", "fulfilment", "fulfillment", "delivery")),
    ("purchase_mode", _("库存占用"), "库存占用", ("purchase_mode",)),
    ("stock_display", _("库存展示"), "库存展示", ("stock_display",)),
    ("product_state", _("商品状态"), "商品状态",
     ("状态", "是否上架", "上架", "status", "state", "is_on_sale", "is_open", "active", "published")),
    ("pinned", _("置顶"), "置顶", ("是否置顶", "pinned", "is_top", "推荐", "是否热销", "is_hot")),
    ("sku_code", _("规格编码"), "规格编码",
     ("sku", "sku编码", "编码", "商品货号", "货号", "商品编码", "sku_code", "sku code", "goods_sn", "code", "item_code")),
    ("sku_name", _("规格"), "规格",
     ("规格名称", "规格名", "套餐", "型号", "sku_name", "sku name", "variant", "option", "spec", "variant_name")),
    ("face_value", _("面额"), "面额", ("面值", "face_value", "face value", "denomination", "value", "par_value")),
    ("price", _("售价"), "售价",
     ("价格", "单价", "销售价", "本店售价", "零售价", "价钱", "实际售价", "price", "sale price", "shop_price", "actual_price", "unit price",
      "selling price")),
    ("list_price", _("市场价"), "市场价",
     ("原价", "划线价", "市场售价", "建议零售价", "list_price", "list price", "market_price", "retail_price", "msrp",
      "compare at price")),
    ("cost", _("成本价"), "成本价",
     ("成本", "进货价", "进价", "采购价", "cost", "cost_price", "cost price", "factory_price")),
    ("currency", _("币种"), "币种", ("货币", "currency")),
    ("price_tiers", _("阶梯价"), "阶梯价", ("批发价", "批发价配置", "price_tiers", "wholesale", "wholesale_price_cnf",
                                       "price_wholesale")),
    ("min_quantity", _("最少购买"), "最少购买", ("起购数量", "最小购买", "min_quantity", "min", "buy_min", "minimum")),
    ("max_quantity", _("最多购买"), "最多购买",
     ("限购", "限购数量", "最大购买", "max_quantity", "max", "buy_max", "buy_limit_num", "maximum")),
    ("quantity_multiple", _("购买倍数"), "购买倍数", ("quantity_multiple", "multiple")),
    ("min_days_left", _("最少剩余天数"), "最少剩余天数", ("min_days_left",)),
    ("low_stock_threshold", _("库存预警"), "库存预警",
     ("库存警告数量", "预警库存", "预警数量", "low_stock_threshold", "warn_number", "low stock")),
    ("input_schema", _("下单信息"), "下单信息", ("其他输入框", "附加信息", "input_schema", "other_ipu_cnf")),
    ("sku_state", _("规格状态"), "规格状态", ("sku_state", "sku_active")),
)  # fmt: skip
LABELS: Final = {key: label for key, label, _head, _names in COLUMNS}
_ROLES: Final = {name: key for key, _label, head, names in COLUMNS for name in (head, key, *names)}
_UNIT = re.compile(r"[（(\[【].*?[)）\]】]|[*＊:：]")


def role_of(head: str) -> str:
    """What a column of this head is; empty: nothing that we know."""
    plain = unicodedata.normalize("NFKC", _UNIT.sub("", head)).strip().strip("\ufeff").lower()
    return _ROLES.get(plain, "")


def guess_roles(heads: Sequence[str]) -> list[str]:
    """What each column is, each thing once; empty where we do not know."""
    roles: list[str] = []
    for head in heads:
        role = role_of(head)
        roles.append("" if role in roles else role)
    return roles
