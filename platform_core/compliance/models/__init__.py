from platform_core.compliance.models.supplier import Supplier

__all__ = ["Supplier"]
