from __future__ import annotations

import datetime as dt

from platform_core.tenancy.enums import Preset
from platform_core.tenancy.reference import TenantRef
from tenants.catalog.models import Category, Occasion, Tag

VERTICAL = (
    ("游戏点卡", "Game cards", "game", "gamepad"),
    ("品牌礼品卡", "Brand gift cards", "gift", "gift"),
)
COMPREHENSIVE = (
    ("影音会员", "Video & music", "video", "play"),
    ("话费充值", "Phone credit", "phone", "phone"),
    ("游戏", "Games", "game", "gamepad"),
    ("生活", "Everyday", "life", "basket"),
    ("外卖美食", "Takeaway", "food", "bowl"),
    ("教育", "Learning", "education", "book"),
)
OCCASIONS = (
    ("节日礼品", "Holiday gifts", "holiday", "gift"),
    ("会员充值", "Membership top-up", "membership", "crown"),
)
TAGS = (("热销", "Bestseller", "hot"), ("折扣", "On sale", "sale"))


def lay_out_preset(*, tenant: TenantRef, now: dt.datetime) -> None:
    """Put up the shelves of the chosen preset (M02), as a start that the merchant may change. A provisioning step."""
    shelves = VERTICAL if tenant.preset == Preset.VERTICAL else COMPREHENSIVE
    Category.objects.bulk_create(
        [
            Category(name=name, name_en=english, slug=slug, icon=icon, position=number)
            for number, (name, english, slug, icon) in enumerate(shelves)
        ]
    )
    Occasion.objects.bulk_create(
        [
            Occasion(name=name, name_en=english, slug=slug, icon=icon, position=number)
            for number, (name, english, slug, icon) in enumerate(OCCASIONS)
        ]
    )
    Tag.objects.bulk_create([Tag(name=name, name_en=english, slug=slug) for name, english, slug in TAGS])
