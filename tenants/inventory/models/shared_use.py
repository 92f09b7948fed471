from django.db import models


class SharedUse(models.Model):
    """One issue line's (or reservation's) uses of a shared code."""

    id = models.BigAutoField(primary_key=True)
    owner_id = models.UUIDField(db_index=True)
    shared_code = models.ForeignKey("inventory.SharedCode", on_delete=models.PROTECT, related_name="issued")
    count = models.IntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.shared_code_id} x{self.count}"
