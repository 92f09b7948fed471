from tenants.catalog.models.catalog_change import CatalogChange
from tenants.catalog.models.catalog_sheet import CatalogSheet
from tenants.catalog.models.category import Category
from tenants.catalog.models.grouping import Grouping
from tenants.catalog.models.occasion import Occasion
from tenants.catalog.models.product import Product
from tenants.catalog.models.shop_front import ShopFront
from tenants.catalog.models.sku import Sku
from tenants.catalog.models.tag import Tag

__all__ = ["CatalogChange", "CatalogSheet", "Category", "Grouping", "Occasion", "Product", "ShopFront", "Sku", "Tag"]
