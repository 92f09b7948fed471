from django.urls import path

from tenants.console.views import coupon_page, coupons

urlpatterns = [
    path("coupons", coupons.index, name="coupons"),
    path("coupons/new", coupons.new, name="coupon_new"),
    path("coupons/<uuid:coupon_id>", coupon_page.page, name="coupon"),
    path("coupons/<uuid:coupon_id>/edit", coupons.edit, name="coupon_edit"),
    path("coupons/<uuid:coupon_id>/switch/<slug:to>", coupons.switch, name="coupon_switch"),
    path("coupons/<uuid:coupon_id>/codes", coupon_page.more_codes, name="coupon_codes"),
    path("coupons/<uuid:coupon_id>/codes.csv", coupon_page.download, name="coupon_download"),
]
