"""From a file to a matched statement, in one call."""

from datetime import UTC, datetime

from tenants.inventory.uploads import store_upload
from tenants.payments.models import GatewayAccount
from tenants.reporting.models import Statement
from tenants.reporting.services.load_statement import load_statement
from tenants.reporting.services.recognise_statement import recognise_statement
from tenants.reporting.services.start_statement import start_statement
from tests.integration.reporting.institutions import SETTINGS

NOW = datetime(2026, 11, 27, 4, tzinfo=UTC)


def open_channel(gateway):
    """The shop's account at an institution."""
    return GatewayAccount.objects.create(gateway=gateway, settings=SETTINGS[gateway], created_at=NOW, updated_at=NOW)


def begin(content, *, now=NOW, gateway="", **changed):
    """A file that waits for the job."""
    stored = store_upload(content)
    shown = recognise_statement(upload=stored.name, gateway=gateway, now=now)
    given = {
        "gateway": shown.head.table.gateway.value,
        "format": shown.head.table.format.value,
        "upload": stored.name,
        "filename": "statement.csv",
        "bytes": stored.size,
        "digest": stored.sha256,
        "first_day": shown.first_day,
        "last_day": shown.last_day,
        "covers": (shown.head.covers_payments, shown.head.covers_refunds),
        "created_by": "finance@alpha.example",
        "now": now,
        **changed,
    }
    return start_statement(**given)


def load(content, *, now=NOW, **changed):
    """A file that was loaded and matched."""
    statement = begin(content, now=now, **changed)
    load_statement(statement_id=statement.id, now=now)
    return Statement.objects.get(pk=statement.id)
