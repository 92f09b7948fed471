from django.db import models


class CodeMeeting(models.Model):
    """So many codes of one batch were in another before. ``told``: staff have a finding of it, and it counts no further."""

    id = models.BigAutoField(primary_key=True)
    later = models.ForeignKey("compliance.ScreenedLot", on_delete=models.CASCADE, related_name="met")
    earlier = models.ForeignKey("compliance.ScreenedLot", on_delete=models.CASCADE, related_name="met_by")
    codes = models.IntegerField()
    seen_at = models.DateTimeField()
    told = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["later", "earlier"], name="code_meeting_once")]

    def __str__(self) -> str:
        return f"{self.later_id} after {self.earlier_id} x{self.codes}"
