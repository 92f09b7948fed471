"""What products are sorted into: categories, occasions and tags, under one name each."""

from __future__ import annotations

from typing import Final

from tenants.catalog.models import Category, Occasion, Tag

Group = Category | Occasion | Tag
GROUPS: Final[dict[str, type[Category] | type[Occasion] | type[Tag]]] = {
    "category": Category,
    "occasion": Occasion,
    "tag": Tag,
}
# Names of symbols in the shop's ``icons.svg``.
ICONS: Final = ("ticket", "all", "gamepad", "gift", "play", "phone", "basket", "bowl", "book", "crown")
