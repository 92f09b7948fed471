"""Templates as the rules see them: what a reader gets, with the parts that Django replaces taken out."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

TOKEN = re.compile(r"({%.*?%}|{{.*?}}|{#.*?#})", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef]")
TRANSLATED = re.compile(r"""_\(\s*("[^"]*"|'[^']*')\s*\)""")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Words(NamedTuple):
    """A piece of text with its line: what kind of place it stands in, and the language it is marked with."""

    line: int
    text: str
    language: str


class Start(NamedTuple):
    """A start tag with its line."""

    line: int
    name: str
    attributes: dict[str, str]


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def masked(source: str) -> tuple[str, list[Words]]:
    """The page without Django's tags, comments and translated parts; and the tags' own texts that nobody translates.

    Every character keeps its line.
    """
    kept: list[str] = []
    inside: list[Words] = []
    until: str | None = None  # the tag that ends the translated block or comment we are in
    line = 1
    for part in TOKEN.split(source):
        tag = part[2:-2].strip() if TOKEN.fullmatch(part) else None
        word = tag.split()[0] if part.startswith("{%") and tag else ""
        if until is not None:
            until = None if word in until.split("|") else until
            kept.append(_blank(part))
        elif tag is None:
            kept.append(part)
        else:
            if word in {"blocktranslate", "blocktrans", "comment"}:
                until = {"comment": "endcomment"}.get(word, "endblocktranslate|endblocktrans")
            elif word not in {"translate", "trans"} and not part.startswith("{#"):
                inside.append(Words(line, TRANSLATED.sub("", tag or ""), ""))
            kept.append(_blank(part))
        line += part.count("\n")
    return COMMENT.sub(lambda match: _blank(match[0]), "".join(kept)), inside


class Page(HTMLParser):
    """Start tags and texts of a page, tolerant of the halves that templates are."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.starts: list[Start] = []
        self.words: list[Words] = []
        self._open: list[tuple[str, str]] = []
        self.inside: list[Words]
        page, self.inside = masked(source)
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag, and which language its content is marked with. The whole page's language marks nothing."""
        line, _ = self.getpos()
        attributes = {name: value or "" for name, value in attrs}
        self.starts.append(Start(line, tag, attributes))
        if tag not in VOID:
            language = "" if tag == "html" else attributes.get("lang", self._language())
            self._open.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that closes itself."""
        line, _ = self.getpos()
        self.starts.append(Start(line, tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close the nearest such tag."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        """Note the text."""
        line, _ = self.getpos()
        for number, text in enumerate(data.split("\n")):
            if text.strip():
                self.words.append(Words(line + number, text.strip(), self._language()))

    def innermost(self) -> str:
        """The element that is open now."""
        return self._open[-1][0] if self._open else ""

    def _language(self) -> str:
        return self._open[-1][1] if self._open else ""
