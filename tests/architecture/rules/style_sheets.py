"""Style sheets share one set of tokens and carry nothing that no page uses.

Colours stand only in the tokens (``config/static/ui/base.css``): what a sheet needs has a name there, light and dark.
A name that is used is given somewhere; a class that is styled stands in a page, a view or a script.
"""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.sources import ROOMS, at, files, name_of, templates, text_of

TOKENS = "config/static/ui/base.css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|light-dark)\(")
MASK = re.compile(r"\bmask[\w-]*:[^;]*;", re.DOTALL)  # there a colour only says shown or not shown
SELECTOR = re.compile(r"([^{};]+)\{")
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
GIVEN, USED = re.compile(r"(--[\w-]+)\s*:"), re.compile(r"var\((--[\w-]+)")


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _words(root: Path) -> set[str]:
    """Every word that a page, a view or a script could put into a class attribute."""
    makers = [path for path in files(root) if path.suffix in {".py", ".js"} and name_of(root, path).startswith(ROOMS)]
    return {word for path in [*templates(root), *makers] for word in re.findall(r"[\w-]+", text_of(path))}


def violations(root: Path) -> list[str]:
    """Colours outside the tokens, names without a value, classes without a page."""
    sheets = {path: COMMENT.sub(_blank, text_of(path)) for path in files(root) if path.suffix == ".css"}
    given = {name for text in sheets.values() for name in GIVEN.findall(text)}
    words = _words(root) if sheets else set()
    found = []
    for path, text in sheets.items():
        for number, line in enumerate(MASK.sub(_blank, text).split("\n"), 1):
            if name_of(root, path) != TOKENS and (colour := COLOUR.search(line)):
                found.append(at(root, path, number, f"a colour outside the tokens: {colour[0]}"))
            for name in set(USED.findall(line)) - given:
                found.append(at(root, path, number, f"{name} has no value"))
        for match in SELECTOR.finditer(text):
            line_number = text.count("\n", 0, match.end()) + 1
            for name in set(CLASS.findall(match[1])) - words:
                found.append(at(root, path, line_number, f"no page uses .{name}"))
    return found
