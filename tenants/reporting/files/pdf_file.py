"""A sheet as a PDF to print, sign and file. Chinese is set in the font that readers bring for it; nothing is embedded."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from tenants.reporting.files.cells import text_of
from tenants.reporting.reports.sheet import Column, Row, Sheet

FONT = "STSong-Light"
MARGIN = 14 * mm
MOST = 2_000  # rows: what is longer is a file for a spreadsheet
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
PLAIN = ParagraphStyle("plain", fontName=FONT, fontSize=8, leading=10, wordWrap="CJK")
RIGHT = ParagraphStyle("right", parent=PLAIN, alignment=TA_RIGHT)
TITLE = ParagraphStyle("title", parent=PLAIN, fontSize=16, leading=22)
SMALL = ParagraphStyle("small", parent=PLAIN, textColor=colors.HexColor("#555555"))


def pdf_of(sheet: Sheet, *, shop: str, zone: str, now: dt.datetime) -> bytes:
    """The bytes of the file: title, shop, period, the table with its head on every page, totals, remarks, page numbers.

    Args:
        shop: whose statement it is.
    """
    where, out = ZoneInfo(zone), io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=landscape(A4), leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
        title=sheet.title, author=shop,
    )  # fmt: skip
    made = gettext("制表时间 %(when)s（%(zone)s）") % {"when": f"{now.astimezone(where):%Y-%m-%d %H:%M}", "zone": zone}
    story: list[Any] = [
        Paragraph(escape(sheet.title), TITLE),
        Paragraph(escape(f"{shop}　{sheet.period}"), PLAIN),
        Paragraph(escape(made), SMALL),
        Spacer(1, 4 * mm),
        _table(sheet, where, document.width),
        Spacer(1, 4 * mm),
        *(Paragraph(escape(remark), SMALL) for remark in sheet.remarks),
    ]
    document.build(story, onFirstPage=_foot, onLaterPages=_foot)
    return out.getvalue()


def _table(sheet: Sheet, zone: ZoneInfo, width: float) -> Table:
    rows = [row for row, _ in zip(sheet.rows, range(MOST), strict=False)]
    cells = [[Paragraph(escape(str(column.label)), RIGHT if column.numeric else PLAIN) for column in sheet.columns]]
    cells += [_line(sheet.columns, row, zone) for row in [*rows, *sheet.totals]]
    shares = [1.5 if index == 0 else 0.8 if column.key in {"currency", "orders", "count"} else 1 for index, column in
              enumerate(sheet.columns)]  # fmt: skip
    table = Table(cells, colWidths=[width * share / sum(shares) for share in shares], repeatRows=1)
    last = len(sheet.totals)
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black),
        ("LINEBELOW", (0, 1), (-1, -1), 0.25, colors.HexColor("#cccccc")),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    if last:
        style.append(("LINEABOVE", (0, -last), (-1, -last), 0.8, colors.black))
        style.append(("BACKGROUND", (0, -last), (-1, -1), colors.HexColor("#f2f3f6")))
    table.setStyle(TableStyle(style))
    return table


def _line(columns: tuple[Column, ...], row: Row, zone: ZoneInfo) -> list[Paragraph]:
    return [
        Paragraph(escape(text_of(column, value, row.currency, zone)), RIGHT if column.numeric else PLAIN)
        for column, value in zip(columns, row.cells, strict=True)
    ]


def _foot(canvas: Canvas, document: Any) -> None:
    canvas.setFont(FONT, 8)
    canvas.drawRightString(
        document.pagesize[0] - MARGIN, 8 * mm, gettext("第 %(number)s 页") % {"number": document.page}
    )
