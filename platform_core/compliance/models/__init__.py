from platform_core.compliance.models.finding import Finding
from platform_core.compliance.models.supplier import Supplier

__all__ = ["Finding", "Supplier"]
