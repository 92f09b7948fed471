"""The versions in words, for pages: from the classes that carry the changes out."""

from __future__ import annotations

from functools import cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from merchant_api.versions.calendar import VERSIONS
from merchant_api.versions.change import Change
from tenants.access.api_versions import ApiVersion, ChangeWords


@cache
def api_versions() -> list[ApiVersion]:
    """Every version, newest first."""
    return [
        ApiVersion(
            version.name,
            version.state,
            version.deprecated_at,
            version.sunset_at,
            tuple(_words_of(change) for change in version.changes),
        )
        for version in VERSIONS
    ]


def _words_of(change: Change) -> ChangeWords:
    texts = (change.title_zh, change.title_en, change.detail_zh, change.detail_en)
    return ChangeWords(*(_with_code(text) for text in texts))


def _with_code(text: str) -> SafeString:
    parts = [format_html("<code>{}</code>" if index % 2 else "{}", part) for index, part in enumerate(text.split("`"))]
    return format_html_join("", "{}", ((part,) for part in parts))
