"""The form by which a payment to a supplier is recorded."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.kernel.ids import new_id
from platform_core.kernel.money import SYMBOLS, exponent
from tenants.console.wording import DAY


class SupplierPaymentForm(forms.Form):
    """``payment_id`` is made with the page: sent twice, it is one payment."""

    payment_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    amount = forms.DecimalField(label=_("金额（元）"), min_value=Decimal("0.01"), max_digits=14, decimal_places=2)
    currency = forms.ChoiceField(label=_("币种"), choices=[(code, code) for code in SYMBOLS], initial="CNY")
    paid_on = forms.DateField(label=_("付款日期"), widget=DAY)
    reference = forms.CharField(
        label=_("凭证号"), max_length=80, help_text=_("银行回单号或转账单号，以后查账用。")
    )  # fmt: skip
    note = forms.CharField(label=_("备注"), max_length=200, required=False)
    prepaid = forms.BooleanField(label=_("超出应付的部分作为预付款"), required=False)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["paid_on"].initial = today

    def clean_paid_on(self) -> dt.date:
        """Not in the future: that is a plan, not a payment."""
        day: dt.date = self.cleaned_data["paid_on"]
        if day > self.today:
            raise forms.ValidationError(_("付款日期不能晚于今天。"))
        return day

    @property
    def minor_units(self) -> int:
        """The amount as the books have it."""
        return int(self.cleaned_data["amount"].scaleb(exponent(self.cleaned_data["currency"])))
