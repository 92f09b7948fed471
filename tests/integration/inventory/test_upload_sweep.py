"""Sealed files that nobody will ask for are deleted; those of running imports and of error lists stay."""

import datetime as dt
import os

from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from tenants.inventory.enums import ImportState
from tenants.inventory.models import CodeImport
from tenants.inventory.services.sweep_uploads import KEPT_FOR, sweep_uploads
from tenants.inventory.uploads import _path, list_old_uploads, store_upload
from tests.world import make_shelf


def old_upload():
    """An upload of two days ago."""
    name = store_upload(b"A----B").name
    then = (now() - 2 * KEPT_FOR).timestamp()
    os.utime(_path(name), (then, then))
    return name


def test_only_files_without_a_purpose_are_deleted(tenant):
    shelf = make_shelf(tenant)
    with tenant_context(tenant):
        sweep_uploads(now=now())
        names = [old_upload() for _ in range(4)]
        for upload, errors, state in [
            (names[0], "", ImportState.UPLOADED),
            ("", names[1], ImportState.READY_WITH_ERRORS),
            (names[2], "", ImportState.READY),
        ]:
            CodeImport.objects.create(
                sku_id=shelf.sku.id,
                contract=shelf.contract,
                state=state,
                upload=upload,
                errors_upload=errors,
                filename="f",
                bytes=6,
                created_at=now(),
            )
        fresh = store_upload(b"C----D").name
        assert sweep_uploads(now=now()) == 2
        left = set(list_old_uploads(before=now() + dt.timedelta(minutes=1)))
        assert left & {*names, fresh} == {names[0], names[1], fresh}
        assert sweep_uploads(now=now()) == 0
