"""The rulebook as a table for auditors, in both languages: ``docs/rules.md`` and ``docs/rules.zh.md``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.utils import translation

from platform_core.compliance.enums import Level, SubjectKind
from platform_core.compliance.rulebook.reading import list_released

DOCS: Final = Path(__file__).parents[2] / "docs"
FILES: Final = {"en": DOCS / "rules.md", "zh": DOCS / "rules.zh.md"}
WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "title": "Rules",
        "intro": (
            "What the platform checks by rule, as this release brings it; counsel may load newer versions (`manage.py load_rules`)."
            " *Block*: nothing goes on while it does not hold or cannot be told. *Review*: people look first; points add up to a"
            " score (30: one reviewer, 60: two). *Inform*: shown and reported. A mark in *to confirm* means that the source was"
            " read second-hand. Written by `manage.py write_rule_table` from `platform_core/compliance/rulebook/`; why it is so,"
            " [ADR 55](adr/0055-rules-are-data.md) says. This is an engineering reading, not legal advice."
        ),
        "head": "| Rule | Level | What it says when it does not hold | Source | To confirm | About | Where | From | What must hold |",
        "and": ", ",
        "yes": "to confirm",
        "points": " ({} points)",
        "colon": ": ",
        "when": "asked when",
        "count": "rules",
    },
    "zh": {
        "title": "合规规则",
        "intro": (
            "平台按规则检查的内容，以本版本自带的规则为准；法务可另行加载新版本（`manage.py load_rules`）。"
            "“拦截”：不符合或无法判断时不得继续。“人工复核”：先由工作人员查看，分值累加为评分（30 分起一人复核，60 分起两人）。"
            "“提示”：仅展示和报告。“待核实”表示依据来自二手资料。"
            "本表由 `manage.py write_rule_table` 根据 `platform_core/compliance/rulebook/` 生成；设计理由见"
            " [ADR 55](adr/0055-rules-are-data.md)。本表是工程上的理解，不构成法律意见。"
        ),
        "head": "| 规则 | 级别 | 不符合时的说明 | 依据 | 核实 | 对象 | 地区 | 生效 | 必须满足的条件 |",
        "and": "、",
        "yes": "待核实",
        "points": "（{} 分）",
        "colon": "：",
        "when": "适用条件",
        "count": "条",
    },
}


def rule_table(language: str) -> str:
    """The document in ``en`` or ``zh``."""
    words = WORDS[language]
    rows = [
        _row(body, language)
        for body in sorted(list_released(), key=lambda body: (_sorting(body["id"]), body["version"]))
    ]
    line = f"|{'---|' * (words['head'].count('|') - 1)}"
    top = [f"# {words['title']}", "", words["intro"], "", f"{len(rows)} {words['count']}", "", words["head"], line]
    return "\n".join([*top, *rows, ""])


def _sorting(rule_id: str) -> tuple[str, int, str]:
    """X2 before X10."""
    head, _, tail = rule_id.partition(".")
    letters = head.rstrip("0123456789")
    return letters, int(head[len(letters) :] or 0), tail


def _row(body: dict[str, Any], language: str) -> str:
    words = WORDS[language]
    level, subjects = body["level"], body["applies_to"]
    if language == "zh":
        with translation.override("zh-hans"):  # the language in which the words stand in the code
            level = str(Level(level).label)
            subjects = [str(SubjectKind(kind).label) for kind in subjects]
    if body.get("points"):
        level += words["points"].format(body["points"])
    condition = _code(body["holds"])
    if body.get("when"):
        condition += f" ({words['when']} {_code(body['when'])})"
    until = f" – {body['effective_to']}" if body.get("effective_to") else ""
    cells = [
        f"{body['id']} v{body['version']}",
        level,
        f"**{body['title'][language]}**{words['colon']}{body['message'][language]}",
        body["source"],
        words["yes"] if body["to_confirm"] else "",
        words["and"].join(subjects),
        ", ".join(body["jurisdiction"]).replace("*", "\\*"),
        body["effective_from"] + until,
        condition,
    ]
    return f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    """A condition in a cell: a table's own sign is written so that it stays inside."""
    return "`" + " ".join(text.split()).replace("|", "\\|") + "`"
