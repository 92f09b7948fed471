from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WatchKind(models.TextChoices):
    """Who stands on a list."""

    PERSON = "person", pgettext_lazy("who is listed", "个人")
    ENTITY = "entity", pgettext_lazy("who is listed", "单位")


class WatchFormat(models.TextChoices):
    """How a list is written: the Security Council's file, the one of the U.S. Treasury (OFAC), or a table (docs/watch-lists.md)."""

    UN = "un", "UN XML"
    OFAC = "ofac", "OFAC XML"
    TABLE = "table", "CSV"


class PartyRole(models.TextChoices):
    """As what somebody stands in a file."""

    COMPANY = "company", _("企业名称")
    REPRESENTATIVE = "representative", _("法定代表人")
    OWNER = "owner", _("受益所有人")


class HitSign(models.TextChoices):
    """What agrees with an entry of a list."""

    NUMBER = "number", _("证件号码一致")
    NAME = "same_name", _("名称一致")
    SPELLING = "same_spelling", _("拼音一致")
    ALIKE = "alike", _("名称相近")
