"""The retention table as a document in both languages: ``docs/retention.md`` and ``docs/retention.zh.md``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from platform_core.compliance.retention import TABLE, Ending, RetentionClass

DOCS: Final = Path(__file__).parents[2] / "docs"
FILES: Final = {"en": DOCS / "retention.md", "zh": DOCS / "retention.zh.md"}
WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "title": "How long records are kept",
        "intro": (
            "The least that each kind of record is kept, and what ends it. Where several lines apply to a record, the longest counts."
            " *Licensed* is for payment institutions and others whom the Anti-Money-Laundering Law has keep ten years: set for one"
            " shop by `manage.py set_retention_profile`, or for all by `--all` or `KAQUAN_RETENTION_PROFILE=licensed`, which is then"
            " in the database and holds for its triggers, too. What would go, and when,"
            " `manage.py retention --dry-run` tells. Written by `manage.py write_retention_table` from"
            " `platform_core/compliance/retention.py`; why it is so, [ADR 61](adr/0061-what-is-kept-ends.md) says. This is an"
            " engineering reading, not legal advice."
        ),
        "head": "| Class | What | Kept for | Licensed | Counted from | Then | Longer while | Done by | Basis |",
        "years": "{} years", "year": "1 year", "days": "{} days", "same": "the same", "hand": "the operator",
        Ending.DELETE: "deleted", Ending.ANONYMISE: "anonymised", Ending.SHRED: "shredded",
    },
    "zh": {
        "title": "资料保存期限",
        "intro": (
            "各类资料的最短保存期限与到期处理。同一资料适用多行时，以最长的为准。“持牌”适用于支付机构等须依《反洗钱法》保存十年的商家："
            "用 `manage.py set_retention_profile` 为单个店铺设置，用 `--all` 或 `KAQUAN_RETENTION_PROFILE=licensed`"
            " 为全部店铺设置（写入数据库，其触发器同样遵守）。"
            "`manage.py retention --dry-run` 列出哪些资料将在何时处理。本表由 `manage.py write_retention_table` 根据"
            " `platform_core/compliance/retention.py` 生成；设计理由见 [ADR 61](adr/0061-what-is-kept-ends.md)。"
            "本表是工程上的理解，不构成法律意见。"
        ),
        "head": "| 类别 | 内容 | 保存 | 持牌 | 起算 | 到期 | 延长情形 | 执行 | 依据 |",
        "years": "{} 年", "year": "1 年", "days": "{} 天", "same": "相同", "hand": "运营者",
        Ending.DELETE: "删除", Ending.ANONYMISE: "匿名化", Ending.SHRED: "销毁",
    },
}  # fmt: skip


def retention_table(language: str) -> str:
    """The document in ``en`` or ``zh``."""
    words = WORDS[language]
    line = f"|{'---|' * (words['head'].count('|') - 1)}"
    rows = [_row(row, language) for row in TABLE]
    return "\n".join([f"# {words['title']}", "", words["intro"], "", words["head"], line, *rows, ""])


def _row(row: RetentionClass, language: str) -> str:
    words = WORDS[language]
    years = words["year"] if row.years == 1 else words["years"].format(row.years)
    kept = years if row.years else words["days"].format(row.days)
    licensed = words["years"].format(row.licensed_years) if row.licensed_years else words["same"]
    by = f"`{row.by}`" if row.by else words["hand"]
    cells = (
        row.kept,
        row.what[language],
        kept,
        licensed,
        row.since[language],
        words[row.ending],
        row.unless[language],
        by,
        row.basis,
    )
    return f"| {' | '.join(cells)} |"
