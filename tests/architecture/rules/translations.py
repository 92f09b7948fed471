"""Both languages are whole: every source text in the English catalogue has its translation."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import at, text_of

CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")


def entries(text: str) -> list[tuple[int, str, list[str], bool]]:
    """Line, msgid, every msgstr and whether it is fuzzy, of each living entry."""
    found: list[tuple[int, str, list[str], bool]] = []
    line, fuzzy, source, target = 0, False, "", list[str]()
    current = ""

    def close() -> None:
        if line and target:
            found.append((line, source, list(target), fuzzy))

    for number, raw in enumerate([*text.split("\n"), ""], 1):
        row = raw.strip()
        if not row:
            close()
            line, fuzzy, source, target, current = 0, False, "", [], ""
        elif row.startswith("#"):
            fuzzy = fuzzy or (row.startswith("#,") and "fuzzy" in row)
        else:
            word, _, quoted = row.partition('"')
            piece = str(ast.literal_eval('"' + quoted))
            current = word.strip() or current
            if word.strip() == "msgid":
                close()
                line, source, target = number, "", []
            if word.strip().startswith("msgstr"):
                target.append("")
            if current == "msgid":
                source += piece
            elif current.startswith("msgstr"):
                target[-1] += piece
    return found


def violations(root: Path) -> list[str]:
    """Texts without a translation, or with a guessed one."""
    path = root / CATALOGUE
    found = []
    for line, source, targets, fuzzy in entries(text_of(path)):
        if source and not all(targets):
            found.append(at(root, path, line, f"no translation: {source[:60]}"))
        if source and fuzzy:
            found.append(at(root, path, line, f"a guessed translation: {source[:60]}"))
    return found
