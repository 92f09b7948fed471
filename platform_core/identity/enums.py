from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member of a merchant's staff may do in the back office."""

    OWNER = "owner", _("店主")
    OPERATIONS = "operations", _("运营")
    SUPPORT = "support", _("客服")
    FINANCE = "finance", _("财务")
