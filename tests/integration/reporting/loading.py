"""From a file to a matched statement, in one call."""

from datetime import UTC, datetime, timedelta

from tenants.finance.enums import AccountCode
from tenants.finance.selectors import list_balances
from tenants.inventory.uploads import store_upload
from tenants.payments.enums import PaymentState
from tenants.payments.models import GatewayAccount, Payment
from tenants.reporting.channels import CLOCKS
from tenants.reporting.enums import DifferenceState
from tenants.reporting.models import Difference, Statement
from tenants.reporting.services.fetch_statement import fetch_statement
from tenants.reporting.services.load_statement import load_statement
from tenants.reporting.services.recognise_statement import recognise_statement
from tenants.reporting.services.start_statement import start_statement
from tests.integration.reporting.institutions import SETTINGS
from tests.world import now

NOW = datetime(2026, 11, 27, 4, tzinfo=UTC)


def fees():
    """What the books say that institutions took."""
    return list_balances().get((AccountCode.PROVIDER_FEES, "CNY"), 0)


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


def fetch(gateway):
    """Today's statement, asked for tomorrow at the institution."""
    moment = now() + timedelta(days=1)
    day = now().astimezone(CLOCKS[gateway]).date()
    statement = fetch_statement(gateway=gateway, day=day, created_by="finance@alpha.example", now=moment)
    load_statement(statement_id=statement.id, now=moment)
    return Statement.objects.get(pk=statement.id)


def known_here(gateway, number, provider_id, amount=4500, **changed):
    """A payment that is in our own records as the institution has it."""
    return Payment.objects.create(
        gateway=gateway, number=number, amount=amount, paid_amount=amount, currency="CNY", state=PaymentState.SUCCEEDED,
        provider_id=provider_id, created_at=now(), paid_at=now(), **changed,
    )  # fmt: skip


def open_differences():
    """What waits for somebody, as (kind, fact, number)."""
    rows = Difference.objects.filter(state=DifferenceState.OPEN)
    return sorted(rows.values_list("kind", "fact", "number"))
