"""Jobs are called by name: whoever asks for work does not import who does it."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any

Handler = Callable[..., None]
_handlers: dict[str, Handler] = {}
_give_up_handlers: dict[str, Handler] = {}


class JobName(enum.StrEnum):
    """Every job there is. An architecture test holds that each one has a handler."""

    PROVISION_TENANT = "tenancy.provision_tenant"
    RUN_IMPORT = "inventory.run_import"
    PRINT_CARD_NUMBERS = "inventory.print_card_numbers"
    PRINT_CODES = "inventory.print_codes"
    HOLD_BATCH = "inventory.hold_batch"
    RELEASE_BATCH = "inventory.release_batch"
    SETTLE_PRINTS = "compliance.settle_prints"
    NOTE_UNDONE_LOTS = "compliance.note_undone_lots"
    REPORT_MEETINGS = "compliance.report_meetings"
    RUN_ISSUANCE_BATCH = "merchant_api.run_issuance_batch"
    RESTOCK_TEST_SKU = "inventory.restock_test_sku"
    FILL_BACKORDERS = "issuance.fill_backorders"
    RUN_BULK_VOID = "issuance.run_bulk_void"
    RUN_REFUND = "issuance.run_refund"
    RUN_SHEET = "catalog.run_sheet"
    RUN_EXPORT = "reporting.run_export"
    LOAD_STATEMENT = "reporting.load_statement"
    SEND_MAIL = "messaging.send_mail"
    PAY_SPLITS = "payments.pay_splits"
    PAY_REFUND = "orders.pay_refund"
    CLOSE_PAYMENT = "orders.close_payment"
    TELL_BUYER = "orders.tell_buyer"
    RUN_RECALL = "orders.run_recall"
    SEND_STOCK_ALERT = "inventory.send_stock_alert"
    SEND_MESSAGE = "notifications.send_message"
    RUN_REDELIVERY = "webhooks.run_redelivery"
    RECEIVE_SUPPLY = "compliance.receive_supply"
    CHECK_SUPPLIER = "compliance.check_supplier"
    RECEIVE_APPEAL = "compliance.receive_appeal"
    TELL_SUPPLIER = "compliance.tell_supplier"
    RECEIVE_MERCHANT = "compliance.receive_merchant"
    CHECK_MERCHANT = "compliance.check_merchant"
    RECEIVE_MERCHANT_APPEAL = "compliance.receive_merchant_appeal"
    REVIEW_TEXTS = "catalog.review_texts"
    TELL_AGREEMENT = "compliance.tell_agreement"
    TELL_MERCHANT = "compliance.tell_merchant"
    SCREEN_WATCHED = "compliance.screen_watched"
    SCAN_DOCUMENT = "compliance.scan_document"
    SCAN_LETTER = "compliance.scan_letter"
    BUILD_EXPORT = "compliance.build_export"
    JUDGE_SIGNALS = "compliance.judge_signals"
    OPEN_SIGNAL_CASE = "orders.open_signal_case"
    DELIVER_HELD = "orders.deliver_held"
    RECALL_SUPPLY = "orders.recall_supply"
    HANDLE_BILLING_EVENT = "billing.handle_event"
    PUT_BACK_CHANGE = "billing.put_back_change"
    END_SUBSCRIPTION = "billing.end_subscription"
    EXPORT_CLOSED_SHOP = "reporting.export_closed_shop"
    TELL_INVOICE_TITLE = "billing.tell_invoice_title"


def handles(name: JobName, *, on_give_up: Handler | None = None) -> Callable[[Handler], Handler]:
    """Register the decorated function as the handler of ``name``; it takes the job's payload as keywords.

    Args:
        on_give_up: called the same way when the last attempt has failed, so that nobody waits for ever.
    """

    def register(function: Handler) -> Handler:
        if name in _handlers and _handlers[name] is not function:
            raise RuntimeError(f"two handlers for job {name}")
        _handlers[name] = function
        if on_give_up is not None:
            _give_up_handlers[name] = on_give_up
        return function

    return register


def handler_of(name: str) -> Handler:
    """The registered handler. Raises KeyError when there is none."""
    return _handlers[name]


def give_up_handler_of(name: str) -> Handler | None:
    """What is to be called when the job is given up, if anything."""
    return _give_up_handlers.get(name)


def registered() -> dict[str, Any]:
    """All handlers by name."""
    return dict(_handlers)
