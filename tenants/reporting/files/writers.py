"""What a sheet can be written as: the bytes of its file, and what browsers call them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from tenants.reporting.files.csv_file import csv_of
from tenants.reporting.files.xlsx_file import xlsx_of
from tenants.reporting.reports.sheet import Sheet

TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WRITERS: Final[dict[str, Callable[[Sheet, str], Iterator[bytes]]]] = {"csv": csv_of, "xlsx": xlsx_of}
