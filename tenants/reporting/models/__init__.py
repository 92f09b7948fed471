from tenants.reporting.models.export import Export
from tenants.reporting.models.export_download import ExportDownload

__all__ = ["Export", "ExportDownload"]
