from django.db import models

from platform_core.kernel.ids import new_id


class Occasion(models.Model):
    """Why somebody buys (场景): 节日礼品, 会员充值…"""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    slug = models.SlugField(max_length=40, unique=True)
    icon = models.CharField(max_length=24, blank=True)
    position = models.SmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
