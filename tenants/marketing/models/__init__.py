from tenants.marketing.models.coupon import Coupon
from tenants.marketing.models.coupon_code import CouponCode
from tenants.marketing.models.coupon_use import CouponUse

__all__ = ["Coupon", "CouponCode", "CouponUse"]
