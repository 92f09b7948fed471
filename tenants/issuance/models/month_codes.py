from django.db import models

from platform_core.kernel.ids import new_id


class MonthCodes(models.Model):
    """A part of how many codes were issued in a month (its first day) of the shop's calendar; the sum of a month's rows is exact.

    Written by ``count_month_codes`` in the database alone, with the issue. Codes in place of others are not counted, nor are a
    test twin's.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    month = models.DateField(db_index=True)
    codes = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.codes}"
