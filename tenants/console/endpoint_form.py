"""The form of a webhook endpoint. What it holds is checked as the API checks it, each field for itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from platform_core.kernel.outbound import MAX_LENGTH
from tenants.access.api_versions import list_api_versions
from tenants.console.endpoint_words import FORMATS, words_of
from tenants.console.event_words import ALL
from webhooks.endpoint_settings import checked_settings, conditions_of, filter_of
from webhooks.enums import PayloadFormat
from webhooks.errors import EndpointSettingInvalid, UrlRefused

NUMBER = dict.fromkeys(("invalid", "required"), gettext_lazy("请填写一个整数。"))
SPARE_ROWS = 2


class Rows(forms.Widget):
    """Rows of a page, several fields each: lists side by side in what is posted, mappings in Python."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.names = names

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        """Every row, without those in which nothing was filled in."""
        columns = [data.getlist(f"{name}_{each}") for each in self.names]
        rows = [dict(zip(self.names, cells, strict=True)) for cells in zip(*columns, strict=False)]
        return [row for row in rows if any(row[each].strip() for each in self.names if each != "operator")]


class Several(forms.Widget):
    """Boxes of one name."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """What was ticked."""
        found: list[str] = data.getlist(name)
        return found


class EndpointForm(forms.Form):
    """What may be set of an endpoint."""

    url = forms.CharField(max_length=MAX_LENGTH, error_messages={"required": gettext_lazy("请填写端点网址。")})
    description = forms.CharField(max_length=200, required=False)
    scope = forms.ChoiceField(choices=[("all", ""), ("some", "")])
    event_types = forms.Field(required=False, widget=Several())
    content_filter = forms.Field(required=False, widget=Rows("field", "operator", "values"))
    version = forms.ChoiceField()
    payload_format = forms.ChoiceField(choices=list(FORMATS.items()))
    ed25519 = forms.BooleanField(required=False)
    rate = forms.IntegerField(required=False, error_messages=NUMBER)
    concurrency = forms.IntegerField(error_messages=NUMBER)
    timeout = forms.IntegerField(error_messages=NUMBER)
    headers = forms.Field(required=False, widget=Rows("name", "value"))

    def __init__(self, data: Any = None, *, livemode: bool, kept: Mapping[str, str] | None = None, **more: Any) -> None:
        """``kept`` are headers that an endpoint has already: a row of such a name without a value leaves it as it is."""
        super().__init__(data, **more)
        self._livemode, self.kept = livemode, dict(kept or {})
        answered = [(each.name, each.name) for each in list_api_versions() if each.state != "removed"]
        self.fields["version"].choices = answered  # type: ignore[attr-defined]

    def clean_event_types(self) -> list[str]:
        """What is wanted; a type beside the whole of its noun says nothing more."""
        wanted: list[str] = [ALL] if self.data.get("scope") == "all" else self.cleaned_data["event_types"]
        return [each for each in wanted if each.endswith(ALL) or f"{each.partition('.')[0]}.{ALL}" not in wanted]

    def clean_content_filter(self) -> list[dict[str, Any]]:
        """Conditions as they are kept."""
        found = []
        for row in self.cleaned_data["content_filter"]:
            values = [line.strip() for line in row["values"].splitlines() if line.strip()]
            if row["operator"] != "in" and len(values) > 1:
                raise forms.ValidationError(_("“等于”只能有一个值；有多个值时请选“是其中之一”。"))
            found.append({"field": row["field"].strip(), "in": values})
        return filter_of(found)

    def clean_headers(self) -> dict[str, str]:
        """All headers, those that stay as they are with their values. A name twice is told by its check."""
        found: dict[str, str] = {}
        for row in self.cleaned_data["headers"]:
            name = row["name"].strip()
            if name in found:
                raise forms.ValidationError(_("%(name)s 出现了两次。") % {"name": name})
            found[name] = row["value"].strip() or self.kept.get(name, "")
        return found

    def clean(self) -> dict[str, Any]:
        """Ask the domain about each field that could be read."""
        for name in set(self.cleaned_data) - {"scope"}:
            try:
                checked = checked_settings({name: self.cleaned_data[name]}, livemode=self._livemode)
            except (UrlRefused, EndpointSettingInvalid) as error:
                self.add_error(name, words_of(error))
            else:
                self.cleaned_data[name] = checked[name]
        return self.cleaned_data

    def settings(self) -> dict[str, Any]:
        """The checked form as the services take it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "scope"}

    @property
    def conditions(self) -> list[dict[str, str]]:
        """The rows of the content filter, with some to fill in."""
        blank = {"field": "", "operator": "equals", "values": ""}
        return [*(self["content_filter"].value() or []), *(dict(blank) for _row in range(SPARE_ROWS))]

    @property
    def header_rows(self) -> list[dict[str, Any]]:
        """The rows of the headers. A value is shown to nobody, whether it is kept or was refused just now."""
        rows = [{"name": row["name"], "kept": row["name"] in self.kept} for row in self["headers"].value() or []]
        return [*rows, *({"name": "", "kept": False} for _row in range(SPARE_ROWS))]


def initial_of(endpoint: Any) -> dict[str, Any]:
    """An endpoint as the form shows it."""
    plain = ("url", "description", "version", "payload_format", "ed25519", "rate", "concurrency", "timeout")
    return {
        **{name: getattr(endpoint, name) for name in plain},
        "scope": "all" if ALL in endpoint.event_types else "some",
        "event_types": endpoint.event_types,
        "content_filter": [_condition(each) for each in conditions_of(endpoint.content_filter)],
        "headers": [{"name": name, "value": ""} for name in endpoint.header_names],
    }


def initial_of_new(version: str) -> dict[str, Any]:
    """What a new one begins with."""
    return {
        "scope": "some",
        "version": version,
        "payload_format": PayloadFormat.STANDARD.value,
        "concurrency": 8,
        "timeout": 15,
    }


def _condition(written: Mapping[str, Any]) -> dict[str, str]:
    several = "in" in written
    values = "\n".join(written["in"]) if several else written["equals"]
    return {"field": written["field"], "operator": "in" if several else "equals", "values": values}
