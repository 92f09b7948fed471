from django.contrib.postgres.fields import ArrayField
from django.db import models


class Listener(models.Model):
    """Somebody outside listens to a shop's events: which types get an outbox entry. No row: nobody does.

    ``patterns`` are those of LIKE and may say more than was asked for (``_`` is any letter): the fan-out compares exactly.
    A tenant role reads and writes its own row.
    """

    tenant_role = models.CharField(max_length=63, primary_key=True)
    patterns = ArrayField(models.CharField(max_length=66))

    def __str__(self) -> str:
        return self.tenant_role
