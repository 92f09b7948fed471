"""The agreement with a supplier: when it ends, whom to ask."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

SOON: Final = dt.timedelta(days=30)  # a new agreement or letter of authority takes about so long


class ContractForm(forms.Form):
    """What a merchant notes of an agreement."""

    ends_on = forms.DateField(
        label=gettext_lazy("合作到期日"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("合同或授权书上的最后一天。到期前 30 天起提醒，到期不会自动停售。没有约定就留空。"),
        error_messages={"invalid": gettext_lazy("日期无法识别，请写成 2027-12-31。")},
    )
    contact = forms.CharField(
        label=gettext_lazy("联系人"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("姓名、电话或微信，只有店员看得到。"),
    )


def end_of(ends_on: dt.date | None, today: dt.date) -> dict[str, Any]:
    """How the end of an agreement is shown: its day, the days left (its last one is 0), and whether it has come or comes soon."""
    left = (ends_on - today).days if ends_on else None
    tone = "" if left is None or left > SOON.days else "red" if left < 0 else "amber"
    return {"on": ends_on, "left": left, "tone": tone}
