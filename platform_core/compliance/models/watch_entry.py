from django.db import models
from django.db.models import Q

from platform_core.compliance.watch_enums import WatchKind


class WatchEntry(models.Model):
    """Somebody on a list, as said by the editions from ``since`` until before ``until``.

    ``names``: the main one first. ``numbers``: prints of papers and registrations, in hexadecimal. ``births``: years. ``told``: what the
    list says besides, for people to compare.
    """

    id = models.BigAutoField(primary_key=True)
    watch_list = models.ForeignKey("compliance.WatchList", on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=80)  # the list's own number
    kind = models.CharField(max_length=8, choices=WatchKind.choices)
    names = models.JSONField(default=list)
    numbers = models.JSONField(default=list)
    births = models.JSONField(default=list)
    told = models.JSONField(default=dict)
    body_hash = models.CharField(max_length=64)
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["watch_list", "ref"], condition=Q(until__isnull=True), name="watch_entry_once"
            )
        ]
        indexes = [models.Index(fields=["since"], name="watch_entry_since", condition=Q(until__isnull=True))]

    def __str__(self) -> str:
        return f"{self.watch_list_id} {self.ref}"
