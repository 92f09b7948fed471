from tenants.finance.models.account import Account
from tenants.finance.models.ledger import LedgerEntry, LedgerTransaction

__all__ = ["Account", "LedgerEntry", "LedgerTransaction"]
