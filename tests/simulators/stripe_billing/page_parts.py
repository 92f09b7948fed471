"""Plain pages in Chinese: a title, what it is about, buttons that are forms."""

from __future__ import annotations

import datetime as dt
from html import escape

STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}"
    "button{font:inherit;min-height:44px;padding:0 1rem;margin:.25rem .25rem .25rem 0}"
    "input{font:inherit;min-height:40px;width:100%;box-sizing:border-box}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4rem .6rem .4rem 0}"
)
BUTTONS = {
    "card": "银行卡付款", "refused": "用会被拒绝的银行卡付款", "3ds": "用需要验证的银行卡付款",
    "alipay": "支付宝付款", "wechat_pay": "微信支付付款"
}  # fmt: skip


def money(amount: int, currency: str) -> str:
    """¥299.00"""
    sign = {"cny": "¥", "hkd": "HK$", "usd": "$"}.get(currency, f"{currency.upper()} ")
    whole, part = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{sign}{whole:,}.{part:02d}"


def day(moment: int) -> str:
    """2026年3月1日, of UTC."""
    at = dt.datetime.fromtimestamp(moment, dt.UTC)
    return f"{at.year}年{at.month}月{at.day}日"


def rows(facts: list[tuple[str, str]]) -> str:
    """A table of two columns: a name, and what it is."""
    inside = "".join(f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>' for name, value in facts)
    return f"<table>{inside}</table>"


def button(action: str, text: str) -> str:
    """One button of a form."""
    return f'<button type="submit" name="action" value="{escape(action)}">{escape(text)}</button>'


def field(name: str, label: str, value: str = "", kind: str = "text") -> str:
    """One labelled field of a form."""
    return (
        f'<p><label for="{name}">{escape(label)}</label>'
        f'<input id="{name}" name="{name}" type="{kind}" value="{escape(value)}"></p>'
    )


def form(*parts: str) -> str:
    """A form that is sent to where it stands."""
    return f'<form method="post">{"".join(parts)}</form>'


def link(address: str, text: str) -> str:
    """A way out."""
    return f'<p><a href="{escape(address)}">{escape(text)}</a></p>'


def page(title: str, *parts: str, error: str = "") -> str:
    """A whole page."""
    said = f'<p role="alert">{escape(error)}</p>' if error else ""
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)} · Stripe</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'
        f"<body><main><h1>{escape(title)}</h1>{said}{''.join(parts)}</main></body></html>"
    )


def pdf(text: str) -> bytes:
    """One page with one line of Latin text."""
    stream = f"BT /F1 18 Tf 72 720 Td ({text}) Tj ET".encode("latin-1", "replace")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    found, places = b"%PDF-1.4\n", []
    for at, each in enumerate(objects, 1):
        places.append(len(found))
        found += b"%d 0 obj" % at + each + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = (
        b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(found)
    )
    return found + end
