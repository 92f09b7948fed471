from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection, transaction

from platform_core.compliance.documents import list_missing
from platform_core.compliance.enums import DocumentKind, DocumentState, FileState, SupplyCategory
from platform_core.compliance.errors import SupplyIncomplete, SupplyNotEditable
from platform_core.compliance.locks import get_own_link_locked
from platform_core.compliance.models import Document, SupplyLink
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.clock import local_date
from platform_core.kernel.jobs import JobName

PLATFORM_ZONE = "Asia/Shanghai"
NEEDED = (
    "category", "name", "uscc", "legal_representative", "entity_type", "capital", "address", "business_scope", "registry",
    "founded_on",
)  # fmt: skip


def submit_supplier(*, link_id: uuid.UUID, user_id: str, email: str, now: dt.datetime) -> None:
    """A merchant hands in what it told of a supplier, with its papers; the platform begins to check it.

    Raises:
        RecordNotFound
        SupplyIncomplete: fields or papers are missing, or a file is not checked yet; ``missing`` names them.
        SupplyNotEditable: it is with the platform already.
    """
    with transaction.atomic():
        link = get_own_link_locked(link_id)
        if missing := _list_missing(link, local_date(now, PLATFORM_ZONE)):
            raise SupplyIncomplete(missing=missing)
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.submit_supply(%s, %s, %s, %s)", [link_id, user_id, email, now])
            if not cursor.fetchone()[0]:
                raise SupplyNotEditable(state=link.state)
        enqueue_job(
            JobName.RECEIVE_SUPPLY, key=f"{link_id}:{now.isoformat()}", payload={"link_id": str(link_id)}, now=now
        )


def _list_missing(link: SupplyLink, today: dt.date) -> list[str]:
    missing = [name for name in NEEDED if not getattr(link, name)]
    if not link.category:
        return missing
    papers = Document.objects.filter(link=link, shredded_at=None).exclude(
        state__in=[DocumentState.REPLACED, DocumentState.REJECTED]
    )
    clean = papers.filter(file_state=FileState.CLEAN).values_list("kind", "state", "valid_to")
    rows = [(DocumentKind(kind), DocumentState(state), ends) for kind, state, ends in clean]
    missing += [f"document:{kind}" for kind in list_missing(SupplyCategory(link.category), rows, today)]
    if papers.filter(file_state=FileState.QUARANTINED).exists():
        missing.append("document:scanning")
    return missing
