from tenants.insights.models.product_pair import ProductPair
from tenants.insights.models.product_view import ProductView

__all__ = ["ProductPair", "ProductView"]
