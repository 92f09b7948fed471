from django.db import models

from platform_core.kernel.ids import new_id


class SavedView(models.Model):
    """A list as somebody likes to see it: its filters under a name. Seen by that person, or by all (``shared``)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user_id = models.UUIDField()
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=500)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "page", "name"], name="saved_view_name")]
        indexes = [models.Index(fields=["page"], name="saved_view_page")]

    def __str__(self) -> str:
        return self.name
