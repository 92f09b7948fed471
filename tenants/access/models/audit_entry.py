from django.db import models

from platform_core.kernel.ids import new_id


class AuditEntry(models.Model):
    """Append-only: somebody set out to do something in the back office. Written before it is done, so that nothing is done unseen.

    ``act``: the name of the page's address; ``target``: what its address names; ``reason``: what the person gave as one.
    Never a code, a contact or a secret.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    user_id = models.UUIDField(null=True)
    email = models.CharField(max_length=254)
    role = models.CharField(max_length=48)
    act = models.CharField(max_length=60)
    target = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-at"], name="audit_newest"),
            models.Index(fields=["email", "-at"], name="audit_person"),
            models.Index(fields=["act", "-at"], name="audit_act"),
            models.Index(fields=["target"], name="audit_target", condition=~models.Q(target="")),
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.act}"
