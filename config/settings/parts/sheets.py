"""Sheets that a job writes, and what the owners of a closed shop get of them."""

# Sheets so long that a job writes them: of what was asked, the rows and how many.
KAQUAN_LONG_SHEETS = {
    "orders": "tenants.console.long_sheets:orders_of",
    "ledger": "tenants.console.long_sheets:ledger_of",
    "products": "tenants.console.closing_sheets:products_of",
    "customers": "tenants.console.closing_sheets:customers_of",
    "issuances": "tenants.console.closing_sheets:issuances_of",
}
# What goes with closing a shop, in the same transaction, on the platform. Jobs that are asked for run in the closed shop.
KAQUAN_CLOSING_STEPS = [
    "billing.services.end_for_closing:end_for_closing",
    "tenants.reporting.services.export_for_closing:export_for_closing",
]
# The sheets that owners of a closed shop get, by their names above.
KAQUAN_CLOSING_SHEETS = ["products", "orders", "customers", "issuances", "ledger"]
