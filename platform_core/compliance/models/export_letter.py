from django.db import models
from django.db.models import Q

from platform_core.compliance.enums import FileState
from platform_core.kernel.ids import new_id


class ExportLetter(models.Model):
    """The letter of an authority that an export answers: quarantined, scanned and drawn anew like papers of merchants.

    Sealed in the store of papers under the platform's key, as ``stored``. One that was refused stays as a row; another may follow it.
    ``sql/letters.sql`` keeps what it is from being changed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    export = models.ForeignKey("compliance.AuthorityExport", on_delete=models.PROTECT, related_name="letters")
    stored = models.CharField(max_length=80, unique=True)
    filename = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=0)
    sha256 = models.BinaryField(max_length=32)
    file_state = models.CharField(max_length=12, choices=FileState.choices, default=FileState.QUARANTINED)
    file_reason = models.CharField(max_length=60, blank=True)
    uploaded_by = models.UUIDField()
    uploaded_email = models.CharField(max_length=254)
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["export"], condition=~Q(file_state=FileState.REFUSED), name="export_one_letter"
            )
        ]
        indexes = [
            models.Index(fields=["export", "-uploaded_at"], name="export_letter_newest"),
            models.Index(
                fields=["uploaded_at"], name="letter_quarantine", condition=Q(file_state=FileState.QUARANTINED)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.export_id} {self.file_state}"
