from __future__ import annotations

from django.db import connection

from platform_core.compliance.code_prints import Signer, make_signer, open_signer
from platform_core.compliance.selectors import list_print_epochs


def begin_code_prints() -> list[Signer]:
    """The signers of the keys in use, the newest first; the very first key is made where there is none.

    Raises:
        KeyMissing: a key that was in use is gone or another. It is never made anew: nothing would be found by it.
    """
    epochs = list_print_epochs()
    if not epochs:
        check = make_signer(1).check
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.begin_code_prints(%s)", [check])
        epochs = list_print_epochs()
    return [open_signer(epoch, check) for epoch, check in epochs]
