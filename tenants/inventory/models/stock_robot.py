from django.db import models

from platform_core.kernel.ids import new_id
from tenants.inventory.enums import RobotKind


class StockRobot(models.Model):
    """A robot of a group chat that is told of low stock. Whoever has its URL can write there: it is sealed.

    ``hint``: the end of the URL, to tell one from another. ``failures`` in a row; ``problem``: what the last one was.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=RobotKind.choices)
    url_sealed = models.BinaryField()
    hint = models.CharField(max_length=8)
    language = models.CharField(max_length=8, default="zh-hans")
    enabled = models.BooleanField(default=True)
    failures = models.IntegerField(default=0)
    problem = models.CharField(max_length=80, blank=True)
    failed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=254)

    def __str__(self) -> str:
        return self.name
