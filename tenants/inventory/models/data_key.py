from django.db import models


class DataKey(models.Model):
    """A key that seals this tenant's codes, wrapped by the tenant's key outside the database.

    ``id`` is written into every sealed code. The newest unretired key seals; older ones still open.
    """

    id = models.SmallIntegerField(primary_key=True)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)
