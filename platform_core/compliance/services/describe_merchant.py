from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection, transaction

from platform_core.compliance.identity_prints import print_of
from platform_core.compliance.locks import get_own_merchant_locked
from platform_core.compliance.merchant_file import PLAIN
from platform_core.compliance.models import MerchantFile
from platform_core.identity.platform_key import platform_owner
from platform_core.kernel.sealing import open_json, seal_json

SEALED = {"bank_account": "bank", "phone": "phone", "identity_number": "person"}
PURPOSE = "merchant-file"


def describe_merchant(*, told: dict[str, Any], edited_by: str, now: dt.datetime) -> MerchantFile:
    """A merchant fills in who it is, from within its own live shop, as long as that is not with the platform.

    Args:
        told: some of the facts; ``bank_account``, ``phone`` and ``identity_number`` are sealed. What is not among them stays.
        edited_by: id of the log-in.

    Raises:
        RecordNotFound: a test twin has no file.
        MerchantNotEditable: it is being checked, or frozen.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.begin_merchant_file(%s)", [now])
        file = get_own_merchant_locked()
        for name in PLAIN:
            if name in told:
                setattr(file, name, told[name])
        sealed = {name: told[name] for name in SEALED if name in told}
        if sealed:
            kept = open_json(platform_owner(), PURPOSE, file.id, file.sealed) if file.sealed else {}
            file.sealed = seal_json(platform_owner(), PURPOSE, file.id, {**kept, **sealed})
            for name, value in sealed.items():
                setattr(file, f"{SEALED[name]}_print", print_of(SEALED[name], value))  # type: ignore[arg-type]
        file.edited_by = edited_by
        file.save(update_fields=[*PLAIN, "sealed", "person_print", "bank_print", "phone_print", "edited_by"])
        return file
