from django.db import models

from platform_core.kernel.ids import new_id


class Tag(models.Model):
    """A label that is also a filter: 热销, 折扣, 新品."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=20)
    name_en = models.CharField(max_length=30, blank=True)
    slug = models.SlugField(max_length=20, unique=True)

    def __str__(self) -> str:
        return self.name
