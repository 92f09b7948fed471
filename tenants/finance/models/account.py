from django.db import models


class Account(models.Model):
    """An account of the merchant's books; rows come from ``AccountCode``."""

    id = models.SmallIntegerField(primary_key=True)
    name = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name
