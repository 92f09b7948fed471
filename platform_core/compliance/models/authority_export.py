from django.db import models
from django.db.models import F, Q

from platform_core.compliance.export_enums import AuthorityLevel, ExportScope, ExportState
from platform_core.kernel.ids import new_id

UNDECIDED = (ExportState.REQUESTED,)


class AuthorityExport(models.Model):
    """What an authority asks of the platform, on what grounds, and what it is given. What was asked does not change (``sql/exports.sql``).

    ``ref``: what it is about: an order's number or id, the hash of a contact in hex, the id of a supplier or finding; ``shown_ref``: the
    same as people may read it. ``since`` and ``until``: of when, the end not included. ``secret_until``: until then the shop is
    not told, because the authority ordered so (``secret_reason``). ``sealed``: the password of the file between approval and building.
    ``persons``: how many buyers the file names. ``forgotten_at``: since then it says no more whom it was about, nor who came for it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    authority = models.CharField(max_length=120)
    country = models.CharField(max_length=2, default="CN")
    level = models.CharField(max_length=10, choices=AuthorityLevel.choices)
    document = models.CharField(max_length=120)
    document_on = models.DateField()
    officer = models.CharField(max_length=120)
    officer_contact = models.CharField(max_length=120)
    basis = models.CharField(max_length=20)
    basis_detail = models.CharField(max_length=200, blank=True)
    asks_for = models.CharField(max_length=1000)
    scope = models.CharField(max_length=10, choices=ExportScope.choices)
    tenant_role = models.CharField(max_length=63, blank=True)
    ref = models.CharField(max_length=120, blank=True)
    shown_ref = models.CharField(max_length=120, blank=True)
    sections = models.JSONField(default=list)
    since = models.DateTimeField()
    until = models.DateTimeField()
    secret_until = models.DateField(null=True)
    secret_reason = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=ExportState.choices, default=ExportState.REQUESTED)
    asked_by = models.UUIDField()
    asked_email = models.CharField(max_length=254)
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_email = models.CharField(max_length=254, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1000, blank=True)
    sealed = models.BinaryField(null=True)
    built_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.BinaryField(max_length=32, null=True)
    persons = models.PositiveIntegerField(default=0)
    filed_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=120, blank=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ExportState.REQUESTED, decided_by__isnull=True)
                | (~Q(state=ExportState.REQUESTED) & Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="export_two_people",
            ),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="export_span"),
            models.CheckConstraint(
                condition=Q(secret_until__isnull=True) | ~Q(secret_reason=""), name="export_secrecy_says_why"
            ),
            # One of a quarter at a time; what was refused, failed or is gone may be made again.
            models.UniqueConstraint(
                fields=["since"],
                condition=Q(scope=ExportScope.TAX)
                & ~Q(state__in=[ExportState.REFUSED, ExportState.FAILED, ExportState.EXPIRED]),
                name="export_one_quarter",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="authority_export_due"),
            models.Index(fields=["-asked_at"], name="authority_export_newest"),
            models.Index(
                fields=["expires_at"], name="authority_export_files", condition=Q(state__in=["built", "downloaded"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.document}"
