from django.db import models
from django.db.models import Q

from platform_core.compliance.enums import DocumentKind, DocumentState, FileState
from platform_core.kernel.ids import new_id


class Document(models.Model):
    """A paper that a merchant handed in: of a supplier (``link``) or, without one, of its own.

    The original lies encrypted in the store of documents under ``stored``, beside it the pictures that people look at, drawn anew from
    it. ``sha256`` is of the original, ``phash`` and ``detail`` (the finer one) of its first page as looked at. ``replaces``: the paper
    that it is to take the place of, once staff accept it. ``fields``: what stands in it, as typed; of an authorisation who grants whom
    (grantor, grantee and their numbers), for what and with what limits; ``position``: its place in the chain.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_role = models.CharField(max_length=63)
    link = models.ForeignKey("compliance.SupplyLink", on_delete=models.PROTECT, null=True, related_name="documents")
    kind = models.CharField(max_length=16, choices=DocumentKind.choices)
    title = models.CharField(max_length=120, blank=True)
    fields = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    stored = models.CharField(max_length=80, unique=True)
    filename = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=0)
    sha256 = models.BinaryField(max_length=32)
    phash = models.BigIntegerField(null=True)
    detail = models.BinaryField(max_length=80, null=True)
    file_state = models.CharField(max_length=12, choices=FileState.choices, default=FileState.QUARANTINED)
    file_reason = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=DocumentState.choices, default=DocumentState.WAITING)
    answer = models.CharField(max_length=500, blank=True)
    uploaded_by = models.CharField(max_length=64)
    uploaded_email = models.CharField(max_length=254, blank=True)
    uploaded_at = models.DateTimeField()
    decided_by = models.CharField(max_length=254, blank=True)
    decided_at = models.DateTimeField(null=True)
    reminded_days = models.PositiveSmallIntegerField(null=True)  # the last reminder of its end: so many days before
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    shredded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["tenant_role", "kind"], name="document_shop"),
            models.Index(fields=["link", "kind"], name="document_link"),
            models.Index(fields=["sha256"], name="document_sha256"),
            models.Index(
                fields=["uploaded_at"],
                name="document_quarantine",
                condition=Q(file_state=FileState.QUARANTINED, shredded_at__isnull=True),
            ),
            models.Index(fields=["uploaded_at"], name="document_queue", condition=Q(state=DocumentState.WAITING)),
            models.Index(
                fields=["decided_at"],
                include=["uploaded_at"],
                name="document_decisions",
                condition=Q(decided_at__isnull=False),
            ),
            models.Index(
                fields=["valid_to"],
                name="document_end",
                condition=Q(state=DocumentState.ACCEPTED, valid_to__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
