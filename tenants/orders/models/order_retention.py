from django.db import models

LEAST_YEARS, MOST_YEARS = 3, 30  # the E-commerce Law (31) asks for three; books are kept for thirty


class OrderRetention(models.Model):
    """How long a shop knows whose an order was: one row, none until the merchant has decided something."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    years = models.SmallIntegerField(default=LEAST_YEARS)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="order_retention_single"),
            models.CheckConstraint(
                condition=models.Q(years__gte=LEAST_YEARS, years__lte=MOST_YEARS), name="order_retention_lawful"
            ),
        ]

    def __str__(self) -> str:
        return str(self.years)
