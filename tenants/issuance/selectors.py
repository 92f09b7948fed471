from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import first_id_at, public_id
from tenants.catalog.models import Sku
from tenants.inventory.selectors import find_code, list_codes
from tenants.inventory.stored import StoredCode
from tenants.issuance.codes import Code
from tenants.issuance.enums import DeliveryMethod, IssuanceStatus, RefundStatus
from tenants.issuance.models import (
    CodeHistory,
    CodeRecord,
    Issuance,
    IssuanceDelivery,
    IssuanceLine,
    Redemption,
    Refund,
    RefundedCode,
    Replacement,
    Reveal,
)

NAMED_CODES = 100  # of a refund, where it is shown whole
ID_SLACK = dt.timedelta(minutes=1)  # an id is made a moment after the request began


def list_issuances() -> QuerySet[Issuance]:
    """Issuances with their lines."""
    lines = IssuanceLine.objects.select_related("answers")
    return Issuance.objects.prefetch_related(Prefetch("lines", queryset=lines))


def list_matching_issuances(
    *,
    external_id: str | None = None,
    status: str | None = None,
    sku_id: uuid.UUID | None = None,
    created_from: dt.datetime | None = None,
    created_before: dt.datetime | None = None,
    metadata: dict[str, str] | None = None,
) -> QuerySet[Issuance]:
    """Issuances that match everything that is given, with their lines.

    Times are found by the ids, which are in time order; that needs no index of its own, which every issue would pay for.
    """
    rows = list_issuances()
    if external_id is not None:
        rows = rows.filter(external_id=external_id)
    if status == IssuanceStatus.COMPLETED:
        rows = rows.filter(status=status)
    elif status is not None:
        rows = rows.exclude(status=IssuanceStatus.COMPLETED).filter(status=status)  # the index holds these only
    if sku_id is not None:
        rows = rows.filter(Exists(IssuanceLine.objects.filter(issuance=OuterRef("pk"), sku_id=sku_id)))
    if created_from is not None:
        rows = rows.filter(id__gte=first_id_at(created_from - ID_SLACK), created_at__gte=created_from)
    if created_before is not None:
        rows = rows.filter(id__lt=first_id_at(created_before + ID_SLACK), created_at__lt=created_before)
    if metadata:
        rows = rows.filter(metadata__contains=metadata)
    return rows


def get_issuance(issuance_id: uuid.UUID) -> Issuance:
    """One issuance with its lines.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = list_issuances().filter(pk=issuance_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("iss", issuance_id))
    return found


def find_by_external_id(external_id: str) -> Issuance | None:
    """The issuance with the merchant's own number, or None."""
    return list_issuances().filter(external_id=external_id).first()


def find_earlier(*, external_id: str | None, issuance_id: uuid.UUID | None) -> Issuance | None:
    """An issuance that a retry may mean: by the merchant's number or by what its Idempotency-Key made."""
    wanted = Q(pk=issuance_id)
    if external_id is not None:
        wanted |= Q(external_id=external_id)
    return list_issuances().filter(wanted).first()


def list_facts_of(stored: Sequence[StoredCode]) -> list[Code]:
    """Stored codes with all that is known of them, in three queries whatever their number."""
    skus = Sku.objects.in_bulk({each.sku_id for each in stored})
    records = CodeRecord.objects.in_bulk([each.id for each in stored])
    owners = {each.owner_id for each in stored if each.place == "issued" and each.owner_id}
    lines = dict(IssuanceLine.objects.filter(pk__in=owners).values_list("id", "issuance_id"))
    codes = []
    for each in stored:
        issuance_id = lines.get(each.owner_id) if each.owner_id else None
        line_id = each.owner_id if issuance_id else None
        codes.append(Code(each, skus[each.sku_id], records.get(each.id), issuance_id, line_id))
    return codes


def get_code(code_id: uuid.UUID) -> Code:
    """One code.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    stored = find_code(code_id)
    if stored is None:
        raise RecordNotFound(id=public_id("code", code_id))
    return list_facts_of([stored])[0]


def list_recorded_ids(
    *, status: str | None, after: uuid.UUID | None, limit: int, backwards: bool = False
) -> list[uuid.UUID]:
    """Codes that something became of since they were issued (or on the shelf), by their ids, downwards (or upwards), behind the
    code ``after``. Some may have left the store with their import since.
    """
    records = CodeRecord.objects.order_by("code_id" if backwards else "-code_id")
    if status is not None:
        records = records.filter(status=status)
    if after is not None:
        records = records.filter(**{"code_id__gt" if backwards else "code_id__lt": after})
    return list(records.values_list("code_id", flat=True)[:limit])


def list_code_history(code_id: uuid.UUID) -> QuerySet[CodeHistory]:
    """What happened to a code, oldest first."""
    return CodeHistory.objects.filter(code_id=code_id).order_by("number")


def list_looks_at(code_id: uuid.UUID, issuance_id: uuid.UUID | None) -> QuerySet[Reveal]:
    """Who looked at a code alone, or at its whole issuance, newest first; looks at a part of it may be among them."""
    own = Reveal.objects.filter(issuance_id=issuance_id) if issuance_id else Reveal.objects.none()
    return own.filter(Q(code_id=code_id) | Q(code_id__isnull=True)).order_by("-id")


def get_redemption(redemption_id: uuid.UUID) -> Redemption:
    """One redemption.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = Redemption.objects.filter(pk=redemption_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("rdm", redemption_id))
    return found


def find_redemption_by_external_id(external_id: str) -> Redemption | None:
    """The redemption with the merchant's own number, or None."""
    return Redemption.objects.filter(external_id=external_id).first()


def get_refund(refund_id: uuid.UUID) -> Refund:
    """One refund with its codes.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = list_refunds().filter(pk=refund_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("rfd", refund_id))
    return found


def list_refunds() -> QuerySet[Refund]:
    """Refunds with the first of their codes (``first_refunded``)."""
    first = RefundedCode.objects.order_by("code_id")[:NAMED_CODES]
    return Refund.objects.prefetch_related(Prefetch("refunded", queryset=first, to_attr="first_refunded"))


def get_issuance_refundable(issuance_id: uuid.UUID) -> int:
    """What was paid for an issuance and not given back, nor is about to be; minor units.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    given = Refund.objects.filter(issuance_id=issuance_id).exclude(status=RefundStatus.FAILED)
    return get_issuance(issuance_id).amount - (given.aggregate(sum=Sum("amount"))["sum"] or 0)


def get_price_of_missing(issuance_id: uuid.UUID) -> int:
    """What the codes cost that an issuance was to have and has not; minor units."""
    lines = IssuanceLine.objects.filter(issuance_id=issuance_id, missing__gt=0)
    return sum(line.price_of(line.quantity) - line.price_of(line.quantity - line.missing) for line in lines)


def list_prices_of(issuance_id: uuid.UUID, owners: Mapping[uuid.UUID, uuid.UUID]) -> dict[uuid.UUID, int]:
    """What goes back for each of some codes that were not refunded yet: with those before and after it, all that its line cost.

    Args:
        owners: lines by code, all of this issuance.
    """
    lines = {line.id: line for line in IssuanceLine.objects.filter(issuance_id=issuance_id)}
    gone = dict.fromkeys(lines, 0)
    if any(lines[line_id].discount for line_id in owners.values()):
        before = RefundedCode.objects.filter(refund__issuance_id=issuance_id).values_list("code_id", flat=True)
        for code in list_codes(list(before)):
            if code.owner_id in gone:
                gone[code.owner_id] += 1
    prices = {}
    for code_id, line_id in owners.items():
        line, count = lines[line_id], gone[line_id]
        prices[code_id] = line.price_of(count + 1) - line.price_of(count)
        gone[line_id] += 1
    return prices


def find_refund(refund_id: uuid.UUID) -> Refund | None:
    """One refund, or None."""
    return Refund.objects.filter(pk=refund_id).first()


def list_refunded(
    refund_id: uuid.UUID, *, after: uuid.UUID | None, limit: int, backwards: bool = False
) -> list[uuid.UUID]:
    """The codes of a refund by their ids, upwards (or downwards), behind the code ``after``."""
    rows = RefundedCode.objects.filter(refund_id=refund_id).order_by("-code_id" if backwards else "code_id")
    if after is not None:
        rows = rows.filter(**{"code_id__lt" if backwards else "code_id__gt": after})
    return list(rows.values_list("code_id", flat=True)[:limit])


def find_refund_by_external_id(external_id: str) -> Refund | None:
    """The refund with the merchant's own number, or None."""
    return list_refunds().filter(external_id=external_id).first()


def get_replacement(replacement_id: uuid.UUID) -> Replacement:
    """One replacement.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = Replacement.objects.filter(pk=replacement_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("rpl", replacement_id))
    return found


def find_delivery(delivery_id: uuid.UUID) -> IssuanceDelivery | None:
    """One delivery, or None."""
    return IssuanceDelivery.objects.filter(pk=delivery_id).first()


def list_mails_since(issuance_id: uuid.UUID, since: dt.datetime) -> QuerySet[IssuanceDelivery]:
    """Deliveries of an issuance by mail since a moment, newest first."""
    mailed = IssuanceDelivery.objects.filter(method=DeliveryMethod.EMAIL, created_at__gt=since)
    return mailed.filter(issuance_id=issuance_id).order_by("-created_at")


def get_mail_count(*, since: dt.datetime, most: int) -> int:
    """How many mails the shop asked for since a moment of the wall, counted up to ``most``."""
    mailed = IssuanceDelivery.objects.filter(id__gte=first_id_at(since), method=DeliveryMethod.EMAIL)
    return mailed[:most].count()


def list_deliveries_due(*, limit: int) -> list[uuid.UUID]:
    """Deliveries by mail that waited for codes, which are there now."""
    waiting = IssuanceDelivery.objects.filter(email_sealed__isnull=False)
    over = Issuance.objects.filter(pk=OuterRef("issuance_id"), completed_at__isnull=False)
    return list(waiting.filter(Exists(over)).order_by("id").values_list("id", flat=True)[:limit])


def find_first_look(issuance: Issuance) -> Reveal | None:
    """The look at codes that was part of the issue itself, or None: its answer had none."""
    return Reveal.objects.filter(issuance_id=issuance.id, at=issuance.created_at).first()


def find_last_delivery(issuance_id: uuid.UUID) -> IssuanceDelivery | None:
    """The newest delivery of an issuance, or None."""
    return IssuanceDelivery.objects.filter(issuance_id=issuance_id).order_by("-id").first()
