import datetime as dt

from django.db import models

from platform_core.kernel.clock import now
from tenants.catalog.enums import ContactType, FontScale

ACCENT = "#1557d6"  # as in config/static/ui/base.css


class ShopFront(models.Model):
    """How a shop presents itself (店铺装修): one row a shop, none until the merchant has set something."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    logo = models.CharField(max_length=80, blank=True, editable=False)  # a path inside the shop's media folder
    accent = models.CharField(max_length=7, default=ACCENT)
    font_scale = models.SmallIntegerField(choices=FontScale.choices, default=FontScale.NORMAL)
    banner_text = models.CharField(max_length=60, blank=True)
    banner_link = models.CharField(max_length=200, blank=True)
    notice = models.CharField(max_length=200, blank=True)
    icp_number = models.CharField(max_length=40, blank=True)
    licence_link = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    complaint_contact = models.CharField(max_length=120, blank=True)
    terms = models.TextField(blank=True)
    terms_en = models.TextField(blank=True)
    closed = models.BooleanField(default=False)
    reopens_at = models.DateTimeField(null=True, blank=True)  # the day comes, and it is open again by itself
    closed_text = models.CharField(max_length=200, blank=True)
    # Minutes that large orders of new buyers wait before their codes are delivered (X7); 0: none does.
    safety_minutes = models.SmallIntegerField(default=0, db_default=0)
    contact_type = models.CharField(max_length=8, choices=ContactType.choices, default=ContactType.ANY)
    version = models.IntegerField(default=0)  # counted up with every change
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="shop_front_single"),
            models.CheckConstraint(condition=models.Q(accent__regex=r"^#[0-9a-f]{6}$"), name="shop_front_accent"),
            models.CheckConstraint(
                condition=models.Q(safety_minutes=0) | models.Q(safety_minutes__gte=30, safety_minutes__lte=120),
                name="shop_front_safety",
            ),
        ]

    def __str__(self) -> str:
        return self.accent

    # Of a front that is not saved: the token that shows it, and a logo that is kept nowhere.
    preview = ""
    logo_data = ""

    def is_closed(self, now: dt.datetime) -> bool:
        """Does it take no orders (歇业)?"""
        return self.closed and (self.reopens_at is None or now < self.reopens_at)

    @property
    def closed_now(self) -> bool:
        """Is it closed at this moment?"""
        return self.closed and self.is_closed(now())

    @property
    def is_themed(self) -> bool:
        """Does it look other than the sheets say?"""
        return self.accent != ACCENT or self.font_scale != FontScale.NORMAL
