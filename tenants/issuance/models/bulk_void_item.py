from django.db import models

from tenants.issuance.enums import BatchItemStatus, CodeStatus


class BulkVoidItem(models.Model):
    """One code of a bulk void, and what became of it.

    ``code_id`` is null where the caller named something that is no id: it may be a card code and is not kept. ``state`` is
    what the code was when its turn was over, ``problem`` the error code that a void of it alone would have answered.
    """

    pk = models.CompositePrimaryKey("void_id", "index")
    void_id = models.UUIDField()
    index = models.SmallIntegerField()
    code_id = models.UUIDField(null=True)
    status = models.CharField(max_length=10, choices=BatchItemStatus.choices)
    state = models.CharField(max_length=20, choices=CodeStatus.choices, blank=True)
    problem = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.void_id}[{self.index}]"
