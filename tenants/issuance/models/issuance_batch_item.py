from django.db import models

from tenants.issuance.enums import BatchItemStatus


class IssuanceBatchItem(models.Model):
    """One issuance of a batch: what was asked for, and what became of it.

    ``problem`` is the code and the facts of a refusal; its words are made for who reads it. Never holds a card code.
    """

    pk = models.CompositePrimaryKey("batch_id", "index")
    batch_id = models.UUIDField()
    index = models.SmallIntegerField()
    external_id = models.CharField(max_length=64)
    request = models.JSONField()
    status = models.CharField(max_length=10, choices=BatchItemStatus.choices)
    issuance_id = models.UUIDField(null=True)
    replayed = models.BooleanField(default=False)
    problem = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.batch_id}[{self.index}]"
