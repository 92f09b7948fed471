from tenants.finance.models.account import Account
from tenants.finance.models.ledger_entry import LedgerEntry
from tenants.finance.models.ledger_transaction import LedgerTransaction

__all__ = ["Account", "LedgerEntry", "LedgerTransaction"]
