from django.urls import path

from tenants.console.views import cases, fulfil, order_acts, order_export, orders, worklist

urlpatterns = [
    path("orders", orders.index, name="orders"),
    path("orders/export", order_export.export, name="orders_export"),
    path("orders/<uuid:order_id>", orders.detail, name="order"),
    path("orders/<uuid:order_id>/note", order_acts.add_note, name="order_note"),
    path("orders/<uuid:order_id>/refund", order_acts.refund, name="order_refund"),
    path("orders/<uuid:order_id>/replace", order_acts.replace, name="order_replace"),
    path("orders/<uuid:order_id>/resend", order_acts.resend, name="order_resend"),
    path("orders/<uuid:order_id>/contact", order_acts.contact, name="order_contact"),
    path("orders/<uuid:order_id>/close", order_acts.close, name="order_close"),
    path("orders/<uuid:order_id>/case", order_acts.open_case, name="order_case"),
    path("orders/<uuid:order_id>/codes/<uuid:code_id>", order_acts.reveal, name="order_code"),
    path("cases", worklist.index, name="cases"),
    path("cases/assign", worklist.assign, name="cases_assign"),
    path("cases/next", worklist.take, name="cases_take"),
    path("cases/<uuid:case_id>", cases.detail, name="case"),
    path("cases/<uuid:case_id>/refund", cases.refund, name="case_refund"),
    path("cases/<uuid:case_id>/share", cases.share, name="case_share"),
    path("cases/<uuid:case_id>/<slug:verb>", cases.act, name="case_act"),
    path("fulfil", fulfil.index, name="fulfil"),
    path("fulfil/<uuid:line_id>/look", fulfil.look, name="fulfil_look"),
    path("fulfil/<uuid:line_id>/hand-over", fulfil.give, name="fulfil_give"),
]
