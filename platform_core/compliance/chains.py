"""The chain of authorisations from the owner of a brand (or the issuer of a card) down to the supplier. Pure.

Each link is one paper: who lets whom sell what, where, until when, and whether they may let others. The grantee of a link is the grantor
of the next one, by number; where a number is missing the names decide, and people look at it.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from platform_core.compliance.enums import Level

MOST_LINKS: Final = 4  # a longer chain people look at
EVERYWHERE: Final = frozenset({"", "全国", "中国", "中国大陆", "全球", "不限", "CHINA", "WORLDWIDE"})
WORDS: Final[dict[str, Promise]] = {
    "chain_missing": _("没有授权书。"),
    "chain_gap": _("授权层级不连续，请补齐中间一级的授权书，或改正“第几级”。"),
    "chain_owner": _("第一级授权书的授权方须是品牌方或发卡方，请勾选确认，或补交上一级授权书。"),
    "chain_parties": _("授权方或被授权方没有填写，请补充。"),
    "chain_broken": _("这一级的授权方不是上一级的被授权方。"),
    "chain_by_name": _("缺少统一社会信用代码，只能按名称对照。"),
    "chain_dates": _("授权期限没有填写，请补充。"),
    "chain_not_valid": _("授权期限不覆盖当前时间。"),
    "chain_category": _("授权范围不含这一类卡券。"),
    "chain_region": _("授权区域不是全国。"),
    "chain_online": _("授权书没有允许线上销售。"),
    "chain_sublicence": _("这一级授权书没有允许转授权，不能再有下一级。"),
    "chain_supplier": _("最后一级的被授权方不是该供应商。"),
    "chain_depth": _("授权超过 4 级。"),
    "chain_brand": _("各级授权书的品牌不一致。"),
}


class Problem(NamedTuple):
    """Something about a chain that does not hold. ``position``: of the link, from 1; 0: of the chain as a whole."""

    code: str
    level: Level
    position: int

    @property
    def words(self) -> str:
        """For people."""
        return str(WORDS[self.code])


@dataclass(frozen=True, slots=True)
class Grant:
    """One link. ``owner``: the grantor owns the brand or issues the card. ``categories``: empty for all goods of the brand."""

    position: int
    brand: str = ""
    grantor: str = ""
    grantor_uscc: str = ""
    grantee: str = ""
    grantee_uscc: str = ""
    owner: bool = False
    categories: frozenset[str] = frozenset()
    region: str = ""
    online: bool = False
    sublicence: bool = False
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


class Wanted(NamedTuple):
    """What a chain must reach: this supplier, for these goods, sold in all of China on the internet, in this period."""

    supplier: str
    uscc: str
    category: str
    first: dt.date
    last: dt.date


def check_chain(grants: Iterable[Grant], wanted: Wanted) -> list[Problem]:
    """What is wrong with a chain, in the order of its links; empty: it holds.

    Of several with one place, which are newer and older papers, the one that ends last counts.
    """
    links = _in_force(grants)
    if not links:
        return [Problem("chain_missing", Level.BLOCK, 0)]
    found: list[Problem] = []
    if [link.position for link in links] != list(range(1, len(links) + 1)):
        found.append(Problem("chain_gap", Level.BLOCK, 0))
    if len(links) > MOST_LINKS:
        found.append(Problem("chain_depth", Level.REVIEW, 0))
    if len({_plain(link.brand) for link in links}) > 1:
        found.append(Problem("chain_brand", Level.REVIEW, 0))
    if not links[0].owner:
        found.append(Problem("chain_owner", Level.BLOCK, links[0].position))
    for above, link in zip([None, *links], links, strict=False):
        found += _check_link(above, link, wanted)
    found += [Problem("chain_sublicence", Level.BLOCK, link.position) for link in links[:-1] if not link.sublicence]
    end = _same_party((links[-1].grantee, links[-1].grantee_uscc), (wanted.supplier, wanted.uscc))
    return found + _as_problem(end, "chain_supplier", links[-1].position)


def _in_force(links: Iterable[Grant]) -> list[Grant]:
    best: dict[int, Grant] = {}
    for link in links:
        known = best.get(link.position)
        if known is None or (link.valid_to or dt.date.max) > (known.valid_to or dt.date.max):
            best[link.position] = link
    return [best[position] for position in sorted(best)]


def _check_link(above: Grant | None, link: Grant, wanted: Wanted) -> list[Problem]:
    found = []
    if not (link.grantor.strip() and link.grantee.strip()):
        found.append(Problem("chain_parties", Level.BLOCK, link.position))
    if above is not None:
        same = _same_party((above.grantee, above.grantee_uscc), (link.grantor, link.grantor_uscc))
        found += _as_problem(same, "chain_broken", link.position)
    if link.valid_from is None or link.valid_to is None:
        found.append(Problem("chain_dates", Level.REVIEW, link.position))
    if (link.valid_from or dt.date.min) > wanted.last or (link.valid_to or dt.date.max) < wanted.first:
        found.append(Problem("chain_not_valid", Level.BLOCK, link.position))
    if link.categories and wanted.category not in link.categories:
        found.append(Problem("chain_category", Level.BLOCK, link.position))
    if _plain(link.region) not in EVERYWHERE:
        found.append(Problem("chain_region", Level.REVIEW, link.position))
    if not link.online:
        found.append(Problem("chain_online", Level.BLOCK, link.position))
    return found


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def _same_party(one: tuple[str, str], other: tuple[str, str]) -> bool | None:
    """Numbers decide; without both, equal names are None: perhaps."""
    (name, number), (other_name, other_number) = one, other
    if _plain(number) and _plain(other_number):
        return _plain(number) == _plain(other_number)
    return None if _plain(name) and _plain(name) == _plain(other_name) else False


def _as_problem(same: bool | None, code: str, position: int) -> list[Problem]:
    if same is None:
        return [Problem("chain_by_name", Level.REVIEW, position)]
    return [] if same else [Problem(code, Level.BLOCK, position)]
