from django.db import models

from platform_core.kernel.ids import new_id


class Grouping(models.Model):
    """What a shop sorts its products into, and a buyer looks under: named in two languages, with a place of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    slug = models.SlugField(max_length=40, unique=True)
    icon = models.CharField(max_length=24, blank=True)
    position = models.SmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
