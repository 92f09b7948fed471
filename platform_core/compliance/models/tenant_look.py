import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual

from platform_core.compliance.enums import LookKind
from platform_core.kernel.ids import new_id

LEAST_REASON = 10
LONGEST = dt.timedelta(hours=1)


class TenantLook(models.Model):
    """A member of the staff looks into one shop: why, until when, by whose leave. Written by ``sql/looks.sql`` alone.

    ``basis``: a ticket, or what the law says. ``pages``: how often something was read under it. The shop's own audit log has each
    of them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_role = models.CharField(max_length=63)
    staff_id = models.UUIDField()
    staff_email = models.CharField(max_length=254)
    kind = models.CharField(max_length=12, choices=LookKind.choices)
    reason = models.CharField(max_length=500)
    basis = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    proposal = models.OneToOneField("compliance.Proposal", null=True, on_delete=models.PROTECT)
    approved_by = models.UUIDField(null=True)
    approved_email = models.CharField(max_length=254, blank=True)
    pages = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length(Trim("reason")), LEAST_REASON), name="look_reason"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("opened_at")) & Q(ends_at__lte=F("opened_at") + LONGEST),
                name="look_an_hour",
            ),
            models.CheckConstraint(
                condition=Q(kind=LookKind.ORDINARY, approved_by__isnull=True, proposal__isnull=True)
                | (
                    Q(kind=LookKind.BREAK_GLASS, approved_by__isnull=False, proposal__isnull=False)
                    & ~Q(approved_by=F("staff_id"))
                ),
                name="look_two_people",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_role", "-opened_at"], name="look_shop"),
            models.Index(fields=["staff_id", "-opened_at"], name="look_staff"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_email} {self.tenant_role} {self.kind}"
