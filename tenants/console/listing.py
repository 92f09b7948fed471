"""Lists of the back office, all alike: filters above, a table, pages below; saved views; a bulk bar where rows are picked.

django-filter reads the filters and django-tables2 makes the table; the page is one count, one query for its rows, and what its
columns prefetch.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_filters import FilterSet
from django_tables2 import RequestConfig, Table

from tenants.access.selectors import list_saved_views
from tenants.console.table_rows import body_of

PER_PAGE = 50
# Nobody pages through more by hand; counting on costs, and a filter finds what is further back.
COUNTED = 10_000


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts as far as anybody pages, and no further."""

    @cached_property
    def count(self) -> int:  # type: ignore[override]
        """How many rows there are, ``COUNTED + 1`` where there are more."""
        rows = self.object_list
        rows = getattr(getattr(rows, "data", None), "data", rows)  # the queryset under a table's rows
        if isinstance(rows, QuerySet):
            return rows.order_by()[: COUNTED + 1].count()
        return len(rows)  # type: ignore[arg-type]


def show_list(
    request: HttpRequest,
    *,
    template: str,
    page: str,
    table: type[Table],
    filters: FilterSet,
    context: Mapping[str, Any] | None = None,
    per_page: int = PER_PAGE,
) -> HttpResponse:
    """A list as a page, or as its fragment alone when its filters ask for it.

    Args:
        template: extends ``console/listing.html``.
        page: the name under which views of this list are saved.
        filters: bound to the query and the rows, ``MyFilters(request.GET, queryset=…)``; rows in the order without a sort.
        context: for the template's own blocks.
    """
    shown = table(filters.qs, empty_text="")  # given the request, it would page and count by itself first
    paged = {"per_page": per_page, "paginator_class": BoundedPaginator, "silent": True}
    RequestConfig(request, paginate=paged).configure(shown)
    asked = {name: value for name, value in request.GET.items() if value and name not in {"page", "view"}}
    fragment = request.headers.get("HX-Target") == "list"
    # What is typed into a search field stays in sight on a phone; only what is folded away is counted.
    found = {name for name, field in filters.form.fields.items() if getattr(field.widget, "input_type", "") == "search"}
    facts = {
        "table": shown,
        "filter": filters,
        "page_name": page,
        "body": body_of(shown),
        "total": shown.paginator.count,
        "counted": COUNTED,
        "filtered": any(name != "sort" for name in asked),
        "active": sum(name not in {"sort", *found} for name in asked),
        "fragment": fragment,
        "query": urlencode(asked),
        "views": list_saved_views(request.staff["user_id"], page),  # type: ignore[attr-defined]
        **(context or {}),
    }
    return render(request, "console/listing_rows.html" if fragment else template, facts)
