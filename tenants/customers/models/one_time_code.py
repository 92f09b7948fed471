from django.db import models

from platform_core.kernel.ids import new_id
from tenants.customers.enums import CodePurpose, ContactKind


class OneTimeCode(models.Model):
    """Six digits that were sent to a contact, as a keyed hash. It is sent whether or not an account is there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purpose = models.CharField(max_length=8, choices=CodePurpose.choices)
    contact_kind = models.CharField(max_length=8, choices=ContactKind.choices)
    contact_sealed = models.BinaryField()
    contact_hash = models.BinaryField(max_length=16)
    contact_masked = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=16)
    tries = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["contact_hash", "-created_at"], name="code_sent_to")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.contact_masked}"
