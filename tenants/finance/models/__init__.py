from tenants.finance.models.account import Account
from tenants.finance.models.day_close import DayClose
from tenants.finance.models.day_total import DayTotal
from tenants.finance.models.ledger_transfer import LedgerTransfer
from tenants.finance.models.supplier_day_total import SupplierDayTotal
from tenants.finance.models.supplier_entry import SupplierEntry
from tenants.finance.models.supplier_payment import SupplierPayment

__all__ = [
    "Account",
    "DayClose",
    "DayTotal",
    "LedgerTransfer",
    "SupplierDayTotal",
    "SupplierEntry",
    "SupplierPayment",
]
