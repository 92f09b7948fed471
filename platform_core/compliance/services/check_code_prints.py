from __future__ import annotations

import logging
import uuid
from typing import Any

from django.db import connection

from platform_core.compliance.code_prints import PrintedCodes
from platform_core.compliance.enums import Verdict

logger = logging.getLogger(__name__)
MOST = 5_000  # prints of a call
CHECK = "SELECT public.check_code_prints(%s, %s, %s, %s, %s, %s, %s)"


def check_code_prints(
    *, lot_id: int, supplier_id: uuid.UUID, printed: PrintedCodes, former: PrintedCodes, on_sale: bool
) -> Verdict:
    """Register codes of a batch of the current shop and look for them in all shops, in the caller's transaction.

    Args:
        printed: by the newest key; in stretches of ``MOST``, in the order of the prints, whatever their number.
        former: the same codes by the key before; empty where one key is in use.
        on_sale: older stock: nothing follows for the shop.

    Returns:
        The worst answer.

    Raises:
        DatabaseError: the register refused, or cannot be asked: nothing of these codes may go on sale.
    """
    answers = set()
    parts, formers = printed.parts(MOST), former.parts(MOST)
    nothing = PrintedCodes(b"", [])
    formers += [nothing] * (len(parts) - len(formers))
    with connection.cursor() as cursor:
        for part, other in zip(parts, formers, strict=True):
            values: list[Any] = [lot_id, supplier_id, on_sale, part.prints, part.places, other.prints, other.places]
            cursor.execute(CHECK, values)
            answers.add(Verdict(cursor.fetchone()[0]))
    logger.info("code prints: batch %s, %s prints looked up", lot_id, len(printed.places))
    return next((worst for worst in (Verdict.NEEDS_REVIEW, Verdict.DUPLICATE_OWN) if worst in answers), Verdict.OK)
