"""Pages for engineers on the API host: the reference and one page per error code, from the same tables as the answers."""

from __future__ import annotations

import re
from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from merchant_api.problem_table import PROBLEMS
from merchant_api.versions.calendar import CURRENT, find_version
from merchant_api.versions.documents import KEPT
from merchant_api.versions.words import api_versions
from platform_core.tenancy.addresses import api_url

# The reference viewer styles itself inline and runs from our own host; nothing else is allowed.
REFERENCE_CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)


# Where the documents that the guides name are on this host; the others are in the repository only.
SERVED = {
    "quickstart.md": "/quickstart",
    "quickstart.zh.md": "/quickstart.zh",
    "webhooks.md": "/webhooks",
    "webhooks.zh.md": "/webhooks.zh",
    "openapi/2026-12-01.json": "/",
}
EXAMPLE_HOST = "http://api.kaquan.localhost:8000"
PAGE_CSP = "default-src 'self'; object-src 'none'; base-uri 'none'"


def reference_page(request: HttpRequest, version: str = CURRENT) -> HttpResponse:
    """The readable API reference, of the current version unless another is named."""
    shown = find_version(version)
    if shown is None or shown.removed:
        raise Http404
    response = render(request, "merchant_api/reference.html", {"version": shown})
    response.headers["Content-Security-Policy"] = REFERENCE_CSP
    return response


def versions_page(request: HttpRequest) -> HttpResponse:
    """Every version with what it changed, in both languages, from the classes that carry the changes out."""
    response = render(request, "merchant_api/versions.html", {"versions": api_versions()})
    response.headers["Content-Security-Policy"] = PAGE_CSP
    return response


def guide_page(request: HttpRequest, name: str, language: str = "en") -> HttpResponse:
    """A guide, as ``docs/`` tells it, with this platform's own address: from a key to a first code, or to webhooks received."""
    text = _guide(name)
    title = text.partition("<h1>")[2].partition("</h1>")[0]
    response = render(request, "merchant_api/guide.html", {"text": text, "title": title, "language": language})
    response.headers["Content-Security-Policy"] = PAGE_CSP
    return response


@cache
def _guide(name: str) -> SafeString:
    text = (KEPT.parent / f"{name}.md").read_text(encoding="utf-8")
    text = text.replace(EXAMPLE_HOST, api_url(""))
    text = re.sub(r"\[([^\]]+)\]\((?!https?:)([^)]+)\)", _served, text)
    return mark_safe(str(MarkdownIt("js-default").render(text)))  # noqa: S308  # our own text, and HTML in it is escaped


def _served(link: re.Match[str]) -> str:
    return f"[{link[1]}]({SERVED[link[2]]})" if link[2] in SERVED else link[1]


def error_page(request: HttpRequest, code: str) -> HttpResponse:
    """What an error code means and what to do, in both languages."""
    problem = PROBLEMS.get(code)
    if problem is None:
        raise Http404
    response = render(request, "merchant_api/error.html", {"code": code, "problem": problem})
    response.headers["Content-Security-Policy"] = PAGE_CSP
    return response
