from tenants.reporting.models.export import Export
from tenants.reporting.models.export_download import ExportDownload
from tenants.reporting.models.figured_day import FiguredDay
from tenants.reporting.models.sales_figure import SalesFigure

__all__ = ["Export", "ExportDownload", "FiguredDay", "SalesFigure"]
