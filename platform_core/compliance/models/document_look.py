from django.db import models

from platform_core.compliance.enums import Viewer
from platform_core.kernel.ids import new_id


class DocumentLook(models.Model):
    """Somebody looked at a page of a paper: written before it goes out, never changed.

    ``tenant_role``: whose paper it is. ``shown_as``: what that merchant reads; of staff it does not learn who they are.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey("compliance.Document", on_delete=models.PROTECT, related_name="looks")
    tenant_role = models.CharField(max_length=63)
    kind = models.CharField(max_length=8, choices=Viewer.choices)
    shown_as = models.CharField(max_length=254, blank=True)
    who = models.CharField(max_length=64)
    email = models.CharField(max_length=254)
    page = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["document", "-at"], name="look_document"),
            models.Index(fields=["at"], name="look_at"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.at}"
