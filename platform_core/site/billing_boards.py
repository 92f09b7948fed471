"""The boards of what the platform earns: what each shows, as charts and as the table beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.enums import Interval
from billing.figures import DOWN, UP, Figures, Month, tenths
from billing.figures_selectors import SubscriptionGroup
from platform_core.entitlements.enums import Standing
from platform_core.site.billing_words import TONES, money, plan_name
from platform_core.site.board_charts import HEIGHT, STEP, WIDE, Bar, Chart, layers, rank
from platform_core.site.boards import Board, Cell

TONE_OF: Final = {"new": "", "back": "back", "more": "good", "less": "late", "churn": "bad"}
MONTH_STYLE: Final = "Y-m"
LIST: Final = "/staff/billing/subscriptions"


class Card(NamedTuple):
    """A figure at the top: what it is, how much, what else is to be said, and where its rows are."""

    label: str
    value: str
    hint: str
    path: str = ""


def move_words() -> dict[str, str]:
    """What the kinds of movement are called."""
    return {"new": _("新增"), "back": _("回归"), "more": _("扩张"), "less": _("收缩"), "churn": _("流失")}


def share(part: int, whole: int) -> str:
    """A share with one decimal; a dash of nothing."""
    found = tenths(part, whole)
    return "–" if found is None else f"{found // 10}.{found % 10}%"


def list_cards(figures: Figures) -> list[Card]:
    """What stands at the top of the page."""
    this, last, year = figures.months[-1], figures.months[-2], figures.year
    trials = figures.trials
    running, ending = sum(each.running for each in trials), sum(each.ending for each in trials)
    subscribed = sum(each.subscribed for each in trials)
    measured, paid = sum(each.measured for each in trials), sum(each.measured_paid for each in trials)
    owing, owed = sum(each.owing for each in figures.groups), sum(each.owed for each in figures.groups)
    changed = this.closing - this.opening
    return [
        Card("MRR", money(figures.mrr), _("本月 %(change)s") % {"change": ("+" if changed >= 0 else "") + money(changed)}),
        Card(_("付费商家"), str(figures.paying), _("平均每家每月 %(arpa)s") % {"arpa": money(figures.arpa)}, f"{LIST}?only=paying"),
        Card(_("净收入留存（12 个月）"), share(year.still, year.worth), _("一年前的付费商家，今天付的是当时的几成")),
        Card(
            _("上月商家流失率"), share(last.kept.gone, last.kept.paying),
            _("%(gone)s / %(paying)s 家") % {"gone": last.kept.gone, "paying": last.kept.paying},
        ),
        Card(_("上月收入流失率"), share(last.kept.lost, last.kept.worth), money(last.kept.lost)),
        Card(
            _("试用中"), str(running),
            _("其中 %(subscribed)s 家已订阅，%(ending)s 家 7 天内到期") % {"subscribed": subscribed, "ending": ending},
            f"{LIST}?only=trial",
        ),
        Card(_("试用转化率"), share(paid, measured), _("30 至 60 天前开始的 %(many)s 家") % {"many": measured}),
        Card(_("逾期未付"), money(owed), ngettext("%(many)s 家", "%(many)s 家", owing) % {"many": owing}, f"{LIST}?only=late"),
    ]  # fmt: skip


def find_billing_boards(figures: Figures, only: str = "") -> list[Board]:
    """All boards, or the one with this key alone."""
    return [make(figures) for key, make in BILLING_BOARDS.items() if only in {"", key}]


def _word(text: str) -> Cell:
    return Cell(text, number=False)


def _mrr(figures: Figures) -> Board:
    firsts = [each.first for each in figures.months]
    top = max((each.closing for each in figures.months), default=0)
    bars = [
        Bar(place * STEP + 1, HEIGHT - high, WIDE, high, f"{each.first:%Y-%m} {money(each.closing)}")
        for place, each in enumerate(figures.months)
        if (high := _height(each.closing, top))
    ]
    chart = Chart("MRR", money(top), len(firsts) * STEP, bars, None, "", firsts[0], firsts[-1], style=MONTH_STYLE)
    return Board(
        "mrr", _("每月经常性收入（MRR）"), _("每月月末的数，最后一个月到此刻。"), _("还没有付费的商家。"),
        [_("月份"), _("月末 MRR"), _("付费商家"), _("平均每家（ARPA）")],
        [
            [
                _word(f"{each.first:%Y-%m}"), Cell(money(each.closing)), Cell(str(each.kept.at_end)),
                Cell(money(each.closing // each.kept.at_end) if each.kept.at_end else "–"),
            ]
            for each in reversed(figures.months)
        ] if top else [],
        charts=[chart],
    )  # fmt: skip


def _movement(figures: Figures) -> Board:
    words = move_words()
    rows = [
        [
            _word(f"{each.first:%Y-%m}"), Cell(money(each.opening)),
            *(Cell(money(each.moves[kind]) if each.moves[kind] else "–") for kind in (*UP, *DOWN)), Cell(money(each.closing)),
        ]
        for each in reversed(figures.months)
    ]  # fmt: skip
    happened = any(any(each.times.values()) for each in figures.months)
    return Board(
        "movement", _("MRR 的变动"), _("左：每月增减；右：本月从月初到此刻。月初加上五项变动，等于月末。"), _("这 12 个月没有变动。"),
        [_("月份"), _("月初"), *(words[kind] for kind in (*UP, *DOWN)), _("月末")], rows if happened else [],
        charts=[_ups_and_downs(figures.months), _waterfall(figures.months[-1])],
        legend=[(TONE_OF[kind], words[kind]) for kind in (*UP, *DOWN)],
    )  # fmt: skip


def _height(value: int, top: int) -> float:
    return value * HEIGHT / (top or 1)


def _ups_and_downs(months: Sequence[Month]) -> Chart:
    """What came above the axis, what went below it."""
    words = move_words()
    above = max(sum(each.moves[kind] for kind in UP) for each in months)
    below = max(-sum(each.moves[kind] for kind in DOWN) for each in months)
    axis, bars = _height(above, above + below), []
    for place, each in enumerate(months):
        up = down = axis
        for kind in (*UP, *DOWN):
            high = _height(abs(each.moves[kind]), above + below)
            if not high:
                continue
            text = f"{each.first:%Y-%m} {words[kind]} {money(each.moves[kind])}"
            y = up - high if kind in UP else down
            bars.append(Bar(place * STEP + 1, round(y, 2), WIDE, round(high, 2), text, TONE_OF[kind]))
            up, down = (up - high, down) if kind in UP else (up, down + high)
    first, last = months[0].first, months[-1].first
    return Chart(
        _("每月增减"),
        money(above),
        len(months) * STEP,
        bars,
        None,
        "",
        first,
        last,
        style=MONTH_STYLE,
        axis=round(axis, 2),
    )


def _waterfall(month: Month) -> Chart:
    """From the month's beginning to this moment, one step after the other."""
    words, levels, at = move_words(), [month.opening], month.opening
    for kind in (*UP, *DOWN):
        at += month.moves[kind]
        levels.append(at)
    top = max(levels)
    bars = [_pillar(0, month.opening, top, _("月初"))]
    for place, kind in enumerate((*UP, *DOWN), 1):
        low, high = sorted((levels[place - 1], levels[place]))
        if high > low:
            text = f"{words[kind]} {money(month.moves[kind])}"
            y, size = HEIGHT - _height(high, top), _height(high - low, top)
            bars.append(Bar(place * STEP + 1, round(y, 2), WIDE, round(size, 2), text, TONE_OF[kind]))
    bars.append(_pillar(len(levels), month.closing, top, _("此刻")))
    ends = (_("月初"), _("此刻"))
    return Chart(
        _("本月 %(month)s") % {"month": f"{month.first:%Y-%m}"}, money(top), (len(levels) + 1) * STEP, bars, None, "",
        month.first, month.first, ends=ends,
    )  # fmt: skip


def _pillar(place: int, value: int, top: int, word: str) -> Bar:
    high = round(_height(value, top), 2)
    return Bar(place * STEP + 1, round(HEIGHT - high, 2), WIDE, high, f"{word} {money(value)}", "still")


def _rates(figures: Figures) -> Board:
    months = figures.months
    kept, gone, lost = _("净收入留存"), _("商家流失"), _("收入流失")

    def drawn(name: str, value: Callable[[Month], int | None], tone: str, target: int | None = None) -> Chart:
        values = {each.first: (value(each) or 0) / 10 for each in months}
        made = layers(name, [each.first for each in months], [(tone, name, values)], unit="%", target=target)
        return made._replace(style=MONTH_STYLE, target="")

    rows = [
        [
            _word(f"{each.first:%Y-%m}"), Cell(str(each.kept.paying)), Cell(money(each.kept.worth)),
            Cell(share(each.kept.still, each.kept.worth)), Cell(str(each.kept.gone)), Cell(share(each.kept.gone, each.kept.paying)),
            Cell(share(each.kept.lost, each.kept.worth)),
        ]
        for each in reversed(months)
    ]  # fmt: skip
    return Board(
        "rates", _("留存与流失"), _("每月月初的付费商家，到月末（本月：此刻）还付多少、走了几家。当月新来的不在内。虚线是 100%。"),
        _("还没有哪个月的月初有付费商家。"),
        [_("月份"), _("月初付费商家"), _("月初 MRR"), kept, _("流失商家"), _("商家流失率"), _("收入流失率")],
        rows if any(each.kept.paying for each in months) else [],
        charts=[
            drawn(kept, lambda each: tenths(each.kept.still, each.kept.worth), "", 100),
            drawn(gone, lambda each: tenths(each.kept.gone, each.kept.paying), "bad"),
            drawn(lost, lambda each: tenths(each.kept.lost, each.kept.worth), "late"),
        ],
    )  # fmt: skip


def _plans(figures: Figures) -> Board:
    sums: dict[tuple[str, str], list[int]] = {}
    for each in figures.groups:
        if each.paying:
            kept = sums.setdefault((each.plan, each.interval), [0, 0])
            kept[0] += each.paying
            kept[1] += each.worth
    order = sorted(sums.items(), key=lambda item: (-item[1][1], item[0]))
    words, most = dict(Interval.choices), max((worth for _many, worth in sums.values()), default=0)
    rows, ranks = [], []
    for (plan, interval), (many, worth) in order:
        path, name = f"{LIST}?plan={plan}&only=paying", f"{plan_name(plan)} · {words.get(interval, '–')}"
        ranks.append(rank(name, path, str(many), [("", money(worth), worth)], most))
        rows.append([
            Cell(plan_name(plan), path, number=False), _word(str(words.get(interval, "–"))), Cell(str(many)), Cell(money(worth)),
            Cell(share(worth, figures.mrr)),
        ])  # fmt: skip
    return Board(
        "plans", _("按套餐与周期"), _("条的长短是每月金额，数字是付费商家。"), _("还没有付费的商家。"),
        [_("套餐"), _("周期"), _("付费商家"), _("每月金额"), _("占 MRR")], rows, ranks=ranks,
    )  # fmt: skip


def _standings(figures: Figures) -> Board:
    rows, ranks = [], []
    most = max((sum(each.many for each in _of(figures, standing)) for standing in Standing), default=0)
    for standing in Standing:
        own = _of(figures, standing)
        many, paying = sum(each.many for each in own), sum(each.paying for each in own)
        path = f"{LIST}?standing={standing.value}"
        tone = {"green": "good", "amber": "late", "red": "bad"}[TONES[standing]]
        ranks.append(rank(str(standing.label), path, str(many), [(tone, str(standing.label), many)], most))
        rows.append([
            Cell(str(standing.label), path, number=False), Cell(str(many)), Cell(str(paying)),
            Cell(money(sum(each.worth for each in own))), Cell(str(sum(each.owing for each in own))),
            Cell(money(sum(each.owed for each in own))),
        ])  # fmt: skip
    return Board(
        "standings", _("使用状态与欠款"), _("此刻的情况，含试用。欠款是已到付款日、或扣款失败的账单。"), _("还没有商家试用或订阅。"),
        [_("使用状态"), _("商家"), _("其中付费"), _("每月金额"), _("欠款商家"), _("欠款")], rows if most else [], ranks=ranks,
    )  # fmt: skip


def _of(figures: Figures, standing: Standing) -> list[SubscriptionGroup]:
    return [each for each in figures.groups if each.standing == standing]


def _trials(figures: Figures) -> Board:
    firsts = [each.first for each in figures.months]
    by_month = {each.month: each for each in figures.trials}
    found = [by_month[first] for first in firsts if first in by_month]
    won: dict[dt.date, float] = {each.month: each.paid for each in found}
    rest: dict[dt.date, float] = {each.month: each.begun - each.paid for each in found}
    drawn = [("good", _("后来付费"), won), ("wide", _("没有付费，或还在试用"), rest)]
    chart = layers(_("每月开始的试用"), firsts, drawn, unit="", stacked=True)._replace(style=MONTH_STYLE)
    return Board(
        "trials", _("试用"), _("按试用开始的月份；后来付费的，不论何时付费都算在开始的那个月。"), _("这 12 个月没有人试用。"),
        [_("月份"), _("开始试用"), _("后来付费"), _("占比"), _("还在试用")],
        [
            [
                _word(f"{each.month:%Y-%m}"), Cell(str(each.begun)), Cell(str(each.paid)), Cell(share(each.paid, each.begun)),
                Cell(str(each.running)),
            ]
            for each in reversed(found)
        ],
        charts=[chart] if found else [], legend=[(tone, name) for tone, name, _values in drawn],
    )  # fmt: skip


BILLING_BOARDS: Final[dict[str, Callable[[Figures], Board]]] = {
    "mrr": _mrr, "movement": _movement, "rates": _rates, "plans": _plans, "standings": _standings, "trials": _trials,
}  # fmt: skip
