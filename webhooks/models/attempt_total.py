from django.db import models


class AttemptTotal(models.Model):
    """One row: how many attempts all endpoints answered well and badly in the hours before ``until``, since ever.

    What is counted since the beginning must not fall when hours of the tally are purged. This and the hours from ``until`` on
    make the sum, whenever they are read: hours are added here long before they are purged.
    """

    ONLY = 1

    id = models.SmallIntegerField(primary_key=True, default=ONLY, editable=False)
    until = models.DateTimeField()
    succeeded = models.BigIntegerField(default=0)
    failed = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"until {self.until}"
