from django.db import models


class AttentionLook(models.Model):
    """When a person last looked at what finished: what finished since is news to them."""

    user_id = models.UUIDField(primary_key=True)
    looked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.looked_at}"
