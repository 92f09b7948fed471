from django.db import models

from platform_core.kernel.ids import new_id


class Category(models.Model):
    """A shelf of the shop (分类): 游戏, 生活, 教育…"""

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
