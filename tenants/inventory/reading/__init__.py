"""Reading files of card codes: any encoding, any separator, flat memory, every bad line named and none of it fatal.

Plain Python: no database, no Django.
"""

from tenants.inventory.reading.batches import Batch, iter_batches
from tenants.inventory.reading.errors import ERROR_TEXTS, FileRefused, LineError
from tenants.inventory.reading.format import ReadFormat, detect_format
from tenants.inventory.reading.preview import Preview, preview
from tenants.inventory.reading.rows import CodeRow
from tenants.inventory.reading.sifting import sift

__all__ = [
    "ERROR_TEXTS",
    "Batch",
    "CodeRow",
    "FileRefused",
    "LineError",
    "Preview",
    "ReadFormat",
    "detect_format",
    "iter_batches",
    "preview",
    "sift",
]
