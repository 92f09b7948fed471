"""Sheets of all that there is of something, which nobody filters: what the owners of a closed shop get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson
from django.utils.translation import gettext, gettext_lazy

from platform_core.kernel.clock import local_date
from platform_core.kernel.clock import now as clock_now
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from tenants.catalog.models import Sku
from tenants.catalog.sheet import sheet_lines
from tenants.customers.models import Buyer
from tenants.reporting.enums import ExportType
from tenants.reporting.makers import Made
from tenants.reporting.models import Export
from tenants.reporting.reports.sheet import MOMENT, MONEY, NUMBER, Column, Row, Sheet, table_sheet
from tenants.reporting.sources import source_of

CUSTOMERS: Final = (
    Column("id", gettext_lazy("编号")),
    Column("contact", gettext_lazy("联系方式")),
    Column("language", gettext_lazy("语言")),
    Column("created_at", gettext_lazy("注册时间"), MOMENT),
)
KINDS: Final = {
    "created_at": MOMENT, "completed_at": MOMENT, "requested": NUMBER, "issued": NUMBER, "unit_price": MONEY, "amount": MONEY,
}  # fmt: skip
Asked = Mapping[str, Any]


def products_of(asked: Asked) -> Made:
    """The whole catalogue, as the sheet that it can be edited by."""
    return Made(table_sheet(_name("products"), sheet_lines()), Sku.objects.count())


def customers_of(asked: Asked) -> Made:
    """Buyers with an account, contacts masked. Who bought without one stands with the orders."""
    buyers = Buyer.objects.filter(erased_at=None).order_by("id")
    return Made(Sheet(_name("customers"), gettext("客户"), "", CUSTOMERS, _customers()), buyers.count())


def _customers() -> Iterator[Row]:
    buyers = Buyer.objects.filter(erased_at=None).order_by("id")
    last = None
    while some := list((buyers.filter(id__gt=last) if last else buyers)[:2_000]):
        for buyer in some:
            yield Row("", (public_id("buyer", buyer.id), buyer.contact_masked, buyer.language, buyer.created_at))
        last = some[-1].id


def issuances_of(asked: Asked) -> Made:
    """A row for each line of every issuance, without what codes say: the export of the API."""
    source = source_of(Export(type=ExportType.ISSUANCES), clock_now())
    columns = tuple(Column(name, name, KINDS.get(name, "text")) for name in source.columns)
    place = source.columns.index("currency")
    rows = (Row(row[place], [_plain(cell) for cell in row]) for batch in source.batches for row in batch)
    return Made(Sheet(_name("issuances"), gettext("发卡单"), "", columns, rows), source.total)


def _plain(cell: Any) -> Any:
    return orjson.dumps(cell).decode() if isinstance(cell, dict | list) else "" if cell is None else cell


def _name(what: str) -> str:
    return f"{what}-{local_date(clock_now(), current_tenant().time_zone):%Y%m%d}"
