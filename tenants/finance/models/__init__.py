from tenants.finance.models.account import Account
from tenants.finance.models.ledger_transfer import LedgerTransfer

__all__ = ["Account", "LedgerTransfer"]
