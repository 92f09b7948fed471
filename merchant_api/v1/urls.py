from django.urls import path, re_path

from merchant_api.problems import not_found
from merchant_api.v1.api_keys.views import KeyDetail, KeyList, KeyRoll
from merchant_api.v1.balance.views import BalanceDetail
from merchant_api.v1.bulk_voids.views import BulkVoidDetail, BulkVoidItems, CodeBulkVoid
from merchant_api.v1.codes.redeem_views import CodeRedeem, CodeValidate
from merchant_api.v1.codes.verb_views import (
    CodeActivate,
    CodeReplace,
    CodeResume,
    CodeSuspend,
    CodeVoid,
)
from merchant_api.v1.codes.views import CodeDetail, CodeHistoryList, CodeList, CodeReveal
from merchant_api.v1.deliveries.views import (
    DeliveryAttempts,
    DeliveryBulkResend,
    DeliveryDetail,
    DeliveryList,
    DeliveryResend,
)
from merchant_api.v1.event_types.views import EventTypeList
from merchant_api.v1.events.views import EventDetail, EventList
from merchant_api.v1.exports.views import ExportDetail, ExportList
from merchant_api.v1.imports.views import ImportCancel, ImportDetail, ImportErrors, ImportList, ImportUndo
from merchant_api.v1.issuance_batches.views import BatchCancel, BatchDetail, BatchItems, BatchList
from merchant_api.v1.issuances.code_views import IssuanceCodes
from merchant_api.v1.issuances.delivery_views import IssuanceDeliver
from merchant_api.v1.issuances.views import IssuanceByExternalId, IssuanceCancel, IssuanceDetail, IssuanceList
from merchant_api.v1.meta.views import Document, Meta, Ping
from merchant_api.v1.operations.views import OperationCancel, OperationDetail
from merchant_api.v1.products.views import ProductDetail, ProductList
from merchant_api.v1.quotes.views import QuoteList
from merchant_api.v1.redemptions.views import RedemptionDetail, RedemptionReverse
from merchant_api.v1.refunds.views import RefundDetail, RefundList
from merchant_api.v1.request_logs.views import RequestLogDetail, RequestLogList
from merchant_api.v1.reservations.views import ReservationDetail, ReservationList
from merchant_api.v1.skus.views import SkuDetail, SkuList
from merchant_api.v1.stock.views import StockList
from merchant_api.v1.suppliers.views import SupplierList
from merchant_api.v1.test_helpers.views import (
    ClockAdvance,
    ClockDetail,
    CodeExpire,
    EndpointBreak,
    IssuanceComplete,
    IssuanceFail,
    SkuSetStock,
)
from merchant_api.v1.webhook_endpoints.verb_views import (
    EndpointPause,
    EndpointRecover,
    EndpointResume,
    EndpointRotateSecret,
    EndpointTest,
)
from merchant_api.v1.webhook_endpoints.views import EndpointDetail, EndpointList, EndpointStats

urlpatterns = [
    path("api_keys", KeyList.as_view()),
    path("api_keys/<str:key_id>", KeyDetail.as_view()),
    path("api_keys/<str:key_id>/roll", KeyRoll.as_view()),
    path("ping", Ping.as_view()),
    path("meta", Meta.as_view()),
    path("balance", BalanceDetail.as_view()),
    path("event_types", EventTypeList.as_view()),
    path("events", EventList.as_view()),
    path("events/<str:event_id>", EventDetail.as_view()),
    path("openapi.json", Document.as_view()),
    path("openapi/<str:version>.json", Document.as_view()),
    path("products", ProductList.as_view()),
    path("products/<str:product_id>", ProductDetail.as_view()),
    path("skus", SkuList.as_view()),
    path("skus/<str:sku_id>", SkuDetail.as_view()),
    path("stock", StockList.as_view()),
    path("suppliers", SupplierList.as_view()),
    path("imports", ImportList.as_view()),
    path("imports/<str:import_id>", ImportDetail.as_view()),
    path("imports/<str:import_id>/errors.csv", ImportErrors.as_view()),
    path("imports/<str:import_id>/cancel", ImportCancel.as_view()),
    path("imports/<str:import_id>/undo", ImportUndo.as_view()),
    path("exports", ExportList.as_view()),
    path("exports/<str:export_id>", ExportDetail.as_view()),
    path("operations/<str:operation_id>", OperationDetail.as_view()),
    path("request_logs", RequestLogList.as_view()),
    path("request_logs/<str:request_id>", RequestLogDetail.as_view()),
    path("operations/<str:operation_id>/cancel", OperationCancel.as_view()),
    path("quotes", QuoteList.as_view()),
    path("reservations", ReservationList.as_view()),
    path("reservations/<str:reservation_id>", ReservationDetail.as_view()),
    path("issuance_batches", BatchList.as_view()),
    path("issuance_batches/<str:batch_id>", BatchDetail.as_view()),
    path("issuance_batches/<str:batch_id>/items", BatchItems.as_view()),
    path("issuance_batches/<str:batch_id>/cancel", BatchCancel.as_view()),
    path("issuances", IssuanceList.as_view()),
    path("issuances/by-external-id/<str:external_id>", IssuanceByExternalId.as_view()),
    path("issuances/<str:issuance_id>", IssuanceDetail.as_view()),
    path("issuances/<str:issuance_id>/cancel", IssuanceCancel.as_view()),
    path("issuances/<str:issuance_id>/deliver", IssuanceDeliver.as_view()),
    path("issuances/<str:issuance_id>/codes", IssuanceCodes.as_view()),
    path("codes", CodeList.as_view()),
    path("codes:bulk_void", CodeBulkVoid.as_view()),
    path("bulk_voids/<str:void_id>", BulkVoidDetail.as_view()),
    path("bulk_voids/<str:void_id>/items", BulkVoidItems.as_view()),
    path("codes/validate", CodeValidate.as_view()),
    path("codes/redeem", CodeRedeem.as_view()),
    path("codes/<str:code_id>", CodeDetail.as_view()),
    path("codes/<str:code_id>/history", CodeHistoryList.as_view()),
    path("codes/<str:code_id>/reveal", CodeReveal.as_view()),
    path("codes/<str:code_id>/activate", CodeActivate.as_view()),
    path("codes/<str:code_id>/suspend", CodeSuspend.as_view()),
    path("codes/<str:code_id>/resume", CodeResume.as_view()),
    path("codes/<str:code_id>/void", CodeVoid.as_view()),
    path("codes/<str:code_id>/replace", CodeReplace.as_view()),
    path("redemptions/<str:redemption_id>", RedemptionDetail.as_view()),
    path("redemptions/<str:redemption_id>/reverse", RedemptionReverse.as_view()),
    path("refunds", RefundList.as_view()),
    path("refunds/<str:refund_id>", RefundDetail.as_view()),
    path("webhook_endpoints", EndpointList.as_view()),
    path("webhook_endpoints/<str:endpoint_id>", EndpointDetail.as_view()),
    path("webhook_endpoints/<str:endpoint_id>/pause", EndpointPause.as_view()),
    path("webhook_endpoints/<str:endpoint_id>/resume", EndpointResume.as_view()),
    path("webhook_endpoints/<str:endpoint_id>/rotate_secret", EndpointRotateSecret.as_view()),
    path("webhook_endpoints/<str:endpoint_id>/test", EndpointTest.as_view()),
    path("webhook_endpoints/<str:endpoint_id>/recover", EndpointRecover.as_view()),
    path("webhook_endpoints/<str:endpoint_id>/stats", EndpointStats.as_view()),
    path("deliveries", DeliveryList.as_view()),
    path("deliveries:resend", DeliveryBulkResend.as_view()),
    path("deliveries/<str:delivery_id>", DeliveryDetail.as_view()),
    path("deliveries/<str:delivery_id>/attempts", DeliveryAttempts.as_view()),
    path("deliveries/<str:delivery_id>/resend", DeliveryResend.as_view()),
    path("test_helpers/clock", ClockDetail.as_view()),
    path("test_helpers/clock/advance", ClockAdvance.as_view()),
    path("test_helpers/skus/<str:sku_id>/set_stock", SkuSetStock.as_view()),
    path("test_helpers/issuances/<str:issuance_id>/complete", IssuanceComplete.as_view()),
    path("test_helpers/issuances/<str:issuance_id>/fail", IssuanceFail.as_view()),
    path("test_helpers/webhooks/<str:endpoint_id>/break", EndpointBreak.as_view()),
    path("test_helpers/codes/<str:code_id>/expire", CodeExpire.as_view()),
    re_path(r"^.*$", not_found),
]
