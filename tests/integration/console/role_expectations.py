"""Who may open and who may act on what in the back office, written by hand and apart from the table of powers.

A change of the guard, of a role or of an address has to be made here as well: nobody gains a page unnoticed. Each line: the
roles that see it, the roles that may send something to it, the names of addresses.
"""

from __future__ import annotations

from typing import NamedTuple

EVERYBODY = "owner operations support finance developer"
OWNER = "owner"
GOODS = "owner operations"
CARE = "owner support"
MONEY = "owner finance"
TECH = "owner developer"


class Expected(NamedTuple):
    see: str
    act: str
    names: str


# Before anybody is anybody.
OPEN = {"enter", "leave"}
EXPECTED: list[Expected] = [
    Expected(EVERYBODY, EVERYBODY, "start launch find approvals approval_withdraw view_save view_forget"),
    Expected(EVERYBODY, MONEY, "approval_decide"),
    Expected(EVERYBODY, EVERYBODY, "attention bell attention_rows"),
    # Each their own, of what their role may export.
    Expected(EVERYBODY, EVERYBODY, "exports export export_file export_act"),
    Expected(EVERYBODY, OWNER, "launch_dismiss"),
    # What is sold.
    Expected("owner operations developer", "owner operations developer", "products"),
    Expected("owner operations developer", "owner operations developer", "sheet_export"),
    Expected("owner operations developer", GOODS, "groups product"),
    Expected(GOODS, GOODS, "product_new shopfront shopfront_preview contrast suppliers supplier pin unpin"),
    # Of a supplier's file; who sees pages of papers is on record.
    Expected(
        GOODS,
        GOODS,
        "supplier_file supplier_papers supplier_category supplier_licence supplier_number supplier_contacts",
    ),
    Expected(
        GOODS,
        GOODS,
        "supplier_submit supplier_appeal supplier_confirm supplier_paper_new supplier_paper supplier_paper_edit",
    ),
    Expected(GOODS, GOODS, "supplier_paper_remove supplier_paper_page"),
    Expected(GOODS, GOODS, "products_prices products_reprice products_sort products_bulk products_undo products_order"),
    Expected(GOODS, GOODS, "products_pins product_pin product_copy product_pictures product_arrange"),
    Expected(GOODS, GOODS, "group_move group_delete sheets sheet sheet_apply sheet_act sheet_faults"),
    Expected(GOODS, GOODS, "sku sku_new sku_move sku_cell tiers_preview"),
    Expected(GOODS, GOODS, "imports import import_new import_preview import_start import_act"),
    # The stock: whoever sees it handles it only in operations; what codes say is for support, one by one.
    Expected(
        "owner operations developer", "owner operations developer", "stock stock_batches stock_batch stock_recall"
    ),
    Expected("owner operations developer", "owner operations developer", "stock_codes stock_code stock_code_find"),
    Expected("owner operations developer", GOODS, "stock_batch_act stock_code_act"),
    Expected("owner operations developer", OWNER, "stock_sku"),
    Expected(GOODS, GOODS, "stock_recall_new stock_recall_again"),
    Expected("owner support finance", "owner support finance", "stock_buyers"),
    Expected(CARE, CARE, "stock_code_reveal stock_code_hidden"),
    Expected(OWNER, OWNER, "stock_export_new stock_export_ask stock_export_taken"),
    Expected(OWNER, OWNER, "stock_alerts stock_robot_add stock_robot_act"),
    # Orders: support works them, finance sends money back.
    Expected("owner support finance", "owner support finance", "orders order cases case"),
    Expected(CARE, CARE, "cases_assign case_act fulfil fulfil_look fulfil_give"),
    Expected(CARE, CARE, "messages message_look message_resend message_templates message_template"),
    Expected("owner support finance", "owner support finance", "order_note"),
    Expected("owner support finance", CARE, "order_contact order_code"),
    Expected(CARE, CARE, "order_replace order_resend order_close order_case cases_take"),
    Expected("owner operations support finance", "owner operations support finance", "coupons coupon"),
    Expected(GOODS, GOODS, "coupon_new coupon_edit coupon_switch coupon_codes coupon_download"),
    Expected(CARE, CARE, "customers guests customer customer_of"),
    Expected(CARE, CARE, "customer_block customer_unblock"),
    Expected(CARE, OWNER, "customer_data customer_erase"),
    # Money: it goes back, is exported, is settled where nobody handles codes.
    Expected(MONEY, MONEY, "case_refund case_share order_refund orders_export"),
    Expected(MONEY, MONEY, "finance finance_ledger finance_report finance_check finance_export"),
    Expected(MONEY, MONEY, "finance_supplier supplier_payment_undo"),
    Expected(MONEY, MONEY, "reconciliation differences differences_csv difference statement statement_faults"),
    Expected(MONEY, MONEY, "statement_new statement_preview statement_start statement_fetch statement_act"),
    Expected(MONEY, MONEY, "differences_resolve difference_act"),
    # What the shop pays the platform: finance pays bills, what is subscribed to is for the owner to say.
    Expected(EVERYBODY, EVERYBODY, "billing_hide"),
    Expected(MONEY, MONEY, "billing billing_plans billing_usage billing_done billing_done_state billing_refresh"),
    Expected(MONEY, MONEY, "billing_portal billing_title billing_invoices billing_invoice"),
    Expected(MONEY, MONEY, "billing_invoice_pay billing_invoice_fapiao"),
    Expected(OWNER, OWNER, "billing_subscribe billing_change billing_cancel billing_resume"),
    # For machines.
    Expected(TECH, TECH, "keys key_revoke key_roll api_version logs log log_replay callbacks"),
    Expected(TECH, TECH, "webhooks webhook_new order_webhooks order_webhooks_secret order_webhooks_rotate"),
    Expected(TECH, TECH, "endpoint endpoint_live endpoint_edit endpoint_pause endpoint_resume endpoint_test"),
    Expected(TECH, TECH, "endpoint_rotate endpoint_secret endpoint_delete endpoint_recover recovery recovery_cancel"),
    Expected(TECH, TECH, "delivery delivery_curl delivery_resend"),
    # The owner alone.
    Expected(OWNER, OWNER, "payments payment_account message_settings sms_account audit audit_entry"),
    Expected(OWNER, OWNER, "settings settings_shop settings_opening settings_safety settings_keeping settings_domains"),
    Expected(OWNER, OWNER, "qualification qualification_paper qualification_remove qualification_appeal agreements"),
    Expected(OWNER, OWNER, "settings_domain_add settings_domain_check settings_domain_remove settings_domain_choose"),
    Expected(OWNER, OWNER, "people people_invite invitation_resend invitation_withdraw"),
    Expected(OWNER, OWNER, "person person_role person_remove person_hand_over"),
    Expected(OWNER, OWNER, "people_roles role_new role_check role_edit role_archive"),
]


def expected_roles() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """By the name of an address: who sees it, who acts on it."""
    return {
        name: (frozenset(line.see.split()), frozenset(line.act.split()))
        for line in EXPECTED
        for name in line.names.split()
    }
