from django.db import models


class RevealCount(models.Model):
    """How often a code was read through the API, where its product says how often it may be.

    A shared code counts for each line that has it. The code is known by its fingerprint.
    """

    pk = models.CompositePrimaryKey("line_id", "fingerprint")
    line_id = models.UUIDField()
    fingerprint = models.BinaryField(max_length=16)
    count = models.SmallIntegerField()

    def __str__(self) -> str:
        return f"{self.line_id} x{self.count}"
