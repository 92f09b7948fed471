from django.db import models


class SupplyReview(models.Model):
    """What checks and reviewers made of one hand-in of a merchant: kept apart from the link, which its merchant reads.

    ``checked_at``: when every check had run over it. ``approved_by``: ids of the staff who took it so far.
    """

    link = models.OneToOneField(
        "compliance.SupplyLink", primary_key=True, on_delete=models.CASCADE, related_name="review"
    )
    checked_at = models.DateTimeField()
    score = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)
    approved_by = models.JSONField(default=list)

    @property
    def is_of_last_hand_in(self) -> bool:
        """Did the checks run over what was handed in last?"""
        return self.link.submitted_at is not None and self.checked_at >= self.link.submitted_at

    def __str__(self) -> str:
        return f"{self.link_id} {self.score}"
