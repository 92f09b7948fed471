"""Where the file of an export stands, sealed; the password of its archive; the link that leads to it.

Keys and password are derived from the tenant's key, which is outside the database, and the export's own salt. None of them is
stored anywhere; without the salt none can be derived again.
"""

from __future__ import annotations

import base64
import uuid
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core import signing

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.sealing import derive, keystore
from platform_core.tenancy.context import current_tenant
from tenants.inventory.uploads import Room
from tenants.reporting.models import Export

PASSWORD_BYTES = 15  # 120 bits: what the archive's own, slow-footed key derivation adds does not matter
SALT = "kaquan.export"


class Linked(NamedTuple):
    """What a link leads to."""

    tenant_id: uuid.UUID
    export_id: uuid.UUID


def _derive(export: Export, purpose: str) -> bytes:
    salt = bytes(export.salt)
    assert salt, "the export was shredded"
    return derive(keystore().get(current_tenant().id), f"export/{export.id}/{salt.hex()}/{purpose}")


def export_folder() -> Path:
    """Where the current tenant's export files stand."""
    return Path(settings.KAQUAN_DATA_DIR) / "exports" / current_tenant().schema_name


def room_of(export: Export) -> Room:
    """Folder and key of an export's file."""
    return Room(export_folder(), _derive(export, "file"))


def path_of(name: str) -> Path:
    """Where the file of this name stands."""
    return Room(export_folder(), b"").path(name)


def delete_file(name: str) -> None:
    """Remove a file."""
    if name:
        path_of(name).unlink(missing_ok=True)


def password_of(export: Export) -> str:
    """The password of the archive: 24 characters in groups of four."""
    text = base64.b32encode(_derive(export, "archive")[:PASSWORD_BYTES]).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def write_link(export: Export) -> str:
    """The signed part of the link: it names tenant and export, and cannot be made up."""
    named = [current_tenant().id.hex, export.id.hex]
    return signing.Signer(salt=SALT).sign_object(named)


def read_link(text: str) -> Linked:
    """What a link leads to.

    Raises:
        RecordNotFound: it is none of ours.
    """
    try:
        tenant_id, export_id = signing.Signer(salt=SALT).unsign_object(text)
        return Linked(uuid.UUID(hex=tenant_id), uuid.UUID(hex=export_id))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise RecordNotFound from error
