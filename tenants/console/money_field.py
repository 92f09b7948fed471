from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from platform_core.kernel.money import exponent, to_major
from tenants.catalog.sheet.cells import CellWrong, money_of


class MoneyField(forms.CharField):
    """An amount as a person writes it (``45``, ``45.00``, ``¥45``), in minor units; nothing written is None.

    Args:
        currency: what it is in.
        least: minor units.
    """

    def __init__(self, currency: str = "CNY", *, least: int = 0, **kwargs: Any) -> None:
        self.currency, self._least = currency, least
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> Any:
        """Minor units or None."""
        written = super().clean(value)
        if not written:
            return None
        try:
            amount = money_of(written, self.currency)
        except CellWrong as wrong:
            example = "45" if exponent(self.currency) == 0 else "45.00"
            raise forms.ValidationError(_("金额须写成 %(example)s 这样。") % {"example": example}) from wrong
        if amount < self._least:
            raise forms.ValidationError(_("金额须大于 0。"))
        return amount

    def prepare_value(self, value: Any) -> Any:
        """Minor units as they are written; what was typed stays."""
        return f"{to_major(value, self.currency):f}" if isinstance(value, int) else value
