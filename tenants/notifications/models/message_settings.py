from django.db import models


class MessageSettings(models.Model):
    """What a merchant decided about messages: one row a shop, none until something was decided.

    ``codes_in_mail``: mails hold the codes, not only the link to them. ``daily_cap``: messages of one channel within 24 hours.
    """

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    codes_in_mail = models.BooleanField(default=False)
    daily_cap = models.IntegerField(default=2_000)
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=254)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="message_settings_single"),
            models.CheckConstraint(
                condition=models.Q(daily_cap__gte=1, daily_cap__lte=100_000), name="message_settings_cap"
            ),
        ]

    def __str__(self) -> str:
        return f"codes_in_mail={self.codes_in_mail}"
