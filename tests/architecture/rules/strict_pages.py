"""Pages live under a strict Content-Security-Policy: no inline script, style or handler, no script address."""

from __future__ import annotations

from pathlib import Path

from tests.architecture.pages import Page
from tests.architecture.sources import at, templates, text_of

# Data, not code: the policy does not look at it.
DATA = {"application/json", "application/ld+json"}


def violations(root: Path) -> list[str]:
    """What the browser would refuse to run or show."""
    found = []
    for path in templates(root):
        for start in Page(text_of(path)).starts:
            if start.name == "style":
                found.append(at(root, path, start.line, "inline <style>"))
            if start.name == "script" and "src" not in start.attributes and start.attributes.get("type") not in DATA:
                found.append(at(root, path, start.line, "inline <script>"))
            for name, value in start.attributes.items():
                if name == "style" or name.startswith(("on", "hx-on", "data-hx-on")):
                    found.append(at(root, path, start.line, f"inline {name}= on <{start.name}>"))
                if value.strip().lower().startswith(("javascript:", "js:")):
                    found.append(at(root, path, start.line, f"a script in {name}= on <{start.name}>"))
    return found
