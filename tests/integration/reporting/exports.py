"""Short ways to note an export, to run it, and to look at its file."""

import datetime as dt

from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from tenants.inventory.uploads import open_sealed
from tenants.reporting.enums import ExportFormat, ExportType
from tenants.reporting.models import Export
from tenants.reporting.services.run_export import run_export
from tenants.reporting.services.start_export import WantedExport, start_export
from tenants.reporting.vault import export_folder, room_of

DAY = dt.timedelta(days=1)


def begin(tenant, type_=ExportType.LEDGER, format_=ExportFormat.JSONL, **wanted):
    with tenant_context(tenant):
        asked = WantedExport(type=type_, format=format_, kept=DAY, **wanted)
        return start_export(wanted=asked, actor="key_test", ip=None, now=now())


def run(tenant, export):
    with tenant_context(tenant):
        run_export(export_id=export.id, now=now())
        return Export.objects.get(pk=export.pk)


def read(tenant, export):
    with tenant_context(tenant), open_sealed(room_of(export), export.file) as file:
        return file.read()


def files(tenant):
    with tenant_context(tenant):
        return {path.stem for path in export_folder().glob("*")}
