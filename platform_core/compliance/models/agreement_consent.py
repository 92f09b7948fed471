from django.db import models

from platform_core.kernel.ids import new_id


class AgreementConsent(models.Model):
    """Append-only: what a shop said to a version; the last word counts. Whoever does not accept a change may leave, and the former version
    holds for it (电子商务法 34).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_role = models.CharField(max_length=63)
    version = models.ForeignKey("compliance.AgreementVersion", on_delete=models.PROTECT, related_name="consents")
    accepted = models.BooleanField()
    said_by = models.CharField(max_length=64)
    said_email = models.CharField(max_length=254)
    said_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["tenant_role", "version", "-said_at"], name="consent_shop"),
            models.Index(fields=["version", "accepted"], name="consent_version"),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_role} {self.version_id} {self.accepted}"
