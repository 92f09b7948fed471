"""Contains all the data models used in inputs/outputs"""

from .advance_input import AdvanceInput
from .answered import Answered
from .answered_omitted_type_0 import AnsweredOmittedType0
from .api_version import ApiVersion
from .api_version_state import ApiVersionState
from .backlog import Backlog
from .balance import Balance
from .batch import Batch
from .batch_atomicity import BatchAtomicity
from .batch_counts import BatchCounts
from .batch_input import BatchInput
from .batch_input_atomicity import BatchInputAtomicity
from .batch_item import BatchItem
from .batch_item_page import BatchItemPage
from .batch_item_problem_type_0 import BatchItemProblemType0
from .batch_item_status import BatchItemStatus
from .batch_status import BatchStatus
from .break_input import BreakInput
from .break_input_as import BreakInputAs
from .breaker import Breaker
from .breaker_state import BreakerState
from .bulk_void import BulkVoid
from .bulk_void_done import BulkVoidDone
from .bulk_void_done_status import BulkVoidDoneStatus
from .bulk_void_input import BulkVoidInput
from .bulk_void_item import BulkVoidItem
from .bulk_void_item_page import BulkVoidItemPage
from .bulk_void_item_state_type_0 import BulkVoidItemStateType0
from .bulk_void_item_status import BulkVoidItemStatus
from .bulk_void_status import BulkVoidStatus
from .buyer import Buyer
from .buyer_input import BuyerInput
from .buyer_input_adult_type_0 import BuyerInputAdultType0
from .buyer_input_payment_method_type_0 import BuyerInputPaymentMethodType0
from .card_terms import CardTerms
from .card_terms_input import CardTermsInput
from .clock import Clock
from .code import Code
from .code_page import CodePage
from .code_step import CodeStep
from .code_step_from_state import CodeStepFromState
from .code_step_page import CodeStepPage
from .code_step_to_state import CodeStepToState
from .code_step_verb import CodeStepVerb
from .codes import Codes
from .condition import Condition
from .condition_input import ConditionInput
from .deleted_endpoint import DeletedEndpoint
from .delivery import Delivery
from .delivery_input import DeliveryInput
from .delivery_input_language import DeliveryInputLanguage
from .delivery_input_method import DeliveryInputMethod
from .delivery_method import DeliveryMethod
from .delivery_status_type_0 import DeliveryStatusType0
from .download import Download
from .endpoint_stats import EndpointStats
from .event import Event
from .event_data import EventData
from .event_data_object import EventDataObject
from .event_page import EventPage
from .event_sequence import EventSequence
from .event_type import EventType
from .event_type_page import EventTypePage
from .export import Export
from .export_format import ExportFormat
from .export_input import ExportInput
from .export_input_format import ExportInputFormat
from .export_input_type import ExportInputType
from .export_operation import ExportOperation
from .export_operation_error_type_0 import ExportOperationErrorType0
from .export_operation_kind import ExportOperationKind
from .export_operation_progress import ExportOperationProgress
from .export_operation_result_type_0 import ExportOperationResultType0
from .export_operation_status import ExportOperationStatus
from .export_page import ExportPage
from .export_status import ExportStatus
from .export_type import ExportType
from .given_reason_input import GivenReasonInput
from .hour import Hour
from .idempotency import Idempotency
from .import_ import Import
from .import_duplicates import ImportDuplicates
from .import_file_input import ImportFileInput
from .import_input import ImportInput
from .import_page import ImportPage
from .import_row_input import ImportRowInput
from .input_field import InputField
from .input_field_input import InputFieldInput
from .input_field_input_type import InputFieldInputType
from .input_field_type import InputFieldType
from .issuance import Issuance
from .issuance_input import IssuanceInput
from .issuance_input_currency_type_0 import IssuanceInputCurrencyType0
from .issuance_input_fulfillment_policy import IssuanceInputFulfillmentPolicy
from .issuance_input_metadata_type_0 import IssuanceInputMetadataType0
from .issuance_line import IssuanceLine
from .issuance_line_input import IssuanceLineInput
from .issuance_line_input_inputs_type_0 import IssuanceLineInputInputsType0
from .issuance_line_inputs_type_0 import IssuanceLineInputsType0
from .issuance_metadata import IssuanceMetadata
from .issuance_page import IssuancePage
from .issuance_status import IssuanceStatus
from .jwk import Jwk
from .jwk_alg import JwkAlg
from .jwk_input import JwkInput
from .jwk_input_alg import JwkInputAlg
from .jwk_input_crv import JwkInputCrv
from .jwk_input_kty import JwkInputKty
from .jwk_kty import JwkKty
from .key import Key
from .key_changes import KeyChanges
from .key_changes_scopes_item import KeyChangesScopesItem
from .key_input import KeyInput
from .key_input_preset import KeyInputPreset
from .key_input_scopes_item import KeyInputScopesItem
from .key_page import KeyPage
from .key_status import KeyStatus
from .list_bulk_void_items_status import ListBulkVoidItemsStatus
from .list_codes_state import ListCodesState
from .list_deliveries_status import ListDeliveriesStatus
from .list_deliveries_type import ListDeliveriesType
from .list_events_types_item import ListEventsTypesItem
from .list_exports_type import ListExportsType
from .list_issuance_batch_items_status import ListIssuanceBatchItemsStatus
from .list_issuances_status import ListIssuancesStatus
from .list_products_kind import ListProductsKind
from .list_request_logs_method import ListRequestLogsMethod
from .list_request_logs_problem import ListRequestLogsProblem
from .meta import Meta
from .meta_limits import MetaLimits
from .named_item import NamedItem
from .named_item_state_type_0 import NamedItemStateType0
from .named_item_status import NamedItemStatus
from .operation import Operation
from .operation_error_type_0 import OperationErrorType0
from .operation_kind import OperationKind
from .operation_progress import OperationProgress
from .operation_result_type_0 import OperationResultType0
from .operation_status import OperationStatus
from .ping import Ping
from .plan import Plan
from .plan_limits import PlanLimits
from .plan_standing import PlanStanding
from .plan_used import PlanUsed
from .problem import Problem
from .problem_code import ProblemCode
from .problem_errors_item import ProblemErrorsItem
from .problem_errors_item_meta import ProblemErrorsItemMeta
from .problem_outcome import ProblemOutcome
from .product import Product
from .product_changes import ProductChanges
from .product_changes_fulfilment import ProductChangesFulfilment
from .product_changes_kind import ProductChangesKind
from .product_changes_nature import ProductChangesNature
from .product_changes_purchase_mode import ProductChangesPurchaseMode
from .product_fulfilment import ProductFulfilment
from .product_input import ProductInput
from .product_input_fulfilment import ProductInputFulfilment
from .product_input_kind import ProductInputKind
from .product_input_nature import ProductInputNature
from .product_input_purchase_mode import ProductInputPurchaseMode
from .product_nature import ProductNature
from .product_page import ProductPage
from .product_purchase_mode import ProductPurchaseMode
from .quote import Quote
from .quote_input import QuoteInput
from .quote_input_currency_type_0 import QuoteInputCurrencyType0
from .quote_line import QuoteLine
from .quote_line_input import QuoteLineInput
from .quote_line_input_inputs_type_0 import QuoteLineInputInputsType0
from .rate_limits import RateLimits
from .reason_input import ReasonInput
from .recover_input import RecoverInput
from .redeem_input import RedeemInput
from .redeem_input_context_type_0 import RedeemInputContextType0
from .redelivery_operation import RedeliveryOperation
from .redelivery_operation_error_type_0 import RedeliveryOperationErrorType0
from .redelivery_operation_kind import RedeliveryOperationKind
from .redelivery_operation_progress import RedeliveryOperationProgress
from .redelivery_operation_result_type_0 import RedeliveryOperationResultType0
from .redelivery_operation_status import RedeliveryOperationStatus
from .redemption import Redemption
from .redemption_context import RedemptionContext
from .redemption_status import RedemptionStatus
from .refund import Refund
from .refund_disposition import RefundDisposition
from .refund_failure import RefundFailure
from .refund_input import RefundInput
from .refund_input_disposition import RefundInputDisposition
from .refund_page import RefundPage
from .refund_status import RefundStatus
from .replacement import Replacement
from .request_log import RequestLog
from .request_log_page import RequestLogPage
from .resend_input import ResendInput
from .resend_input_statuses_item import ResendInputStatusesItem
from .resend_input_types_item import ResendInputTypesItem
from .resend_operation import ResendOperation
from .resend_operation_error_type_0 import ResendOperationErrorType0
from .resend_operation_kind import ResendOperationKind
from .resend_operation_progress import ResendOperationProgress
from .resend_operation_result_type_0 import ResendOperationResultType0
from .resend_operation_status import ResendOperationStatus
from .reservation import Reservation
from .reservation_input import ReservationInput
from .reservation_status import ReservationStatus
from .reversal import Reversal
from .roll_input import RollInput
from .rotate_input import RotateInput
from .rotated_endpoint import RotatedEndpoint
from .rotated_endpoint_disabled_reason_type_0 import RotatedEndpointDisabledReasonType0
from .rotated_endpoint_headers import RotatedEndpointHeaders
from .rotated_endpoint_payload_format import RotatedEndpointPayloadFormat
from .rotated_endpoint_status import RotatedEndpointStatus
from .sent import Sent
from .sent_omitted_type_0 import SentOmittedType0
from .sku import Sku
from .sku_changes import SkuChanges
from .sku_code_mode import SkuCodeMode
from .sku_input import SkuInput
from .sku_input_code_mode import SkuInputCodeMode
from .sku_input_currency import SkuInputCurrency
from .sku_input_redemption import SkuInputRedemption
from .sku_limits import SkuLimits
from .sku_of_product_input import SkuOfProductInput
from .sku_of_product_input_code_mode import SkuOfProductInputCodeMode
from .sku_of_product_input_currency import SkuOfProductInputCurrency
from .sku_of_product_input_redemption import SkuOfProductInputRedemption
from .sku_page import SkuPage
from .sku_redemption import SkuRedemption
from .stock import Stock
from .stock_bucket import StockBucket
from .stock_input import StockInput
from .stock_page import StockPage
from .stock_type import StockType
from .stored_code import StoredCode
from .stored_code_page import StoredCodePage
from .stored_code_redemption import StoredCodeRedemption
from .stored_code_state import StoredCodeState
from .supplier import Supplier
from .supplier_clearance import SupplierClearance
from .supplier_page import SupplierPage
from .test_delivery_input import TestDeliveryInput
from .test_delivery_input_type import TestDeliveryInputType
from .test_mode import TestMode
from .validate_input import ValidateInput
from .validate_input_context_type_0 import ValidateInputContextType0
from .validation import Validation
from .validation_code import ValidationCode
from .validation_context import ValidationContext
from .validation_redemption_type_0 import ValidationRedemptionType0
from .validation_state_type_0 import ValidationStateType0
from .webhook_delivery import WebhookDelivery
from .webhook_delivery_attempt import WebhookDeliveryAttempt
from .webhook_delivery_attempt_error_type_0 import WebhookDeliveryAttemptErrorType0
from .webhook_delivery_attempt_page import WebhookDeliveryAttemptPage
from .webhook_delivery_attempt_response_headers import (
    WebhookDeliveryAttemptResponseHeaders,
)
from .webhook_delivery_page import WebhookDeliveryPage
from .webhook_delivery_status import WebhookDeliveryStatus
from .webhook_endpoint import WebhookEndpoint
from .webhook_endpoint_changes import WebhookEndpointChanges
from .webhook_endpoint_changes_api_version import WebhookEndpointChangesApiVersion
from .webhook_endpoint_changes_event_types_item import (
    WebhookEndpointChangesEventTypesItem,
)
from .webhook_endpoint_changes_headers_type_0 import WebhookEndpointChangesHeadersType0
from .webhook_endpoint_changes_payload_format import WebhookEndpointChangesPayloadFormat
from .webhook_endpoint_disabled_reason_type_0 import WebhookEndpointDisabledReasonType0
from .webhook_endpoint_headers import WebhookEndpointHeaders
from .webhook_endpoint_input import WebhookEndpointInput
from .webhook_endpoint_input_api_version import WebhookEndpointInputApiVersion
from .webhook_endpoint_input_event_types_item import WebhookEndpointInputEventTypesItem
from .webhook_endpoint_input_headers_type_0 import WebhookEndpointInputHeadersType0
from .webhook_endpoint_input_payload_format import WebhookEndpointInputPayloadFormat
from .webhook_endpoint_page import WebhookEndpointPage
from .webhook_endpoint_payload_format import WebhookEndpointPayloadFormat
from .webhook_endpoint_status import WebhookEndpointStatus
from .whole_delivery import WholeDelivery
from .whole_delivery_payload_type_0 import WholeDeliveryPayloadType0
from .whole_delivery_status import WholeDeliveryStatus

__all__ = (
    "AdvanceInput",
    "Answered",
    "AnsweredOmittedType0",
    "ApiVersion",
    "ApiVersionState",
    "Backlog",
    "Balance",
    "Batch",
    "BatchAtomicity",
    "BatchCounts",
    "BatchInput",
    "BatchInputAtomicity",
    "BatchItem",
    "BatchItemPage",
    "BatchItemProblemType0",
    "BatchItemStatus",
    "BatchStatus",
    "Breaker",
    "BreakerState",
    "BreakInput",
    "BreakInputAs",
    "BulkVoid",
    "BulkVoidDone",
    "BulkVoidDoneStatus",
    "BulkVoidInput",
    "BulkVoidItem",
    "BulkVoidItemPage",
    "BulkVoidItemStateType0",
    "BulkVoidItemStatus",
    "BulkVoidStatus",
    "Buyer",
    "BuyerInput",
    "BuyerInputAdultType0",
    "BuyerInputPaymentMethodType0",
    "CardTerms",
    "CardTermsInput",
    "Clock",
    "Code",
    "CodePage",
    "Codes",
    "CodeStep",
    "CodeStepFromState",
    "CodeStepPage",
    "CodeStepToState",
    "CodeStepVerb",
    "Condition",
    "ConditionInput",
    "DeletedEndpoint",
    "Delivery",
    "DeliveryInput",
    "DeliveryInputLanguage",
    "DeliveryInputMethod",
    "DeliveryMethod",
    "DeliveryStatusType0",
    "Download",
    "EndpointStats",
    "Event",
    "EventData",
    "EventDataObject",
    "EventPage",
    "EventSequence",
    "EventType",
    "EventTypePage",
    "Export",
    "ExportFormat",
    "ExportInput",
    "ExportInputFormat",
    "ExportInputType",
    "ExportOperation",
    "ExportOperationErrorType0",
    "ExportOperationKind",
    "ExportOperationProgress",
    "ExportOperationResultType0",
    "ExportOperationStatus",
    "ExportPage",
    "ExportStatus",
    "ExportType",
    "GivenReasonInput",
    "Hour",
    "Idempotency",
    "Import",
    "ImportDuplicates",
    "ImportFileInput",
    "ImportInput",
    "ImportPage",
    "ImportRowInput",
    "InputField",
    "InputFieldInput",
    "InputFieldInputType",
    "InputFieldType",
    "Issuance",
    "IssuanceInput",
    "IssuanceInputCurrencyType0",
    "IssuanceInputFulfillmentPolicy",
    "IssuanceInputMetadataType0",
    "IssuanceLine",
    "IssuanceLineInput",
    "IssuanceLineInputInputsType0",
    "IssuanceLineInputsType0",
    "IssuanceMetadata",
    "IssuancePage",
    "IssuanceStatus",
    "Jwk",
    "JwkAlg",
    "JwkInput",
    "JwkInputAlg",
    "JwkInputCrv",
    "JwkInputKty",
    "JwkKty",
    "Key",
    "KeyChanges",
    "KeyChangesScopesItem",
    "KeyInput",
    "KeyInputPreset",
    "KeyInputScopesItem",
    "KeyPage",
    "KeyStatus",
    "ListBulkVoidItemsStatus",
    "ListCodesState",
    "ListDeliveriesStatus",
    "ListDeliveriesType",
    "ListEventsTypesItem",
    "ListExportsType",
    "ListIssuanceBatchItemsStatus",
    "ListIssuancesStatus",
    "ListProductsKind",
    "ListRequestLogsMethod",
    "ListRequestLogsProblem",
    "Meta",
    "MetaLimits",
    "NamedItem",
    "NamedItemStateType0",
    "NamedItemStatus",
    "Operation",
    "OperationErrorType0",
    "OperationKind",
    "OperationProgress",
    "OperationResultType0",
    "OperationStatus",
    "Ping",
    "Plan",
    "PlanLimits",
    "PlanStanding",
    "PlanUsed",
    "Problem",
    "ProblemCode",
    "ProblemErrorsItem",
    "ProblemErrorsItemMeta",
    "ProblemOutcome",
    "Product",
    "ProductChanges",
    "ProductChangesFulfilment",
    "ProductChangesKind",
    "ProductChangesNature",
    "ProductChangesPurchaseMode",
    "ProductFulfilment",
    "ProductInput",
    "ProductInputFulfilment",
    "ProductInputKind",
    "ProductInputNature",
    "ProductInputPurchaseMode",
    "ProductNature",
    "ProductPage",
    "ProductPurchaseMode",
    "Quote",
    "QuoteInput",
    "QuoteInputCurrencyType0",
    "QuoteLine",
    "QuoteLineInput",
    "QuoteLineInputInputsType0",
    "RateLimits",
    "ReasonInput",
    "RecoverInput",
    "RedeemInput",
    "RedeemInputContextType0",
    "RedeliveryOperation",
    "RedeliveryOperationErrorType0",
    "RedeliveryOperationKind",
    "RedeliveryOperationProgress",
    "RedeliveryOperationResultType0",
    "RedeliveryOperationStatus",
    "Redemption",
    "RedemptionContext",
    "RedemptionStatus",
    "Refund",
    "RefundDisposition",
    "RefundFailure",
    "RefundInput",
    "RefundInputDisposition",
    "RefundPage",
    "RefundStatus",
    "Replacement",
    "RequestLog",
    "RequestLogPage",
    "ResendInput",
    "ResendInputStatusesItem",
    "ResendInputTypesItem",
    "ResendOperation",
    "ResendOperationErrorType0",
    "ResendOperationKind",
    "ResendOperationProgress",
    "ResendOperationResultType0",
    "ResendOperationStatus",
    "Reservation",
    "ReservationInput",
    "ReservationStatus",
    "Reversal",
    "RollInput",
    "RotatedEndpoint",
    "RotatedEndpointDisabledReasonType0",
    "RotatedEndpointHeaders",
    "RotatedEndpointPayloadFormat",
    "RotatedEndpointStatus",
    "RotateInput",
    "Sent",
    "SentOmittedType0",
    "Sku",
    "SkuChanges",
    "SkuCodeMode",
    "SkuInput",
    "SkuInputCodeMode",
    "SkuInputCurrency",
    "SkuInputRedemption",
    "SkuLimits",
    "SkuOfProductInput",
    "SkuOfProductInputCodeMode",
    "SkuOfProductInputCurrency",
    "SkuOfProductInputRedemption",
    "SkuPage",
    "SkuRedemption",
    "Stock",
    "StockBucket",
    "StockInput",
    "StockPage",
    "StockType",
    "StoredCode",
    "StoredCodePage",
    "StoredCodeRedemption",
    "StoredCodeState",
    "Supplier",
    "SupplierClearance",
    "SupplierPage",
    "TestDeliveryInput",
    "TestDeliveryInputType",
    "TestMode",
    "ValidateInput",
    "ValidateInputContextType0",
    "Validation",
    "ValidationCode",
    "ValidationContext",
    "ValidationRedemptionType0",
    "ValidationStateType0",
    "WebhookDelivery",
    "WebhookDeliveryAttempt",
    "WebhookDeliveryAttemptErrorType0",
    "WebhookDeliveryAttemptPage",
    "WebhookDeliveryAttemptResponseHeaders",
    "WebhookDeliveryPage",
    "WebhookDeliveryStatus",
    "WebhookEndpoint",
    "WebhookEndpointChanges",
    "WebhookEndpointChangesApiVersion",
    "WebhookEndpointChangesEventTypesItem",
    "WebhookEndpointChangesHeadersType0",
    "WebhookEndpointChangesPayloadFormat",
    "WebhookEndpointDisabledReasonType0",
    "WebhookEndpointHeaders",
    "WebhookEndpointInput",
    "WebhookEndpointInputApiVersion",
    "WebhookEndpointInputEventTypesItem",
    "WebhookEndpointInputHeadersType0",
    "WebhookEndpointInputPayloadFormat",
    "WebhookEndpointPage",
    "WebhookEndpointPayloadFormat",
    "WebhookEndpointStatus",
    "WholeDelivery",
    "WholeDeliveryPayloadType0",
    "WholeDeliveryStatus",
)
