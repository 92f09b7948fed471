"""Links between documents lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from tests.architecture.sources import at, files, text_of

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|#|//")


def _documents(root: Path) -> list[Path]:
    return [
        path
        for path in files(root)
        if path.suffix == ".md"
        and (path.parent == root or path.relative_to(root).parts[0] in {"docs", "helm", "clients"})
    ]


def violations(root: Path) -> list[str]:
    """Links to files that do not exist."""
    found = []
    for path in _documents(root):
        text = FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text_of(path))
        for match in LINK.finditer(text):
            target = unquote(match[1]).partition("#")[0]
            if ELSEWHERE.match(match[1]) or not target:
                continue
            start = root if target.startswith("/") else path.parent
            if not (start / target.lstrip("/")).exists():
                found.append(at(root, path, text.count("\n", 0, match.start()) + 1, f"no such file: {target}"))
    return found
