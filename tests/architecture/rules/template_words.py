"""Chinese on a page stands in a translation tag, or in an element that says ``lang="zh…"`` itself.

The second is for words that are Chinese in every language, e.g. the name of the language in its switch, and for the
pages that show both languages at once because they stand before the choice.
"""

from __future__ import annotations

from pathlib import Path

from tests.architecture.pages import CHINESE, Page
from tests.architecture.sources import at, templates, text_of


def violations(root: Path) -> list[str]:
    """Chinese texts that a reader of English would see too."""
    found = []
    for path in templates(root):
        page = Page(text_of(path))
        found += [
            at(root, path, words.line, f"not translated: {words.text[:40]}")
            for words in page.words
            if CHINESE.search(words.text) and not words.language.startswith("zh")
        ]
        found += [
            at(root, path, words.line, f"not translated, in a tag: {words.text[:40]}")
            for words in page.inside
            if CHINESE.search(words.text)
        ]
        found += [
            at(root, path, start.line, f"not translated: {name}={value[:40]}")
            for start in page.starts
            for name, value in start.attributes.items()
            if CHINESE.search(value) and not start.attributes.get("lang", "").startswith("zh")
        ]
    return found
