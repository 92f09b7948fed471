from django.db import models


class AlertSettings(models.Model):
    """Who is told of low stock, and when: one row a shop, none until something was decided.

    ``cover_days``: stock that lasts no longer, at the pace of the last 7 days, is low; 0: only the number of codes counts.
    """

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    cover_days = models.SmallIntegerField(default=0)
    mail_owners = models.BooleanField(default=True)
    mail_operations = models.BooleanField(default=True)
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=254)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="alert_settings_single"),
            models.CheckConstraint(
                condition=models.Q(cover_days__gte=0, cover_days__lte=365), name="alert_settings_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cover_days} days"
