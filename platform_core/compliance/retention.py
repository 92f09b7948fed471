"""What is kept for how long: one table. The document docs/retention.md is written from it; whoever deletes asks ``keep_until``.

Pure. Years are calendar years; what began on a 29 February is over on a 28 February.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple


class Profile(StrEnum):
    """Which law a merchant is under. ``LICENSED``: a payment institution or another unit that 反洗钱法 34 has keep ten years."""

    STANDARD = "standard"
    LICENSED = "licensed"


class Kept(StrEnum):
    """Kinds of records that end at the same time and in the same way."""

    ORDERS = "orders"
    LISTINGS = "listings"
    ISSUANCE = "issuance"
    LARGE_PURCHASES = "large_purchases"
    SUPPLIER_FILES = "supplier_files"
    MERCHANT_FILES = "merchant_files"
    CODES = "codes"
    IDENTITY_IMAGES = "identity_images"
    BLACKLIST = "blacklist"
    SCREENINGS = "screenings"
    CONSENTS = "consents"
    SECURITY_LOGS = "security_logs"


class Ending(StrEnum):
    """What happens when the time is over."""

    DELETE = "delete"
    ANONYMISE = "anonymise"
    SHRED = "shred"


class RetentionClass(NamedTuple):
    """A line of the table. ``years`` and ``days`` are the least; ``licensed_years`` what a licensed merchant must keep (0: no other).

    ``since``: what the time counts from. ``unless``: what holds the end up. ``by``: what does it.
    """

    kept: Kept
    what: Mapping[str, str]
    basis: str
    since: Mapping[str, str]
    ending: Ending
    by: str
    years: int = 0
    days: int = 0
    licensed_years: int = 0
    unless: Mapping[str, str] = MappingProxyType({"zh": "", "en": ""})


COMPLETED = {"zh": "交易完成", "en": "completion"}
TABLE: Final = (
    RetentionClass(
        Kept.ORDERS,
        {"zh": "订单、订单行、付款与退款记录", "en": "Orders, their lines, payments and refunds"},
        "电子商务法 31；反洗钱法 34（持牌机构）",
        COMPLETED,
        Ending.ANONYMISE,
        "forget_old_buyers; drop_tenant",
        years=3,
        licensed_years=10,
        unless={"zh": "店铺可设更长；未了结的订单", "en": "the shop keeps them for longer; an order that is not over"},
    ),
    RetentionClass(
        Kept.LISTINGS,
        {"zh": "商品信息及其历次版本", "en": "Listings and every version of them"},
        "电子商务法 31；反洗钱法 34（持牌机构）",
        {"zh": "最后一笔交易完成", "en": "completion of the last sale"},
        Ending.DELETE,
        "drop_tenant",
        years=3,
        licensed_years=10,
    ),
    RetentionClass(
        Kept.ISSUANCE,
        {"zh": "发卡记录、卡密去向与查看记录（不含卡密）", "en": "Issuances, where codes went, who looked (no codes)"},
        "电子商务法 31；反洗钱法 34（持牌机构）",
        COMPLETED,
        Ending.DELETE,
        "drop_tenant",
        years=3,
        licensed_years=10,
    ),
    RetentionClass(
        Kept.LARGE_PURCHASES,
        {"zh": "记名或大额购卡的购卡人登记资料", "en": "Who bought named cards or large amounts"},
        "商务部令 2012-9 [to confirm]；反洗钱法 34（持牌机构）",
        COMPLETED,
        Ending.ANONYMISE,
        "forget_old_buyers",
        years=5,
        licensed_years=10,
    ),
    RetentionClass(
        Kept.SUPPLIER_FILES,
        {"zh": "供应商档案、合同与资质文件", "en": "Files and papers of suppliers"},
        "电子商务法 31、38；反洗钱法 34（持牌机构）",
        {"zh": "供应商退出", "en": "the supplier's exit"},
        Ending.SHRED,
        "purge_suppliers",
        years=3,
        licensed_years=10,
    ),
    RetentionClass(
        Kept.MERCHANT_FILES,
        {"zh": "商家自己的资质档案与文件", "en": "Merchants' own files and papers"},
        "电子商务法 27、31；反洗钱法 34（持牌机构）",
        {"zh": "店铺关闭", "en": "the closing of the shop"},
        Ending.SHRED,
        "purge_merchants",
        years=3,
        licensed_years=10,
        unless={
            "zh": "冻结期间及解除后三年内保留比对指纹",
            "en": "prints stay while it is frozen, and three years after",
        },
    ),
    RetentionClass(
        Kept.CODES,
        {
            "zh": "已交付（含人工发货）、已导出、已作废或已撤回卡密的密文",
            "en": "Sealed codes that were delivered (by hand, too), exported, written off or withdrawn",
        },
        "个人信息保护法 19；平台保存期限表",
        {
            "zh": "交付、导出、作废或撤回；循环卡密为最后一次交付",
            "en": "delivery, export, writing off or withdrawal; of shared codes the last delivery",
        },
        Ending.SHRED,
        "shred_codes; shred_handed_over; shred_off_shelf",
        days=180,
        unless={
            "zh": "有未结的异常订单、售后、退款、冻结、召回或平台核查；循环卡密仍在出售",
            "en": "an open case, after-sales, refund, suspension, hold, recall or look of the platform; a shared code that is still sold",
        },
    ),
    RetentionClass(
        Kept.IDENTITY_IMAGES,
        {"zh": "身份证件影像", "en": "Pictures of identity papers"},
        "个人信息保护法 19、47；平台保存期限表",
        {"zh": "审核结论", "en": "the decision"},
        Ending.SHRED,
        "shred_identity_images",
        days=30,
        unless={"zh": "比对指纹与审核结论保留", "en": "keyed prints and the result stay"},
    ),
    RetentionClass(
        Kept.BLACKLIST,
        {"zh": "黑名单事实（密钥指纹）", "en": "Facts of blacklistings, as keyed prints"},
        "平台保存期限表；个人信息保护法 19",
        {"zh": "限制解除", "en": "the day it was lifted"},
        Ending.DELETE,
        "purge_suppliers",
        years=3,
        unless={"zh": "限制仍有效", "en": "it is in force"},
    ),
    RetentionClass(
        Kept.SCREENINGS,
        {"zh": "规则筛查记录及其输入", "en": "What rules were asked, and what came of it"},
        "个人信息保护法 55、56；反洗钱法 34（持牌机构）",
        {"zh": "筛查", "en": "the screening"},
        Ending.DELETE,
        "purge_screenings",
        years=3,
        licensed_years=10,
    ),
    RetentionClass(
        Kept.CONSENTS,
        {"zh": "同意与向主管机关提供的记录", "en": "Consents, and records of what authorities were given"},
        "个人信息保护法 14、56",
        {
            "zh": "订单完成；提供、拒绝或文件到期",
            "en": "completion of the order; handing over, refusal or the end of the file",
        },
        Ending.ANONYMISE,
        "forget_old_buyers; forget_sharing",
        years=3,
        unless={
            "zh": "勾选时间随订单保留，不再指向任何人",
            "en": "when the tick was set stays with the order, of nobody any more",
        },
    ),
    RetentionClass(
        Kept.SECURITY_LOGS,
        {"zh": "网络与安全日志", "en": "Network and security logs"},
        "网络安全法 21(3)（2025 年修正后 23）[to confirm]",
        {"zh": "记录", "en": "the entry"},
        Ending.DELETE,
        "prune_audit",
        years=1,
    ),
)
BY_KIND: Final = {row.kept: row for row in TABLE}
ARCHIVE_AFTER: Final = dt.timedelta(days=30)  # a supplier that left can still be blacklisted until its file is closed


def keep_until(kept: Kept | Iterable[Kept], completed_at: dt.datetime, profile: Profile) -> dt.datetime:
    """Until when a record must be kept: the longest of all rules that apply to it.

    Args:
        kept: its class, or all classes that it is of (an order that is a large purchase is both).
        completed_at: what its time counts from, see ``RetentionClass.since``.
    """
    kinds = (kept,) if isinstance(kept, Kept) else tuple(kept)
    return max(_end(BY_KIND[kind], completed_at, profile) for kind in kinds)


def may_go(kept: Kept | Iterable[Kept], completed_at: dt.datetime | None, profile: Profile, now: dt.datetime) -> bool:
    """Is its time over? What is not completed never goes."""
    return completed_at is not None and now >= keep_until(kept, completed_at, profile)


def cutoff(kept: Kept, profile: Profile, now: dt.datetime) -> dt.datetime:
    """What was completed at this moment or before may go now; perhaps a day late around a 29 February, never early."""
    row = BY_KIND[kept]
    return add_years(now, -_years(row, profile)) - dt.timedelta(days=row.days)


def add_years(moment: dt.datetime, years: int) -> dt.datetime:
    """The same day so many years on; of a 29 February the 28th where there is none."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)


def years_of(kept: Kept, profile: Profile) -> int:
    """How many years a class is kept."""
    return _years(BY_KIND[kept], profile)


def _years(row: RetentionClass, profile: Profile) -> int:
    return max(row.years, row.licensed_years) if profile == Profile.LICENSED else row.years


def _end(row: RetentionClass, completed_at: dt.datetime, profile: Profile) -> dt.datetime:
    return add_years(completed_at, _years(row, profile)) + dt.timedelta(days=row.days)
