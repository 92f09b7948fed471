"""Which acts of the back office wait until the subscription is paid: one table, asked by the guard before any of them begins."""

from __future__ import annotations

from typing import Final

from platform_core.entitlements.enums import Standing
from platform_core.entitlements.errors import SubscriptionInactive
from platform_core.tenancy.own_rights import current_rights, upgrade_url

# What puts up something new: not while a shop is read-only.
PUTS_UP: Final = frozenset(
    {
        "product_new", "product_copy", "sku_new", "product_pictures", "sheets", "sheet_apply", "import_new", "import_preview",
        "import_start", "webhook_new", "keys", "people_invite", "invitation_resend", "settings_domain_add",
    }
)  # fmt: skip
# What goes on even in a suspended shop: looking, taking out, what buyers have paid for, keeping others out, and what the platform
# and the law ask of a merchant.
GOES_ON: Final = frozenset(
    {
        "view_save", "view_forget", "launch_dismiss", "approval_decide", "approval_withdraw",
        "exports", "export_act", "sheet_export", "orders_export", "finance_export", "coupon_download", "stock_export_new",
        "stock_export_ask", "stock_export_taken", "differences_csv",
        "order_note", "order_contact", "order_code", "order_replace", "order_resend", "order_close", "order_case", "order_refund",
        "cases_take", "cases_assign", "case_act", "case_refund", "case_share", "fulfil", "fulfil_look", "fulfil_give",
        "message_look", "message_resend", "stock_code_reveal", "stock_code_hidden", "stock_code_find", "stock_code_act",
        "stock_batch_act", "stock_recall_new", "stock_recall_again", "import_act", "sheet_act",
        "customer_of", "customer_block", "customer_unblock", "customer_data", "customer_erase",
        "key_revoke", "key_roll", "endpoint_pause", "endpoint_rotate", "endpoint_secret", "endpoint_delete",
        "order_webhooks_secret", "order_webhooks_rotate", "delivery_resend",
        "person_role", "person_remove", "invitation_withdraw",
        "qualification", "qualification_paper", "qualification_remove", "qualification_appeal", "agreements",
        "supplier_file", "supplier_submit", "supplier_appeal", "supplier_confirm", "supplier_paper_new", "supplier_paper_edit",
        "supplier_paper_remove",
    }
)  # fmt: skip
BILLING: Final = ("billing", "settings_billing")  # how addresses of the bills' own pages are called


def check_act(name: str) -> None:
    """May somebody act on this address of the back office, as far as the subscription is concerned?

    Args:
        name: of the address.

    Raises:
        SubscriptionInactive
    """
    if name.startswith(BILLING) or _passes(name, current_rights().standing):
        return
    standing = current_rights(fresh=True).standing
    if not _passes(name, standing):
        raise SubscriptionInactive(standing=standing.value, upgrade_url=upgrade_url())


def _passes(name: str, standing: Standing) -> bool:
    if standing == Standing.SUSPENDED:
        return name in GOES_ON
    return standing != Standing.READ_ONLY or name not in PUTS_UP
