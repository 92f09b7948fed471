"""Codes that holders pay with here: the shop owes what was issued, not what was asked for."""

from platform_core.tenancy.context import tenant_context
from tenants.finance.enums import AccountCode
from tenants.finance.models import LedgerTransfer
from tenants.issuance.services.fill_backorders import fill_backorders
from tests.world import make_shelf, now, stock


def owed(tenant):
    with tenant_context(tenant):
        rows = LedgerTransfer.objects.filter(kind=1).exclude(debit_id=AccountCode.COST_OF_CODES)
        return sum(rows.values_list("amount", flat=True))


def order(client, shelf, number, quantity, policy):
    body = {
        "external_id": number,
        "lines": [{"sku": shelf.sku_id, "quantity": quantity}],
        "fulfillment_policy": policy,
    }
    return client.post("/v1/issuances", body, content_type="application/json").json()


def test_what_is_owed_grows_with_every_code_that_is_issued(tenant, client):
    shelf = make_shelf(tenant, redemption="amount", face_value=5000)
    stock(tenant, shelf, 2)
    assert order(client, shelf, "W-1", 3, "partial")["lines"][0]["issued"] == 2
    assert owed(tenant) == 2 * 5000
    order(client, shelf, "W-2", 3, "backorder")
    assert owed(tenant) == 2 * 5000
    for step, codes in enumerate((["A"], ["B", "C"])):
        stock(tenant, shelf, codes)
        with tenant_context(tenant):
            assert fill_backorders(now=now()) == 1
        assert owed(tenant) == (3 + 2 * step) * 5000
