from __future__ import annotations

from html import escape
from pathlib import Path

from django.conf import settings

PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400" role="img">
<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="{color}"/>
<stop offset="1" stop-color="#111827"/></linearGradient>
<pattern id="p" width="40" height="40" patternUnits="userSpaceOnUse" patternTransform="rotate({turn})">
<circle cx="8" cy="8" r="3" fill="#fff" opacity=".14"/></pattern></defs>
<rect width="640" height="400" fill="url(#g)"/><rect width="640" height="400" fill="url(#p)"/>
<circle cx="560" cy="60" r="150" fill="#fff" opacity=".08"/><circle cx="70" cy="380" r="120" fill="#fff" opacity=".06"/>
<path d="M60 96h520v58a46 46 0 0 0 0 92v58H60v-58a46 46 0 0 0 0-92z" fill="#fff" opacity=".13"/>
<text x="320" y="{y}" font-family="PingFang SC, Noto Sans SC, Microsoft YaHei, sans-serif" font-size="{size}"
 font-weight="700" fill="#fff" text-anchor="middle">{title}</text>
<text x="320" y="270" font-family="PingFang SC, Noto Sans SC, sans-serif" font-size="26" fill="#fff" opacity=".85"
 text-anchor="middle">{subtitle}</text></svg>
"""


def draw_picture(*, schema: str, slug: str, title: str, subtitle: str, color: str) -> str:
    """Draw a ticket-like picture for a product and keep it in the shop's media folder.

    Returns:
        Its path inside that folder.
    """
    path = f"products/{slug}.svg"
    file = Path(settings.MEDIA_ROOT) / schema / path
    file.parent.mkdir(parents=True, exist_ok=True)
    size = 84 if len(title) <= 5 else 60 if len(title) <= 8 else 44
    drawn = PICTURE.format(
        color=color, turn=sum(map(ord, title)) % 60, size=size, y=214, title=escape(title), subtitle=escape(subtitle)
    )
    file.write_text(drawn)
    return path
