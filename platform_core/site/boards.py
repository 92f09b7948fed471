"""The boards of the platform console: what each shows, as lines that a page and a file tell alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from platform_core.compliance import board_selectors as counts
from platform_core.compliance.enums import DocumentKind, SupplierState
from platform_core.compliance.selectors import ZONE
from platform_core.kernel.clock import local_date
from platform_core.site.board_charts import Chart, Rank, layers, list_weeks, rank, tell

PERIODS: Final = (30, 90, 365)
AHEAD, NEAREST = 60, 50
PATHS: Final = {
    "blocks": "/staff/findings?level=block", "findings": "/staff/findings", "appeals": "/staff/appeals",
    "papers": "/staff/suppliers", "suppliers": "/staff/suppliers", "merchants": "/staff/merchants", "proposals": "/staff/proposals",
}  # fmt: skip
TAB_OF: Final = {
    "submitted": "waiting", "auto_check": "waiting", "review": "waiting", "appeal": "appeals", "needs_info": "asked",
    "draft": "asked", "active": "selling", "approved_limited": "selling", "expiring": "selling", "expired": "expired",
    "suspended": "restricted", "blacklisted": "restricted", "offboarded": "gone", "restricted_archive": "gone", "purged": "gone",
}  # fmt: skip


class Cell(NamedTuple):
    """What stands in a table. ``tone``: of a badge."""

    text: str
    path: str = ""
    number: bool = True
    tone: str = ""


class Board(NamedTuple):
    """One board: charts or lines with bars, and the table that says the same. ``key``: in addresses of files."""

    key: str
    title: str
    hint: str
    empty: str
    columns: list[str]
    rows: list[list[Cell]]
    charts: Sequence[Chart] = ()
    ranks: Sequence[Rank] = ()
    legend: Sequence[tuple[str, str]] = ()

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """The columns, each with whether numbers stand in it."""
        return [(name, cell.number) for name, cell in zip(self.columns, self.rows[0], strict=True)]

    @property
    def cells(self) -> list[list[tuple[str, Cell]]]:
        """The rows, each cell with the name of its column."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


def find_boards(days: int, now: dt.datetime, only: str = "") -> list[Board]:
    """All boards over so many days back, or the one with this key alone; eight queries together."""
    return [make(days, now) for key, make in BOARDS.items() if only in {"", key}]


def queue_words() -> dict[str, str]:
    """What the queues are called."""
    return {
        "blocks": _("须拦截的发现"), "findings": _("其他发现"), "appeals": pgettext("several", "申诉"), "papers": _("资质文件"),
        "suppliers": _("供应商审核"), "merchants": _("商家资质"), "proposals": _("两人确认"),
    }  # fmt: skip


def _goal(queue: str) -> int | None:
    """Within how many hours the platform wants to have decided; None: it set no goal."""
    goal: int | None = settings.KAQUAN_GOAL_HOURS[queue]
    return goal


def _word(text: str) -> Cell:
    return Cell(text, number=False)


def _hours(value: float | None) -> Cell:
    return Cell("–" if value is None else tell(round(value, 1)))


def _waited(since: dt.datetime | None, now: dt.datetime) -> Cell:
    return _hours(None if since is None else (now - since).total_seconds() / 3600)


def _weeks(days: int, now: dt.datetime) -> list[dt.date]:
    return list_weeks(local_date(now - dt.timedelta(days=days), ZONE), local_date(now, ZONE))


def _queues(days: int, now: dt.datetime) -> Board:
    found, words = counts.list_queue_ages(settings.KAQUAN_GOAL_HOURS, now), queue_words()
    most = max((each.many for each in found), default=0)
    late, rest = pgettext("late", "超时"), _("目标内")
    return Board(
        "queues", _("各队列的等待"),
        _("现在的情况。超过目标的排在最前处理；目标由平台自己设定，不是法定期限。点名称打开队列。"), _("没有等待的事项。"),
        [_("队列"), _("等待"), pgettext("late", "超时"), _("最早等了（小时）"), _("我们的目标（小时）")],
        [
            [
                Cell(words[each.queue], PATHS[each.queue], number=False), Cell(str(each.many)),
                Cell(str(each.late), tone="red" if each.late else ""), _waited(each.since, now), _hours(_goal(each.queue)),
            ]
            for each in found
        ] if most else [],
        ranks=[
            rank(
                words[each.queue], PATHS[each.queue], str(each.many),
                [("bad", late, each.late), ("", rest, each.many - each.late)], most,
            )
            for each in found if each.many
        ],
        legend=[("bad", late), ("", rest)],
    )  # fmt: skip


def _times(days: int, now: dt.datetime) -> Board:
    weeks, words = _weeks(days, now), queue_words()
    words["findings"] = pgettext("several", "发现")
    found = counts.list_decision_times(now - dt.timedelta(days=days))
    kinds = [
        kind
        for kind in ("suppliers", "merchants", "papers", "appeals", "findings")
        if kind in {row.kind for row in found}
    ]
    unit, middle, ninth = pgettext("unit", "小时"), _("中位数"), _("九成以内")
    charts = []
    for kind in kinds:
        own = [row for row in found if row.kind == kind]
        drawn = [
            ("wide", ninth, {row.week: row.ninth for row in own}), ("", middle, {row.week: row.median for row in own}),
        ]  # fmt: skip
        charts.append(layers(words[kind], weeks, drawn, unit=unit, target=_goal(kind)))
    order: dict[str, int] = {kind: place for place, kind in enumerate(kinds)}
    rows = sorted(found, key=lambda row: (order[row.kind], -row.week.toordinal()))
    return Board(
        "times", _("审核用时"), _("从提交到人作出决定，按作出决定的那一周统计；虚线是我们的目标，不是法定期限。"),
        _("这段时间没有审核过什么。作出决定后，这里按周显示用了多久。"),
        [_("类别"), _("周（周一）"), _("数量"), _("中位数（小时）"), _("九成以内（小时）"), _("我们的目标（小时）")],
        [
            [
                _word(words[row.kind]), _word(f"{row.week:%Y-%m-%d}"), Cell(str(row.many)), _hours(row.median),
                _hours(row.ninth)._replace(tone="amber" if row.ninth > (_goal(row.kind) or row.ninth) else ""),
                _hours(_goal(row.kind)),
            ]
            for row in rows
        ],
        charts=charts, legend=[("", middle), ("wide", ninth)],
    )  # fmt: skip


def _share(part: int, whole: int) -> Cell:
    return Cell(f"{part * 100 / whole:.0f}%" if whole else "–")


def _rules(days: int, now: dt.datetime) -> Board:
    found = counts.list_rule_counts(now - dt.timedelta(days=days))
    words = (("bad", _("属实")), ("good", _("不成立")), ("", _("待处理")))
    most = max((row.confirmed + row.dismissed + row.open for row in found), default=0)
    ranks, rows = [], []
    for row in found:
        path, decided = f"/staff/findings?state=all&rule={row.rule}", row.confirmed + row.dismissed
        pieces = [(*word, many) for word, many in zip(words, (row.confirmed, row.dismissed, row.open), strict=True)]
        ranks.append(rank(row.rule, path, str(decided + row.open), pieces, most))
        rows.append([
            Cell(row.rule, path, number=False), Cell(str(row.opened)), Cell(str(decided)), Cell(str(row.confirmed)),
            _share(row.confirmed, decided), _share(row.dismissed, decided),
            Cell(str(row.open), f"/staff/findings?rule={row.rule}" if row.open else ""),
        ])  # fmt: skip
    return Board(
        "rules", _("各规则的发现"),
        _("误报占比高的规则，条件可能过宽；待处理的不分何时发现。"), _("这段时间没有发现问题。规则与跨店检查一有发现，就会出现在这里。"),
        [_("规则"), _("新发现"), _("已处理"), _("属实"), _("属实占比"), _("误报占比"), _("待处理")], rows, ranks=ranks, legend=words,
    )  # fmt: skip


def _states(days: int, now: dt.datetime) -> Board:
    found = counts.list_supplier_states()
    most = max((row.many for row in found), default=0)
    labels = {row.state: str(SupplierState(row.state).label) for row in found}
    paths = {row.state: f"/staff/suppliers?tab={TAB_OF[row.state]}" for row in found}
    return Board(
        "states", _("供应商状态"), _("现在的情况。点状态打开名单。"), _("还没有供应商提交资料。商家提交后，会出现在供应商审核队列。"),
        [_("状态"), _("数量"), _("最早始于（小时前）")],
        [[Cell(labels[row.state], paths[row.state], number=False), Cell(str(row.many)), _waited(row.since, now)] for row in found],
        ranks=[rank(labels[row.state], paths[row.state], str(row.many), [("", labels[row.state], row.many)], most) for row in found],
    )  # fmt: skip


def _flow(days: int, now: dt.datetime) -> Board:
    weeks, found = _weeks(days, now), counts.list_supplier_flow(now - dt.timedelta(days=days))
    groups = (
        ("good", _("开始可售"), {"approved_limited", "active"}), ("", _("提交资料"), {"submitted"}),
        ("late", _("到期"), {"expired"}), ("bad", _("受限"), {"suspended", "blacklisted"}),
    )  # fmt: skip
    drawn = []
    for tone, name, states in groups:
        sums: dict[dt.date, float] = {}
        for row in found:
            if row.state in states:
                sums[row.week] = sums.get(row.week, 0) + row.many
        drawn.append((tone, name, sums))
    labels = {state.value: str(state.label) for state in SupplierState}
    return Board(
        "flow", _("供应商的状态变化"), _("每周有多少次进入这些状态；同一家两次算两次。"), _("这段时间没有供应商变更状态。"),
        [_("周（周一）"), _("进入状态"), _("次数")],
        [[_word(f"{row.week:%Y-%m-%d}"), _word(labels[row.state]), Cell(str(row.many))] for row in reversed(found)],
        charts=[layers(_("每周次数"), weeks, drawn, unit="", stacked=True)] if found else [],
        legend=[(tone, name) for tone, name, _states in groups],
    )  # fmt: skip


def _ends(days: int, now: dt.datetime) -> Board:
    today = local_date(now, ZONE)
    last = today + dt.timedelta(days=AHEAD)
    found = counts.list_week_ends(today, last)
    sums: dict[dt.date, float] = {}
    for row in found:
        sums[row.week] = sums.get(row.week, 0) + row.many
    chart = layers(_("每周到期的文件"), list_weeks(today, last), [("late", _("到期"), sums)], unit="")
    return Board(
        "ends", _("未来 60 天到期的资质"), _("到期前 60、30、7、1 天会提醒商家；到期后没有更新的，其卡密停止销售。"),
        _("未来 60 天没有资质到期。"), [_("周（周一）"), _("文件"), _("数量")],
        [[_word(f"{row.week:%Y-%m-%d}"), _word(str(DocumentKind(row.kind).label)), Cell(str(row.many))] for row in found],
        charts=[chart] if found else [],
    )  # fmt: skip


def _next_ends(days: int, now: dt.datetime) -> Board:
    today = local_date(now, ZONE)
    rows = []
    for each in counts.list_next_ends(today, today + dt.timedelta(days=AHEAD), NEAREST):
        path = f"/staff/suppliers/{each.supplier_id}" if each.supplier_id else ""
        rows.append([
            _word(f"{each.valid_to:%Y-%m-%d}"), Cell(str((each.valid_to - today).days)),
            Cell(str(DocumentKind(each.kind).label), f"/staff/papers/{each.document_id}", number=False),
            Cell(each.supplier or "–", path, number=False), _word(each.shop or "–"),
        ])  # fmt: skip
    return Board(
        "next", _("最先到期的资质"), _("最多 50 份。点文件或供应商打开案卷。"), _("未来 60 天没有资质到期。"),
        [_("到期日"), _("剩余天数"), _("文件"), _("供应商"), _("店铺")], rows,
    )  # fmt: skip


def _holds(days: int, now: dt.datetime) -> Board:
    batches, shops, found = counts.find_batch_holds(now - dt.timedelta(days=days))
    words = (("bad", _("属实，继续下架")), ("good", _("不成立，已恢复")), ("", _("待处理")))
    most = max((row.kept + row.released + row.open for row in found), default=0)
    ranks, rows = [], []
    for row in found:
        path = f"/staff/findings?state=all&level=block&rule={row.rule}"
        pieces = [(*word, many) for word, many in zip(words, (row.kept, row.released, row.open), strict=True)]
        ranks.append(rank(row.rule, path, str(row.kept + row.released + row.open), pieces, most))
        rows.append([
            Cell(row.rule, path, number=False), Cell(str(row.held)), Cell(str(row.released)), Cell(str(row.kept)),
            Cell(str(row.open), tone="amber" if row.open else ""), _waited(row.oldest, now), _hours(row.median), _hours(row.ninth),
        ])  # fmt: skip
    now_held = _("现在有 %(batches)s 个批次处于下架，分布在 %(shops)s 家店铺。") % {"batches": batches, "shops": shops}
    return Board(
        "holds", _("自动下架的批次"), now_held + _("恢复用时是误下架的批次等人复核的时间。"), _("这段时间没有批次被自动下架。"),
        [
            _("规则"), _("下架"), _("已恢复"), _("维持"), _("待处理"), _("最早等了（小时）"),
            _("恢复用时中位数（小时）"), _("恢复用时九成以内（小时）"),
        ],
        rows, ranks=ranks, legend=words,
    )  # fmt: skip


BOARDS: Final[dict[str, Callable[[int, dt.datetime], Board]]] = {
    "queues": _queues, "times": _times, "rules": _rules, "states": _states, "flow": _flow, "ends": _ends, "next": _next_ends,
    "holds": _holds,
}  # fmt: skip
