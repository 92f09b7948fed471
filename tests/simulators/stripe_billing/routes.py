"""Which call means what: method, address, the SDK's class of its parameters, the method of the institution.

``show:`` tells an object of that kind, ``list:`` lists it by its fields.
"""

from __future__ import annotations

import functools
import re

import stripe.params as root
import stripe.params.billing as billing
import stripe.params.billing_portal as portal
import stripe.params.checkout as checkout
import stripe.params.test_helpers as helpers

TABLE = """
GET    products                              ProductListParams                  list:product
POST   products                              ProductCreateParams                make_product
GET    products/{}                           ProductRetrieveParams              show:product
POST   products/{}                           ProductUpdateParams                update_product
GET    prices                                PriceListParams                    list_prices
POST   prices                                PriceCreateParams                  make_price
GET    prices/{}                             PriceRetrieveParams                show:price
POST   prices/{}                             PriceUpdateParams                  update_price
GET    coupons                               CouponListParams                   list:coupon
POST   coupons                               CouponCreateParams                 make_coupon
GET    coupons/{}                            CouponRetrieveParams               show:coupon
POST   coupons/{}                            CouponUpdateParams                 update_coupon
DELETE coupons/{}                            CouponDeleteParams                 drop_coupon
GET    promotion_codes                       PromotionCodeListParams            list_codes
POST   promotion_codes                       PromotionCodeCreateParams          make_code
GET    promotion_codes/{}                    PromotionCodeRetrieveParams        show:promotion_code
POST   promotion_codes/{}                    PromotionCodeUpdateParams          update_code
GET    customers                             CustomerListParams                 list_customers
POST   customers                             CustomerCreateParams               make_customer
GET    customers/search                      CustomerSearchParams               search_customers
GET    customers/{}                          CustomerRetrieveParams             show:customer
POST   customers/{}                          CustomerUpdateParams               update_customer
DELETE customers/{}                          CustomerDeleteParams               drop_customer
GET    customers/{}/tax_ids                  CustomerTaxIdListParams            list_tax_ids
POST   customers/{}/tax_ids                  CustomerTaxIdCreateParams          make_tax_id
GET    customers/{}/tax_ids/{}               CustomerTaxIdRetrieveParams        one_tax_id
DELETE customers/{}/tax_ids/{}               CustomerTaxIdDeleteParams          drop_tax_id
GET    customers/{}/payment_methods          CustomerPaymentMethodListParams    list_customer_methods
GET    customers/{}/payment_methods/{}       CustomerPaymentMethodRetrieveParams customer_method
GET    payment_methods                       PaymentMethodListParams            list_methods
POST   payment_methods                       PaymentMethodCreateParams          make_method
GET    payment_methods/{}                    PaymentMethodRetrieveParams        show:payment_method
POST   payment_methods/{}/attach             PaymentMethodAttachParams          attach_method
POST   payment_methods/{}/detach             PaymentMethodDetachParams          detach_method
POST   setup_intents                         SetupIntentCreateParams            make_setup
GET    setup_intents/{}                      SetupIntentRetrieveParams          show:setup_intent
POST   setup_intents/{}/confirm              SetupIntentConfirmParams           confirm_setup
GET    subscriptions                         SubscriptionListParams             list_subscriptions
POST   subscriptions                         SubscriptionCreateParams           make_subscription
GET    subscriptions/{}                      SubscriptionRetrieveParams         show:subscription
POST   subscriptions/{}                      SubscriptionUpdateParams           update_subscription
DELETE subscriptions/{}                      SubscriptionCancelParams           cancel_subscription
DELETE subscriptions/{}/discount             SubscriptionDeleteDiscountParams   drop_discount
POST   subscriptions/{}/pause                SubscriptionPauseParams            pause_subscription
POST   subscriptions/{}/resume               SubscriptionResumeParams           resume_subscription
GET    subscription_items                    SubscriptionItemListParams         list:subscription_item
GET    subscription_items/{}                 SubscriptionItemRetrieveParams     show:subscription_item
POST   subscription_items/{}                 SubscriptionItemUpdateParams       update_item
GET    invoices                              InvoiceListParams                  list_invoices
POST   invoices                              InvoiceCreateParams                make_invoice
POST   invoices/create_preview               InvoiceCreatePreviewParams         preview
GET    invoices/{}                           InvoiceRetrieveParams              show:invoice
POST   invoices/{}                           InvoiceUpdateParams                update_invoice
DELETE invoices/{}                           InvoiceDeleteParams                drop_invoice
GET    invoices/{}/lines                     InvoiceLineItemListParams          list_lines
POST   invoices/{}/finalize                  InvoiceFinalizeInvoiceParams       finalize_invoice
POST   invoices/{}/pay                       InvoicePayParams                   pay_invoice
POST   invoices/{}/send                      InvoiceSendInvoiceParams           send_invoice
POST   invoices/{}/void                      InvoiceVoidInvoiceParams           void_invoice
POST   invoices/{}/mark_uncollectible        InvoiceMarkUncollectibleParams     forgive_invoice
GET    invoice_payments                      InvoicePaymentListParams           list_invoice_payments
GET    invoice_payments/{}                   InvoicePaymentRetrieveParams       show:invoice_payment
GET    invoiceitems                          InvoiceItemListParams              list:invoiceitem
POST   invoiceitems                          InvoiceItemCreateParams            add_item
GET    invoiceitems/{}                       InvoiceItemRetrieveParams          show:invoiceitem
GET    payment_intents                       PaymentIntentListParams            list:payment_intent
GET    payment_intents/{}                    PaymentIntentRetrieveParams        show:payment_intent
GET    charges                               ChargeListParams                   list:charge
GET    charges/{}                            ChargeRetrieveParams               show:charge
GET    refunds                               RefundListParams                   list:refund
POST   refunds                               RefundCreateParams                 make_refund
GET    refunds/{}                            RefundRetrieveParams               show:refund
GET    credit_notes                          CreditNoteListParams               list_notes
POST   credit_notes                          CreditNoteCreateParams             make_note
GET    credit_notes/{}                       CreditNoteRetrieveParams           show:credit_note
GET    balance_transactions/{}               BalanceTransactionRetrieveParams   show:balance_transaction
GET    events                                EventListParams                    list_events
GET    events/{}                             EventRetrieveParams                one_event
GET    webhook_endpoints                     WebhookEndpointListParams          list:webhook_endpoint
POST   webhook_endpoints                     WebhookEndpointCreateParams        make_endpoint
GET    webhook_endpoints/{}                  WebhookEndpointRetrieveParams      show:webhook_endpoint
POST   webhook_endpoints/{}                  WebhookEndpointUpdateParams        update_endpoint
DELETE webhook_endpoints/{}                  WebhookEndpointDeleteParams        drop_endpoint
GET    checkout/sessions                     checkout.SessionListParams         list_sessions
POST   checkout/sessions                     checkout.SessionCreateParams       open_session
GET    checkout/sessions/{}                  checkout.SessionRetrieveParams     show:checkout.session
GET    checkout/sessions/{}/line_items       checkout.SessionLineItemListParams list_session_items
POST   checkout/sessions/{}/expire           checkout.SessionExpireParams       expire_session
GET    billing/meters                        billing.MeterListParams            list:billing.meter
POST   billing/meters                        billing.MeterCreateParams          make_meter
GET    billing/meters/{}                     billing.MeterRetrieveParams        show:billing.meter
POST   billing/meters/{}                     billing.MeterUpdateParams          update_meter
POST   billing/meters/{}/deactivate          billing.MeterDeactivateParams      stop_meter
POST   billing/meters/{}/reactivate          billing.MeterReactivateParams      start_meter
GET    billing/meters/{}/event_summaries     billing.MeterEventSummaryListParams list_summaries
POST   billing/meter_events                  billing.MeterEventCreateParams     take_usage
GET    billing_portal/configurations         portal.ConfigurationListParams     list:billing_portal.configuration
POST   billing_portal/configurations         portal.ConfigurationCreateParams   make_configuration
GET    billing_portal/configurations/{}      portal.ConfigurationRetrieveParams show:billing_portal.configuration
POST   billing_portal/configurations/{}      portal.ConfigurationUpdateParams   update_configuration
POST   billing_portal/sessions               portal.SessionCreateParams         open_portal
GET    test_helpers/test_clocks              helpers.TestClockListParams        list_clocks
POST   test_helpers/test_clocks              helpers.TestClockCreateParams      make_clock
GET    test_helpers/test_clocks/{}           helpers.TestClockRetrieveParams    show:test_helpers.test_clock
DELETE test_helpers/test_clocks/{}           helpers.TestClockDeleteParams      drop_clock
POST   test_helpers/test_clocks/{}/advance   helpers.TestClockAdvanceParams     advance_clock
"""
ROOMS = {"": root, "billing": billing, "portal": portal, "checkout": checkout, "helpers": helpers}


@functools.cache
def routes() -> list[tuple[str, re.Pattern[str], type, str]]:
    """The table, read. An address without a gap comes before one with gaps."""
    found = []
    for row in TABLE.strip().splitlines():
        method, path, params, act = row.split()
        room, _dot, name = params.rpartition(".")
        pattern = re.compile("/v1/" + path.replace("{}", "([^/]+)"))
        found.append((method, pattern, getattr(ROOMS[room], name), act))
    return sorted(found, key=lambda each: "(" in each[1].pattern)
