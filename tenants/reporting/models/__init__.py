from tenants.reporting.models.difference import Difference
from tenants.reporting.models.difference_note import DifferenceNote
from tenants.reporting.models.export import Export
from tenants.reporting.models.export_download import ExportDownload
from tenants.reporting.models.fee_booking import FeeBooking
from tenants.reporting.models.figured_day import FiguredDay
from tenants.reporting.models.payout_booking import PayoutBooking
from tenants.reporting.models.sales_figure import SalesFigure
from tenants.reporting.models.statement import Statement
from tenants.reporting.models.statement_line import StatementLine

__all__ = [
    "Difference",
    "DifferenceNote",
    "Export",
    "ExportDownload",
    "FeeBooking",
    "FiguredDay",
    "PayoutBooking",
    "SalesFigure",
    "Statement",
    "StatementLine",
]
