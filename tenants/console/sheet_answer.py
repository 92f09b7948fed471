"""A sheet as an answer: a file that is written while it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import get_language, override

from platform_core.tenancy.context import current_tenant, tenant_context
from platform_core.tenancy.reference import TenantRef
from tenants.reporting.files.writers import TYPES, WRITERS
from tenants.reporting.reports.sheet import Sheet, table_sheet


def answer_sheet(sheet: Sheet, *, form: str, file: str) -> StreamingHttpResponse:
    """Send a sheet.

    Args:
        form: ``csv`` or ``xlsx``.
        file: its name, without the ending.
    """
    tenant = current_tenant()
    chunks = _inside(tenant, get_language() or "zh-hans", WRITERS[form](sheet, tenant.time_zone))
    response = StreamingHttpResponse(chunks, content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{file}.{form}"'
    return response


def answer_table(rows: Iterable[Sequence[Any]], *, form: str, file: str) -> StreamingHttpResponse:
    """Send a table, of which the first row is the head."""
    return answer_sheet(table_sheet(file, rows), form=form, file=file)


def _inside(tenant: TenantRef, language: str, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Each piece is made in the shop and in the language of who asked; between pieces the thread is nowhere."""
    while True:
        with tenant_context(tenant), override(language):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk
