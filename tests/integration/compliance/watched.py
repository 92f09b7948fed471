"""Watch lists in small, for tests: a table as an authority would send it, and loading it."""

import csv
import io

from platform_core.compliance.models import Finding
from platform_core.compliance.services.load_watch_list import load_watch_list
from platform_core.compliance.watch_enums import WatchFormat
from platform_core.tenancy.context import platform_context
from tests.world import now

COLUMNS = ("id", "schema", "name", "aliases", "birth_date", "countries", "identifiers", "sanctions")


def table(*rows):
    """A file of the table format; each row by the names of its columns."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def person(ref, name, **more):
    """A row about a person."""
    return {"id": ref, "schema": "Person", "name": name, **more}


def company(ref, name, **more):
    """A row about a company."""
    return {"id": ref, "schema": "Company", "name": name, **more}


def load(*rows, slug="cn", at=None, **more):
    """Load a list, and let the jobs wait."""
    moment = at or now()
    given = {"title": "", "form": WatchFormat.TABLE, "as_of": moment.date(), "by": "ops@p.example", **more}
    with platform_context():
        return load_watch_list(slug=slug, source=io.BytesIO(table(*rows)), now=moment, **given)


def hits():
    """Findings of AML-01 about somebody, the oldest first."""
    with platform_context():
        return list(
            Finding.objects.filter(rule_id="AML-01").exclude(subject_kind="platform").order_by("found_at", "id")
        )
