from django.db import models
from django.utils.translation import gettext_lazy as _


class Clearance(models.TextChoices):
    """May codes of this supplier be sold? Full review arrives with the compliance capability."""

    REGISTERED = "registered", _("待审核")
    CLEARED = "cleared", _("已通过")
    SUSPENDED = "suspended", _("已暂停")
