from django.db import models


class KeptBuyer(models.Model):
    """An order that was passed when buyers were forgotten, since it was not over, or too lately; looked at again at ``next_at``."""

    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, primary_key=True, related_name="kept_buyer")
    next_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.pk} {self.next_at}"
