from django.db import models


class ConsoleTicket(models.Model):
    """Carries a log-in from the platform host to one shop's back office: one use, one minute, only its hash is kept."""

    token_hash = models.BinaryField(primary_key=True, max_length=32)
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE)
    tenant_role = models.CharField(max_length=63)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    second_factor = models.BooleanField(db_default=False)  # was the log-in that it carries completed with one?

    def __str__(self) -> str:
        return f"{self.user_id} -> {self.tenant_role}"
