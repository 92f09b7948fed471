"""The fields of Billing's objects: of Stripe's published example objects (stripe/openapi), August 2026. Read by ``shapes``."""

FIELDS = {
    "product": """
        active:bool created:int default_price:str description:str id:str images:list livemode:bool
        marketing_features:list metadata:dict name:str object:str package_dimensions:dict shippable
        statement_descriptor tax_code type:str unit_label updated:int url
    """,
    "price": """
        active:bool billing_scheme:str created:int currency:str custom_unit_amount:dict id:str livemode:bool
        lookup_key metadata:dict nickname object:str product:str recurring:dict tax_behavior:str tiers_mode
        transform_quantity:dict type:str unit_amount:int unit_amount_decimal:str
    """,
    "plan": """
        active:bool amount:int amount_decimal:str billing_scheme:str created:int currency:str id:str interval:str
        interval_count:int livemode:bool metadata:dict meter nickname object:str product:str tiers_mode
        transform_usage:dict trial_period_days usage_type:str
    """,
    "coupon": """
        amount_off created:int currency:str duration:str duration_in_months:int id:str livemode:bool max_redemptions
        metadata:dict name:str object:str percent_off:float redeem_by:int times_redeemed:int valid:bool
    """,
    "promotion_code": """
        active:bool code:str created:int customer customer_account expires_at:int id:str livemode:bool
        max_redemptions metadata:dict object:str promotion:dict restrictions:dict times_redeemed:int
    """,
    "discount": """
        checkout_session customer:str customer_account end:int id:str invoice invoice_item object:str promotion_code
        source:dict start:int subscription subscription_item
    """,
    "customer": """
        address:dict balance:int created:int currency:str default_source delinquent:bool description discount:dict
        email id:str invoice_prefix:str invoice_settings:dict livemode:bool metadata:dict name
        next_invoice_sequence:int object:str phone preferred_locales:list shipping:dict tax_exempt:str test_clock
    """,
    "tax_id": """
        country:str created:int customer:str customer_account id:str livemode:bool object:str owner:dict type:str
        value:str verification:dict
    """,
    "payment_method": """
        allow_redisplay:str billing_details:dict card:dict created:int customer customer_account id:str
        livemode:bool metadata:dict object:str type:str
    """,
    "setup_intent": """
        application automatic_payment_methods:dict cancellation_reason client_secret:str created:int customer
        description excluded_payment_method_types flow_directions id:str last_setup_error:dict latest_attempt
        livemode:bool mandate metadata:dict next_action:dict object:str on_behalf_of payment_method
        payment_method_configuration_details:dict payment_method_options:dict payment_method_types:list
        single_use_mandate status:str usage:str
    """,
    "subscription": """
        application application_fee_percent automatic_tax:dict billing_cycle_anchor:int
        billing_cycle_anchor_config:dict billing_mode:dict billing_schedules:list billing_thresholds:dict
        cancel_at:int cancel_at_period_end:bool canceled_at:int cancellation_details:dict collection_method:str
        created:int currency:str customer:str customer_account days_until_due default_payment_method default_source
        default_tax_rates:list description discounts:list ended_at:int id:str invoice_settings:dict items:dict
        latest_invoice livemode:bool managed_payments:dict metadata:dict next_pending_invoice_item_invoice:int
        object:str on_behalf_of pause_collection:dict payment_settings:dict pending_invoice_item_interval:dict
        pending_setup_intent pending_update:dict schedule start_date:int status:str test_clock transfer_data:dict
        trial_end:int trial_settings:dict trial_start:int
    """,
    "subscription_item": """
        billing_thresholds:dict created:int current_period_end:int current_period_start:int discounts:list id:str
        metadata:dict object:str plan:dict price:dict quantity:int subscription:str tax_rates:list
    """,
    "invoice": """
        account_country:str account_name account_tax_ids amount_due:int amount_overpaid:int amount_paid:int
        amount_remaining:int amount_shipping:int application attempt_count:int attempted:bool auto_advance:bool
        automatic_tax:dict automatically_finalizes_at billing_reason:str collection_method:str created:int
        currency:str custom_fields customer:str customer_account customer_address:dict customer_email customer_name
        customer_phone customer_shipping:dict customer_tax_exempt:str customer_tax_ids:list default_payment_method
        default_source default_tax_rates:list description discounts:list due_date:int effective_at:int
        ending_balance footer from_invoice:dict hosted_invoice_url id:str invoice_pdf issuer:dict
        last_finalization_error:dict latest_revision lines:dict livemode:bool metadata:dict next_payment_attempt:int
        number object:str on_behalf_of parent:dict payment_settings:dict period_end:int period_start:int
        post_payment_credit_notes_amount:int pre_payment_credit_notes_amount:int receipt_number rendering:dict
        shipping_cost:dict shipping_details:dict starting_balance:int statement_descriptor status:str
        status_transitions:dict subscription subtotal:int subtotal_excluding_tax:int test_clock total:int
        total_discount_amounts:list total_excluding_tax:int total_pretax_credit_amounts total_taxes
        webhooks_delivered_at:int
    """,
    "line_item": """
        amount:int currency:str description:str discount_amounts:list discountable:bool discounts:list id:str
        invoice:str livemode:bool metadata:dict object:str parent:dict period:dict pretax_credit_amounts
        pricing:dict quantity:int quantity_decimal subscription subtotal:int taxes
    """,
    "invoiceitem": """
        amount:int currency:str customer:str customer_account date:int description:str discountable:bool
        discounts:list id:str invoice livemode:bool metadata:dict net_amount:int object:str parent:dict period:dict
        pricing:dict proration:bool quantity:int quantity_decimal:str tax_rates:list test_clock
    """,
    "invoice_payment": """
        amount_paid amount_requested:int created:int currency:str id:str invoice:str is_default:bool livemode:bool
        object:str payment:dict status:str status_transitions:dict
    """,
    "item": """
        adjustable_quantity:dict amount_discount:int amount_subtotal:int amount_tax:int amount_total:int
        currency:str description:str id:str metadata object:str price:dict quantity:int
    """,
    "billing_portal.configuration": """
        active:bool application business_profile:dict created:int default_return_url features:dict id:str
        is_default:bool livemode:bool login_page:dict metadata name object:str updated:int
    """,
    "billing_portal.session": """
        configuration:str created:int customer:str customer_account flow:dict id:str livemode:bool locale object:str
        on_behalf_of return_url:str url:str
    """,
    "billing.meter": """
        created:int customer_mapping:dict default_aggregation:dict display_name:str event_name:str event_time_window
        id:str livemode:bool object:str status:str status_transitions:dict updated:int value_settings:dict
    """,
    "billing.meter_event": """
        created:int event_name:str identifier:str livemode:bool object:str payload:dict timestamp:int
    """,
    "billing.meter_event_summary": """
        aggregated_value:int end_time:int id:str livemode:bool meter:str object:str start_time:int
    """,
    "test_helpers.test_clock": """
        created:int deletes_after:int frozen_time:int id:str livemode:bool name object:str status:str
        status_details:dict
    """,
    "webhook_endpoint": """
        api_version application created:int description:str enabled_events:list id:str livemode:bool metadata:dict
        object:str status:str url:str
    """,
    "credit_note": """
        amount:int amount_shipping:int created:int currency:str customer:str customer_account
        customer_balance_transaction discount_amount:int discount_amounts:list effective_at:int id:str invoice:str
        lines:dict livemode:bool memo metadata:dict number:str object:str out_of_band_amount pdf:str
        post_payment_amount:int pre_payment_amount:int pretax_credit_amounts:list reason refunds:list
        shipping_cost:dict status:str subtotal:int subtotal_excluding_tax:int total:int total_excluding_tax
        total_taxes type:str voided_at:int
    """,
    "credit_note_line_item": """
        amount:int description:str discount_amount:int discount_amounts:list id:str invoice_line_item:str
        livemode:bool metadata object:str pretax_credit_amounts:list quantity:int tax_rates:list taxes type:str
        unit_amount unit_amount_decimal
    """,
}
