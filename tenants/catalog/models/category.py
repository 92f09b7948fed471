from tenants.catalog.models.grouping import Grouping


class Category(Grouping):
    """A shelf of the shop (分类): 游戏, 生活, 教育…"""
