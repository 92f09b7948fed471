from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from platform_core.kernel.ids import new_id
from tenants.access.powers import OWN


class StaffRole(models.Model):
    """A role of the shop's own. ``powers``: of the table of powers; ``version``: grows with each change."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name_zh = models.CharField(max_length=30)
    name_en = models.CharField(max_length=30, blank=True)
    powers = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name_zh"), condition=models.Q(archived_at=None), name="role_name_zh_once"),
            models.UniqueConstraint(
                Lower("name_en"), condition=models.Q(archived_at=None) & ~models.Q(name_en=""), name="role_name_en_once"
            ),
        ]

    @property
    def key(self) -> str:
        """What a membership in this role names."""
        return f"{OWN}{self.id}"

    def name_in(self, language: str) -> str:
        """What it is called in a language."""
        return self.name_en if language.startswith("en") and self.name_en else self.name_zh

    def __str__(self) -> str:
        return self.name_zh
