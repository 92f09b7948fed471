"""Which fields Stripe's objects have, and of which type: of its published example objects (stripe/openapi), August 2026.

A field with no type is null in the example. What the simulator tells is made and compared by this, so that it cannot drift
into what our code happens to like.
"""

from __future__ import annotations

from typing import Any

from tests.simulators.stripe.billing_fields import FIELDS as BILLING_FIELDS

TYPES = {"str": str, "int": int, "bool": bool, "dict": dict, "list": list, "float": float}
# What the SDK knows and the examples do not show: told where it was asked for, or where it applies.
SOMETIMES = {
    "event": "account", "invoice": "payments confirmation_secret status_details amount_paid_off_stripe",
    "customer": "tax_ids subscriptions deleted",
    "price": "tiers", "checkout.session": "line_items", "payment_method": "alipay", "subscription": "status_details",
    "webhook_endpoint": "secret", "payment_intent": "", "coupon": "applies_to",
}  # fmt: skip
FIELDS = {
    **BILLING_FIELDS,
    "checkout.session": """
        adaptive_pricing:dict after_expiration:dict allow_promotion_codes amount_subtotal amount_total
        automatic_tax:dict billing_address_collection cancel_url:str client_reference_id client_secret
        collected_information:dict consent:dict consent_collection:dict created:int currency
        currency_conversion:dict custom_fields:list custom_text:dict customer customer_account customer_creation
        customer_details:dict customer_email discounts expires_at:int id:str integration_identifier invoice
        invoice_creation:dict livemode:bool locale managed_payments:dict metadata:dict mode:str object:str
        origin_context payment_intent:str payment_link payment_method_collection
        payment_method_configuration_details:dict payment_method_options:dict payment_method_types:list
        payment_status:str permissions:dict phone_number_collection:dict recovered_from
        saved_payment_method_options:dict setup_intent shipping_address_collection:dict shipping_cost:dict
        shipping_options:list status:str submit_type subscription success_url:str total_details:dict ui_mode url:str
        wallet_options:dict
    """,
    "payment_intent": """
        amount:int amount_capturable:int amount_details:dict amount_received:int application application_fee_amount
        automatic_payment_methods:dict canceled_at:int cancellation_reason capture_method:str client_secret:str
        confirmation_method:str created:int currency:str customer customer_account description
        excluded_payment_method_types id:str last_payment_error:dict latest_charge livemode:bool
        managed_payments:dict metadata:dict next_action:dict object:str on_behalf_of payment_method
        payment_method_configuration_details:dict payment_method_options:dict payment_method_types:list
        processing:dict receipt_email review setup_future_usage shipping:dict source statement_descriptor
        statement_descriptor_suffix status:str transfer_data:dict transfer_group
    """,
    "charge": """
        amount:int amount_captured:int amount_refunded:int application application_fee application_fee_amount
        balance_transaction:str billing_details:dict calculated_statement_descriptor captured:bool created:int
        currency:str customer description:str disputed:bool failure_balance_transaction failure_code failure_message
        fraud_details:dict id:str livemode:bool metadata:dict object:str on_behalf_of outcome:dict paid:bool
        payment_intent payment_method:str payment_method_details:dict receipt_email receipt_number receipt_url:str
        refunded:bool refunds:dict review shipping:dict source:dict source_transfer statement_descriptor
        statement_descriptor_suffix status:str transfer_data:dict transfer_group
    """,
    "refund": """
        amount:int balance_transaction charge:str created:int currency:str customer customer_account
        destination_details:dict id:str metadata:dict object:str payment_intent payment_method reason receipt_number
        source_transfer_reversal status:str transfer_reversal
    """,
    "transfer": """
        amount:int amount_reversed:int balance_transaction:str created:int currency:str description destination:str
        destination_payment:str id:str livemode:bool metadata:dict object:str reversals:dict reversed:bool
        source_transaction source_type:str transfer_group
    """,
    "transfer_reversal": """
        amount:int balance_transaction created:int currency:str destination_payment_refund id:str metadata:dict
        object:str source_refund transfer:str
    """,
    "fee_refund": """
        amount:int balance_transaction created:int currency:str fee:str id:str metadata:dict object:str
    """,
    "application_fee": """
        account:str amount:int amount_refunded:int application:str balance_transaction:str charge:str created:int
        currency:str fee_source:dict id:str livemode:bool object:str originating_transaction refunded:bool
        refunds:dict
    """,
    "balance_transaction": """
        amount:int available_on:int balance_type:str created:int currency:str description:str exchange_rate fee:int
        fee_details:list id:str net:int object:str reporting_category:str source:str status:str type:str
    """,
    "payout": """
        amount:int application_fee application_fee_amount arrival_date:int automatic:bool balance_transaction:str created:int
        currency:str description:str destination:str failure_balance_transaction failure_code failure_message id:str
        livemode:bool metadata:dict method:str object:str original_payout payout_method reconciliation_status:str reversed_by
        source_type:str statement_descriptor status:str trace_id:dict type:str
    """,
    "event": """
        api_version created:int data:dict id:str livemode:bool object:str pending_webhooks:int request:dict type:str
    """,
    "dispute": """
        amount:int balance_transactions:list charge:str created:int currency:str enhanced_eligibility_types:list
        evidence:dict evidence_details:dict id:str is_charge_refundable:bool livemode:bool metadata:dict object:str
        payment_intent payment_method_details:dict reason:str status:str
    """,
}


def fields_of(kind: str) -> dict[str, type | None]:
    """The fields of an object, with their types where the example tells one."""
    words = (word.partition(":") for word in FIELDS[kind].split())
    return {name: TYPES.get(of) for name, _colon, of in words}


def made(kind: str, **given: Any) -> dict[str, Any]:
    """An object of this kind: the given fields, everything else null. A field that Stripe does not have is a mistake."""
    fields = fields_of(kind)
    unknown = set(given) - set(fields) - set(SOMETIMES.get(kind, "").split())
    assert not unknown, f"{kind} has no {unknown}"
    return {**dict.fromkeys(fields), "object": kind, **given}


def faults_of(said: dict[str, Any]) -> list[str]:
    """How an object differs from those that Stripe tells."""
    fields = fields_of(said["object"])
    found = [f"missing {name}" for name in fields if name not in said]
    sometimes = SOMETIMES.get(said["object"], "").split()
    found += [f"strange {name}" for name in said if name not in fields and name not in sometimes]
    for name, wanted in fields.items():
        told = said.get(name)
        expanded = wanted is str and isinstance(told, dict)  # an id that was asked for as the object
        if told is not None and wanted is not None and type(told) is not wanted and not expanded:
            found.append(f"{name} is a {type(told).__name__}")
    return found


def all_faults_of(said: Any, where: str = "") -> list[str]:
    """The same of every object that stands inside one, as far as its kind is known."""
    found = []
    if isinstance(said, list):
        for each in said:
            found += all_faults_of(each, where)
    elif isinstance(said, dict):
        here = f"{where}.{said['object']}" if isinstance(said.get("object"), str) else where
        if isinstance(said.get("object"), str) and said["object"] in FIELDS and not said.get("deleted"):
            found += [f"{here}: {fault}" for fault in faults_of(said)]
        for name, inner in said.items():
            found += all_faults_of(inner, f"{here}.{name}" if isinstance(inner, dict | list) else here)
    return found
