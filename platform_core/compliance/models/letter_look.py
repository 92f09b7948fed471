from django.db import models

from platform_core.kernel.ids import new_id


class LetterLook(models.Model):
    """One of the staff looked at a page of an authority's letter: written before it goes out, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    letter = models.ForeignKey("compliance.ExportLetter", on_delete=models.PROTECT, related_name="looks")
    who = models.UUIDField()
    email = models.CharField(max_length=254)
    page = models.PositiveSmallIntegerField()
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["letter", "who", "page"], name="letter_look_page"),
            models.Index(fields=["at"], name="letter_look_at"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.page} {self.at}"
