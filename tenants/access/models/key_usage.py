from django.db import models


class KeyUsage(models.Model):
    """How many codes a key with a daily quota has issued on a day of its shop. Only such keys have rows."""

    pk = models.CompositePrimaryKey("key_id", "day")
    key_id = models.UUIDField()
    day = models.DateField()
    codes = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.key_id} {self.day}: {self.codes}"
