from django.urls import path

from tenants.console.views import (
    callbacks,
    entry,
    imports,
    keys,
    logs,
    orders,
    products,
    replays,
    start,
    suppliers,
    versions,
)

app_name = "console"
urlpatterns = [
    path("", start.checklist, name="start"),
    path("enter", entry.enter, name="enter"),
    path("leave", entry.leave, name="leave"),
    path("products", products.index, name="products"),
    path("products/new", products.new, name="product_new"),
    path("products/<uuid:product_id>/reveal_limit", products.limit_reveals, name="reveal_limit"),
    path("suppliers", suppliers.index, name="suppliers"),
    path("imports", imports.index, name="imports"),
    path("imports/new", imports.new, name="import_new"),
    path("imports/preview", imports.preview, name="import_preview"),
    path("imports/start", imports.begin, name="import_start"),
    path("imports/<uuid:import_id>", imports.detail, name="import"),
    path("imports/<uuid:import_id>/<slug:verb>", imports.act, name="import_act"),
    path("keys", keys.index, name="keys"),
    path("keys/<uuid:key_id>/revoke", keys.revoke, name="key_revoke"),
    path("keys/<uuid:key_id>/roll", keys.roll, name="key_roll"),
    path("api-version", versions.index, name="api_version"),
    path("callbacks", callbacks.index, name="callbacks"),
    path("callbacks/rotate", callbacks.rotate, name="callbacks_rotate"),
    path("logs", logs.index, name="logs"),
    path("logs/<str:request_id>", logs.detail, name="log"),
    path("logs/<str:request_id>/replay", replays.replay, name="log_replay"),
    path("orders", orders.index, name="orders"),
]
