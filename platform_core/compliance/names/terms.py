"""Words of company names that say nothing about who it is: legal forms, branches, trades."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from platform_core.compliance.names.meant import Lexicon


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Legal forms and kinds of business premises.
SUFFIXES = (
    "有限责任公司", "股份有限公司", "集团有限公司", "控股有限公司", "集团股份有限公司", "有限公司", "股份公司", "总公司", "子公司",
    "集团公司",
    "个人独资企业", "合伙企业", "普通合伙", "有限合伙", "特殊普通合伙", "个体工商户", "农民专业合作社", "专业合作社", "合作社", "联合社",
    "经营部", "销售部", "批发部", "服务部", "零售部", "供应部", "加工部", "维修部", "门市部", "营业部", "经销部", "经销处", "服务站",
    "服务中心", "中心", "商行", "商店", "商贸行", "车行", "工作室", "工作坊", "事务所", "专营店", "专卖店", "旗舰店", "便利店", "小店",
    "超市", "商场", "网店", "店铺", "小卖部", "服务社", "合作商", "公司", "工厂", "厂", "店", "坊", "行", "馆", "铺", "企业",
)  # fmt: skip
SUFFIX = re.compile(f"(?:{'|'.join(SUFFIXES)})$")  # the earliest beginning is the longest
FORMS = re.compile(
    "有限责任公司|股份有限公司|有限公司|股份公司|总公司|合伙企业(?:有限合伙|普通合伙)?|专业合作社|公司|商行|经营部|中心|工作室"
)
BRANCH_WORDS = (
    "分公司|支公司|分店|分部|分行|支行|分社|分厂|分所|分中心|分支机构|办事处|联络处|代表处|营业部|门市部|服务处|分局|店"
)
BRANCH = re.compile(rf"^(?P<place>.{{0,14}}?)(?P<word>(?:第?[一二三四五六七八九十\d]+)?(?:{BRANCH_WORDS}))$")
# Without a legal form before it, only what is a branch in any name.
BARE_BRANCH = re.compile(
    r"^(?P<head>.{2,}?)(?P<word>(?:第?[一二三四五六七八九十\d]+)?(?:分公司|支公司|分店|分部|办事处|代表处|联络处))$"
)
FILLERS = ("集团", "国际", "控股", "全球", "实业", "股份", "中国")
GENERIC_LATIN = _words(
    "accessories advertising agency and apparel automotive biotech biotechnology brand "
    "business card cards catering chain chemical clothing "
    "co cloud commerce commercial communication communications company computer construction consultancy consulting corp corporation "
    "cultural culture data department design development digital e ecommerce education electrical electronic electronics energy "
    "engineering enterprise enterprises environmental equipment export fashion film finance financial food foods foreign games group "
    "holding holdings import industrial industries industry information instrument instruments intelligent international internet "
    "investment investments land logistics machinery management manufacturing materials media medical mobile network networks of online "
    "pharmaceutical products property real estate retail sales science service services shop software store stores studio supply "
    "technologies technology telecom telecommunications textile the ticketing tickets tourism toys trade trading transport travel "
    "wholesale"
)


@cache
def trades() -> frozenset[str]:
    """Words of trade (科技, 贸易), Chinese."""
    lines = files(__package__).joinpath("trades.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def trade_sizes() -> dict[str, tuple[int, ...]]:
    """How long words of trade and fillers are that end with a character, the longest first."""
    found: dict[str, set[int]] = {}
    for word in said_of_trade():
        found.setdefault(word[-1], set()).add(len(word))
    return {last: tuple(sorted(sizes, reverse=True)) for last, sizes in found.items()}


@cache
def said_of_trade() -> frozenset[str]:
    """Words of trade and fillers."""
    return trades() | frozenset(FILLERS)


@cache
def meant_trades() -> Lexicon:
    """Words of trade and fillers, also as they are written for others to overlook."""
    return Lexicon(said_of_trade())


@cache
def meant_suffixes() -> Lexicon:
    """Legal forms and kinds of premises, likewise."""
    return Lexicon(SUFFIXES, kept=1, exact_pairs=True)
