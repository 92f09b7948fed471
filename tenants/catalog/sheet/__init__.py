"""A catalogue as a table (商品表): a line for each SKU, columns of the product repeated. Written, guessed, read back, compared.

Plain cells in and out; which file they stand in is the business of whoever calls.
"""

from tenants.catalog.sheet.columns import COLUMNS, LABELS, guess_roles
from tenants.catalog.sheet.lines import Fault, Line, read_line
from tenants.catalog.sheet.plan import Plan, Step, plan_sheet
from tenants.catalog.sheet.writing import sheet_lines

__all__ = [
    "COLUMNS",
    "LABELS",
    "Fault",
    "Line",
    "Plan",
    "Step",
    "guess_roles",
    "plan_sheet",
    "read_line",
    "sheet_lines",
]
