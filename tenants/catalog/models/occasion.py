from tenants.catalog.models.grouping import Grouping


class Occasion(Grouping):
    """Why somebody buys (场景): 节日礼品, 会员充值…"""
