from django.db import models

from tenants.access.enums import EntityKind


class ShopSettings(models.Model):
    """What a merchant decided about the shop beside how it looks: one row a shop, none until something is set.

    ``country``: where whoever runs it is established (ISO 3166-1, or GAT for other places): institutions ask for it.
    ``retention_years``: how long what identifies buyers is kept with their orders; ``forgotten_until``: up to which orders it is gone
    (``large_…``: of large purchases, which are kept for longer).
    ``launch_dismissed_at``: since when the launch checklist is out of the way.
    """

    LEAST_YEARS, MOST_YEARS = 3, 30  # KEEP-01: three years at least
    LEAST_DAYS, MOST_DAYS = 183, 1095  # LOG-01: six months at least

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    country = models.CharField(max_length=2, blank=True)
    entity = models.CharField(max_length=12, choices=EntityKind.choices, blank=True)
    retention_years = models.SmallIntegerField(default=5)
    request_log_days = models.SmallIntegerField(default=183)
    forgotten_until = models.DateTimeField(null=True)
    large_forgotten_until = models.DateTimeField(null=True)
    launch_dismissed_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="shop_settings_single"),
            models.CheckConstraint(
                condition=models.Q(retention_years__gte=3, retention_years__lte=30), name="shop_settings_years"
            ),
            models.CheckConstraint(
                condition=models.Q(request_log_days__gte=183, request_log_days__lte=1095), name="shop_settings_days"
            ),
        ]

    def __str__(self) -> str:
        return self.country
