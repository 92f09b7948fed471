from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from platform_core.compliance.agreement_enums import AgreementKind
from platform_core.compliance.models import AgreementConsent, AgreementVersion


def list_agreement_versions(kind: AgreementKind | None = None) -> QuerySet[AgreementVersion]:
    """All that was ever published, the latest first."""
    versions = AgreementVersion.objects.order_by("kind", "-number")
    return versions.filter(kind=kind) if kind else versions


def find_last_version(kind: AgreementKind) -> AgreementVersion | None:
    """The one published last, whether it has begun or not."""
    return list_agreement_versions(kind).first()


def list_in_force(now: dt.datetime) -> list[AgreementVersion]:
    """Of each kind the version that holds at this moment."""
    begun = AgreementVersion.objects.filter(begins_at__lte=now).order_by("kind", "-number").distinct("kind")
    return list(begun)


def list_to_begin(now: dt.datetime) -> list[AgreementVersion]:
    """Published, and not in force yet; the soonest first."""
    return list(AgreementVersion.objects.filter(begins_at__gt=now).order_by("begins_at", "kind"))


def list_unanswered(now: dt.datetime) -> QuerySet[AgreementVersion]:
    """Versions in force or to come to which the current shop said nothing yet; in its own context."""
    said = AgreementConsent.objects.filter(version=OuterRef("pk"))
    newer = AgreementVersion.objects.filter(kind=OuterRef("kind"), number__gt=OuterRef("number"), begins_at__lte=now)
    live = AgreementVersion.objects.filter(Q(begins_at__gt=now) | ~Exists(newer))
    return live.filter(~Exists(said)).order_by("begins_at", "kind")


def list_own_answers(version_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, AgreementConsent]:
    """The last word of the current shop to each version; in its own context."""
    said = AgreementConsent.objects.filter(version_id__in=version_ids).order_by("version_id", "-said_at")
    return {row.version_id: row for row in said.distinct("version_id")}


def list_answers(version_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[int, list[AgreementConsent]]]:
    """Of each version how many shops accept it, and the last words of those that do not; on the platform."""
    last = AgreementConsent.objects.filter(tenant_role=OuterRef("tenant_role"), version=OuterRef("version"))
    newest = Subquery(last.order_by("-said_at", "-id").values("id")[:1])
    found: dict[uuid.UUID, tuple[int, list[AgreementConsent]]] = {pk: (0, []) for pk in version_ids}
    for row in AgreementConsent.objects.filter(version_id__in=version_ids, id=newest).order_by("said_at"):
        many, against = found[row.version_id]
        found[row.version_id] = (many + row.accepted, against if row.accepted else [*against, row])
    return found
