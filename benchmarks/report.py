"""The result table, on the terminal and as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.rows import Row

MARKS = {"stretch": "[green]✔✔", "yes": "[green]✔", "no": "[red]✘", "": ""}
BY_HAND = "\n## Remarks\n"  # from here on a page is kept as it is when it is written again
WORDS = {"stretch": "yes, stretch too", "yes": "yes", "no": "**no**", "": ""}
HEAD = """# Benchmarks

Printed by

    {command}

on {cores} cores, Python {python}, PostgreSQL {postgres}, services embedded (`manage.py up` as it is), {day}{size}.

Read the ratios: each is taken between neighbouring measurements in one run on one database (floor, ours, floor, ours;
the median is shown), so that a slow or busy machine slows both sides. Times and rates without a ratio hold for this
machine only. CPU is user and system time of all processes of the web server and of PostgreSQL, less what they spend idle.
Goals are "accept / stretch"; rows without a goal explain their neighbours.
"""


def print_rows(title: str, rows: Sequence[Row]) -> None:
    """One benchmark's rows."""
    table = Table(title=title, title_justify="left", expand=False)
    for column in ("measured", "figure", "goal", "met", "note"):
        table.add_column(column, justify="right" if column == "figure" else "left", overflow="fold")
    for row in rows:
        table.add_row(row.name, row.shown, row.goal, MARKS[row.met], row.note)
    Console().print(table)


def write_markdown(
    file: Path, results: Mapping[str, Sequence[Row]], missing: Mapping[str, str], *, command: str, postgres: str, day: str,
    quick: bool,
) -> None:  # fmt: skip
    """The whole run as a page of the documentation; its remarks, written by people, stay."""
    head = HEAD.format(
        command=command,
        cores=os.cpu_count(),
        python=platform.python_version(),
        postgres=postgres,
        day=day,
        size=", reduced sizes (`--quick`)" if quick else "",
    )
    parts = [head]
    for title, rows in results.items():
        parts.append(f"\n## {title}\n\n| measured | figure | goal | met | note |\n|---|---:|---|---|---|\n")
        parts += [f"| {row.name} | {row.shown} | {row.goal} | {WORDS[row.met]} | {row.note} |\n" for row in rows]
    missed = [row for rows in results.values() for row in rows if row.met == "no"]
    held = sum(1 for rows in results.values() for row in rows if row.met)
    parts.append(f"\n## In short\n\n{held - len(missed)} of {held} goals are met.\n")
    if missed:
        parts += ["\nMissed:\n\n", *(f"- {row.name}: {row.shown}, goal {row.goal}\n" for row in missed)]
    if missing:
        parts += ["\nNot measured:\n\n", *(f"- {name}: {reason}\n" for name, reason in missing.items())]
    _, mark, remarks = file.read_text().partition(BY_HAND) if file.exists() else ("", "", "")
    file.write_text("".join(parts) + mark + remarks)
