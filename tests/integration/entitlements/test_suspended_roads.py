"""Every road there is, out of the registries of addresses, jobs and statements: a new one that nobody thought about fails here.

The API's are in ``tests/api/v1/test_subscriptions.py``, out of its document; what sells is tried in ``test_suspension.py``.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from platform_core.entitlements.enums import Standing
from platform_core.kernel.jobs import JobName
from tenants.console.paused import BILLING, GOES_ON
from tenants.storefront.closing import SELLING
from tests.integration.console.role_expectations import OPEN
from tests.integration.console.test_back_office import staff
from tests.integration.entitlements.plans import hold
from tests.world import shop

# Pages of a shop that sell nothing: what was bought, the account, help, files, and who runs the shop.
READS = {
    "personal", "open", "order", "status", "codes", "codes_file", "handed_over", "wallet", "ask_again", "help", "resend", "pickup",
    "pickup_file", "lookup", "me", "log_in", "enter_code", "log_in_password", "log_out", "confirm", "add_order", "devices",
    "remove_device", "log_out_everywhere", "settings", "password", "contact", "payment_password", "data", "export", "erase",
    "balance", "withdraw", "licence", "about", "media", "theme", "favicon",
}  # fmt: skip
# What is posted in the back office and changes nothing.
LOOKS = {"products_prices", "role_check", "shopfront_preview", "statement_preview", "tiers_preview"}
# They ask for money for an order of before, which their services refuse (``test_suspension.py``), or hear that it came.
BY_SERVICE = {"pay", "pay_from_balance", "notify"}
# Jobs that put codes into somebody's hands; all others look, tell, tidy up, or give back.
SELLS = {JobName.RUN_ISSUANCE_BATCH, JobName.FILL_BACKORDERS}
PAID_BEFORE = {JobName.DELIVER_HELD}  # what compliance held back and was paid
OTHER_JOBS = """
    PROVISION_TENANT RUN_IMPORT PRINT_CARD_NUMBERS PRINT_CODES HOLD_BATCH RELEASE_BATCH SETTLE_PRINTS NOTE_UNDONE_LOTS
    REPORT_MEETINGS RESTOCK_TEST_SKU RUN_BULK_VOID RUN_REFUND RUN_SHEET RUN_EXPORT LOAD_STATEMENT SEND_MAIL PAY_SPLITS PAY_REFUND
    CLOSE_PAYMENT TELL_BUYER RUN_RECALL SEND_STOCK_ALERT SEND_MESSAGE RUN_REDELIVERY RECEIVE_SUPPLY CHECK_SUPPLIER RECEIVE_APPEAL
    TELL_SUPPLIER RECEIVE_MERCHANT CHECK_MERCHANT RECEIVE_MERCHANT_APPEAL REVIEW_TEXTS TELL_AGREEMENT TELL_MERCHANT SCREEN_WATCHED
    SCAN_DOCUMENT SCAN_LETTER BUILD_EXPORT JUDGE_SIGNALS OPEN_SIGNAL_CASE RECALL_SUPPLY HANDLE_BILLING_EVENT PUT_BACK_CHANGE
    END_SUBSCRIPTION EXPORT_CLOSED_SHOP TELL_INVOICE_TITLE
"""
SAMPLES = {"uuid": uuid.UUID(int=7), "int": 7, "string": "x", "slug": "x", "path": "x"}
# Functions of the database that take codes off the shelf, and who calls them.
TAKES = re.compile(
    r"\b(claim_codes|claim_shared_codes|claim_waited|await_codes|convert_reservation|fill_backorder|store_generated"
    r"|issue_codes)\(%s"
)
TAKERS = {
    "tenants/inventory/services/reserve_codes.py": "asked by issue_codes and place_order alone",
    "tenants/issuance/services/issue_codes.py": "checks",
    "tenants/issuance/services/fill_backorders.py": "checks: who only asked waits",
}


def patterns(found: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in found:
        if isinstance(each, URLResolver):
            namespace = f"{each.namespace}:" if each.namespace else ""
            yield from patterns(each.url_patterns, prefix + namespace)
        else:
            yield prefix, each


def paths_of(urlconf: str, namespace: str) -> dict[str, str]:
    """An address of each name, with made-up arguments."""
    found = {}
    for prefix, pattern in patterns(get_resolver(urlconf).url_patterns):
        if prefix != f"{namespace}:" or pattern.name is None:
            continue
        named = {
            name: SAMPLES[type(each).__name__.removesuffix("Converter").lower()]
            for name, each in pattern.pattern.converters.items()
        }
        try:
            found[pattern.name] = reverse(f"{namespace}:{pattern.name}", urlconf=urlconf, kwargs=named)
        except NoReverseMatch:
            continue  # a name with several addresses: another of them has these arguments
    return found


def test_every_page_of_a_shop_sells_or_does_not():
    names = set(paths_of("config.urls_tenant", "shop"))
    assert names == SELLING | READS | BY_SERVICE, "does it sell? then it belongs into tenants/storefront/closing.py"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_suspended_shop_closes_every_page_that_sells_and_no_other(tenant, method):
    hold(tenant, Standing.SUSPENDED)
    buyer = shop(tenant)
    for name, path in paths_of("config.urls_tenant", "shop").items():
        closed = getattr(buyer, method)(path).status_code == 503
        assert closed == (name in SELLING), (name, path)


def test_a_suspended_back_office_does_nothing_but_what_is_listed(tenant):
    owner = staff(tenant)
    hold(tenant, Standing.SUSPENDED)
    refused, done = set(), set()
    for name, path in paths_of("config.urls_tenant", "console").items():
        status = owner.post(path).status_code if name not in OPEN else 405
        goes_on = name in GOES_ON or name.startswith(BILLING)
        assert not (goes_on and status == 402), name
        if status == 402:
            refused.add(name)
        elif not goes_on and status not in {404, 405}:
            done.add(name)
    assert done == LOOKS
    assert len(refused) > 60
    assert refused >= {"product_new", "shopfront", "import_start", "keys", "people_invite"}


def test_every_job_was_looked_at():
    known = set(OTHER_JOBS.split()) | {each.name for each in SELLS | PAID_BEFORE}
    assert {each.name for each in JobName} == known, (
        "does it issue codes or ask for money? then try it in test_suspension.py"
    )


def test_codes_leave_the_shelf_by_known_hands_alone():
    found = set()
    for folder in ("tenants", "merchant_api", "platform_core", "billing", "webhooks"):
        for file in (Path(settings.BASE_DIR) / folder).rglob("*.py"):
            if "migrations" not in file.parts and TAKES.search(file.read_text()):
                found.add(str(file.relative_to(settings.BASE_DIR)))
    assert found == set(TAKERS), "whoever takes codes off the shelf asks check_selling_right first"
