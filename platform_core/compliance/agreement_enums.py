"""Words of what the platform agrees with merchants."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementKind(models.TextChoices):
    """Which text: each has versions of its own."""

    SERVICE = "service", _("平台服务协议")
    RULES = "rules", _("平台交易规则")
