"""Reading statements of institutions: which one it is, told by its head line; any encoding, packed or not, every bad line named.

Plain Python: no database.
"""

from tenants.reporting.reading.opening import open_statement
from tenants.reporting.reading.preview import Recognised, preview_statement
from tenants.reporting.reading.rows import LineFault, StatementRow
from tenants.reporting.reading.tables import iter_rows

__all__ = ["LineFault", "Recognised", "StatementRow", "iter_rows", "open_statement", "preview_statement"]
