from django.urls import path

from tenants.storefront.views import cart, catalogue, checkout, order, pages, paying, personal, pickup, telling, wallet

app_name = "shop"
urlpatterns = [
    path("", catalogue.home, name="home"),
    path("c/<slug:slug>", catalogue.category, name="category"),
    path("o/<slug:slug>", catalogue.occasion, name="occasion"),
    path("p/<slug:slug>", catalogue.product, name="product"),
    path("p/<slug:slug>/beside", personal.beside, name="beside"),
    path("for-you", personal.for_you, name="for_you"),
    path("personal", personal.choose, name="personal"),
    path("search", catalogue.search, name="search"),
    path("search/suggest", catalogue.suggest, name="suggest"),
    path("cart", cart.cart, name="cart"),
    path("cart/add", cart.add, name="cart_add"),
    path("cart/change", cart.change, name="cart_change"),
    path("checkout", checkout.checkout, name="checkout"),
    path("payments/notify/<slug:gateway>", paying.notify, name="notify"),
    path("order/<str:token>", order.open_order, name="open"),
    path("orders/<str:number>", order.detail, name="order"),
    path("orders/<str:number>/status", order.status, name="status"),
    path("orders/<str:number>/codes", order.codes, name="codes"),
    path("orders/<str:number>/codes.txt", order.codes_file, name="codes_file"),
    path("orders/<str:number>/handed-over", order.handed_over, name="handed_over"),
    path("orders/<str:number>/wallet", wallet.back, name="wallet"),
    path("orders/<str:number>/pay", order.pay_again, name="pay"),
    path("orders/<str:number>/paid", order.ask_again, name="ask_again"),
    path("orders/<str:number>/help", order.call_for_help, name="help"),
    path("orders/<str:number>/resend", telling.resend, name="resend"),
    path("pickup/<str:token>", pickup.pickup, name="pickup"),
    path("pickup/<str:token>/codes.txt", pickup.pickup_file, name="pickup_file"),
    path("lookup", order.lookup, name="lookup"),
    path("about", pages.about, name="about"),
    path("media/<path:path>", pages.media, name="media"),
    path("theme/<int:version>.css", pages.theme, name="theme"),
    path("favicon.svg", pages.favicon, name="favicon"),
]
