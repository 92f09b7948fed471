from django.db import models


class PrintEpoch(models.Model):
    """A key of the register of prints. The newest makes prints; one that is not closed is still looked up.

    ``check_value``: eight bytes by which another key in its place is noticed.
    """

    id = models.SmallIntegerField(primary_key=True)
    check_value = models.BinaryField(max_length=8)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)
