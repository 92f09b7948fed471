from tenants.insights.models.day_figure import DayFigure
from tenants.insights.models.product_pair import ProductPair
from tenants.insights.models.product_view import ProductView

__all__ = ["DayFigure", "ProductPair", "ProductView"]
