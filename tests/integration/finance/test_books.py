"""The books: a fact is in them once, both sides of it or none, and in the currency in which it happened."""

import pytest
from django.db import IntegrityError, transaction

from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import tenant_context
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.models import LedgerTransfer
from tenants.finance.selectors import list_balances
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.inventory.services.undo_import import undo_import
from tests.world import api, make_key, make_shelf, now, stock

STOCK, OWED, COST = AccountCode.CODE_STOCK, AccountCode.SUPPLIER_PAYABLE, AccountCode.COST_OF_CODES


def post(*transfers, subject=None, kind=TransferKind.IMPORT):
    post_transfers(kind=kind, subject_id=subject or new_id(), transfers=transfers, now=now())


def test_balances_are_debits_less_credits_and_sum_to_zero_in_each_currency(tenant):
    with tenant_context(tenant):
        post(Transfer(STOCK, OWED, 900, "CNY"), Transfer(COST, STOCK, 250, "CNY"))
        post(Transfer(STOCK, OWED, 7, "USD"))
        assert list_balances() == {
            (STOCK, "CNY"): 650,
            (COST, "CNY"): 250,
            (OWED, "CNY"): -900,
            (STOCK, "USD"): 7,
            (OWED, "USD"): -7,
        }


def test_a_fact_is_refused_when_it_is_in_the_books_already(tenant):
    subject = new_id()
    with tenant_context(tenant):
        post(Transfer(STOCK, OWED, 900, "CNY"), subject=subject)
        with pytest.raises(IntegrityError), transaction.atomic():
            post(Transfer(STOCK, OWED, 900, "CNY"), subject=subject)
        post(Transfer(OWED, STOCK, 900, "CNY"), subject=subject, kind=TransferKind.IMPORT_UNDONE)
        assert list_balances() == {(STOCK, "CNY"): 0, (OWED, "CNY"): 0}


@pytest.mark.parametrize("wrong", [Transfer(STOCK, OWED, -1, "CNY"), Transfer(STOCK, STOCK, 1, "CNY")])
def test_a_transfer_is_refused_when_it_is_negative_or_goes_nowhere(tenant, wrong):
    with tenant_context(tenant):
        with pytest.raises(IntegrityError), transaction.atomic():
            post(Transfer(STOCK, OWED, 900, "CNY"), wrong)
        assert not LedgerTransfer.objects.exists()


def test_codes_are_booked_in_the_currency_of_their_sku_from_import_to_sale_and_undo(tenant):
    shelf = make_shelf(tenant, currency="USD")
    code_import = stock(tenant, shelf, 5)
    body = {"external_id": "USD-1", "lines": [{"sku": shelf.sku_id, "quantity": 2}]}
    answer = api(make_key(tenant)).post("/v1/issuances", body, content_type="application/json")
    assert answer.status_code == 201
    with tenant_context(tenant):
        undo_import(import_id=code_import.id, now=now())
        assert list_balances() == {(STOCK, "USD"): 0, (COST, "USD"): 8000, (OWED, "USD"): -8000}
