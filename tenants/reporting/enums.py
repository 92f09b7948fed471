from django.db import models


class ExportType(models.TextChoices):
    """What an export lists."""

    ISSUANCES = "issuances"
    CODES = "codes"
    REDEMPTIONS = "redemptions"
    REFUNDS = "refunds"
    LEDGER = "ledger"
    STOCK = "stock"


class ExportFormat(models.TextChoices):
    CSV = "csv"
    JSONL = "jsonl"


class ExportState(models.TextChoices):
    """Only a completed export has a file that anybody can have."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELED = "canceled"
    REVOKED = "revoked"
    EXPIRED = "expired"


class FigureBy(models.TextChoices):
    """What figures of sales are added up by."""

    SKU = "sku"
    PRODUCT = "product"
    SUPPLIER = "supplier"
    DAY = "day"
