"""New stock and the rules: once for an import, with the version that held; closed while they cannot be read, and going on by itself."""

import datetime as dt

import pytest

from platform_core.compliance.enums import Clearance
from platform_core.compliance.errors import RuleRefused, ScreeningUnavailable
from platform_core.compliance.known_rules import forget_rules
from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import tenant_context
from tenants.catalog.models import Product
from tenants.inventory.models import CardCode, CodeImport
from tenants.inventory.selectors import list_stock
from tenants.inventory.services.give_up_import import give_up_import
from tenants.inventory.services.run_import import run_import
from tests.integration.compliance.cards import change_rule, result_of, screenings, take_rules_away, where
from tests.integration.inventory.imports import begin, import_file, wait
from tests.world import make_shelf, now, set_clearance, stock

pytestmark = pytest.mark.django_db
MANY = b"\n".join(b"K-%05d" % number for number in range(300))


def available(tenant, shelf):
    with tenant_context(tenant):
        return list_stock([shelf.sku.id], now=now())[shelf.sku.id]


def prepaid(tenant, *, named=False, revivable=True):
    shelf = make_shelf(tenant)
    with tenant_context(tenant):
        Product.objects.filter(pk=shelf.product.pk).update(
            nature="prepaid", named=named, card_terms={"revivable": revivable}
        )
    return shelf


def test_one_import_is_screened_once_with_version_and_inputs(tenant, other_tenant, shelf):
    assert import_file(tenant, shelf, MANY).accepted == 300
    (row,) = screenings(tenant, "batch")
    assert (row.verdict, result_of(row, "SRC-01")) == ("clear", ("passed", 1))
    assert (row.inputs["supplier_state"], row.inputs["missing_documents"]) == ("active", [])
    assert screenings(other_tenant, "batch") == []


def test_who_is_not_cleared_gets_stock_in_and_nothing_sold(tenant):
    shelf = make_shelf(tenant, cleared=False)
    stock(tenant, shelf, 3)
    assert result_of(screenings(tenant, "batch")[-1], "SRC-01") == ("failed", 1)
    assert available(tenant, shelf) == 0
    set_clearance(shelf.contract, Clearance.CLEARED)
    assert available(tenant, shelf) == 3


def test_a_new_version_is_the_one_that_is_kept(tenant, shelf):
    change_rule(
        "SRC-01",
        holds="supplier_state == 'expiring'",
        passes=[{"supplier_state": "expiring"}, {"supplier_state": "expiring", "missing_documents": []},
                {"supplier_state": "expiring", "documents_end": False, "documents_to": None}],
        fails=[{}, {"supplier_state": "suspended"}, {"supplier_state": "active"}],
    )  # fmt: skip
    stock(tenant, shelf, 1)
    assert result_of(screenings(tenant, "batch")[-1], "SRC-01") == ("failed", 9)


@pytest.mark.parametrize(
    ("named", "revivable", "days", "fits"),
    [(False, True, 1_096, True), (False, True, 1_090, False), (False, False, 1_200, False), (True, True, 1_200, False),
     (True, True, None, True)],
)  # fmt: skip
def test_prepaid_cards_that_end_too_early_do_not_get_in(tenant, named, revivable, days, fits):
    shelf = prepaid(tenant, named=named, revivable=revivable)
    ends = local_date(now(), tenant.time_zone) + dt.timedelta(days=days) if days else None
    if fits:
        stock(tenant, shelf, 2, expires_on=ends)
        assert available(tenant, shelf) == 2
        return
    with pytest.raises(RuleRefused) as refused:
        stock(tenant, shelf, 2, expires_on=ends)
    assert refused.value.data["rule"] == "CARD-02"
    line = f"secret,expires\nA1,{ends}\nA2,2099-01-01".encode()
    row = import_file(tenant, shelf, line, "codes.csv")
    assert (row.state, row.failure, row.accepted) == ("rejected", "validity_refused", 0)
    assert screenings(tenant, "product")[-1].verdict == "blocked"
    with tenant_context(tenant):
        assert not CardCode.objects.exists()


def test_goods_and_shops_abroad_may_end_whenever_they_do(tenant, shelf):
    soon = now().date() + dt.timedelta(days=9)
    stock(tenant, shelf, 1, expires_on=soon)
    where(tenant, kind="overseas", country="SG")
    card = prepaid(tenant)
    stock(tenant, card, 1, expires_on=soon)
    assert (available(tenant, shelf), available(tenant, card)) == (1, 1)


def test_an_import_waits_for_the_rules_in_words_and_goes_on_by_itself(tenant, shelf, monkeypatch):
    row = begin(tenant, shelf, MANY)
    with monkeypatch.context() as patched:
        take_rules_away(patched)
        with tenant_context(tenant), pytest.raises(ScreeningUnavailable):
            run_import(import_id=row.id, now=now())
        with tenant_context(tenant):
            waits = CodeImport.objects.get(pk=row.pk)
            assert (waits.state, waits.failure) == ("screening", "rules_unavailable")
            give_up_import(import_id=row.id, now=now())
            assert CodeImport.objects.get(pk=row.pk).state == "screening"
        assert available(tenant, shelf) == 0
        with pytest.raises(ScreeningUnavailable):
            stock(tenant, shelf, 1)
    forget_rules()
    wait()
    with tenant_context(tenant):
        done = CodeImport.objects.get(pk=row.pk)
    assert (done.state, done.failure, available(tenant, shelf)) == ("ready", "", 300)
    assert len(screenings(tenant, "batch")) == 1


def test_prepaid_stock_is_not_given_up_while_the_rules_are_away(tenant, monkeypatch):
    shelf = prepaid(tenant)
    row = begin(tenant, shelf, MANY)
    take_rules_away(monkeypatch)
    with tenant_context(tenant):
        with pytest.raises(ScreeningUnavailable):
            run_import(import_id=row.id, now=now())
        give_up_import(import_id=row.id, now=now())
        waits = CodeImport.objects.get(pk=row.pk)
        assert (waits.state, waits.failure, CardCode.objects.count()) == ("validating", "rules_unavailable", 0)
    monkeypatch.undo()
    forget_rules()
    with tenant_context(tenant):
        run_import(import_id=row.id, now=now())
        assert CodeImport.objects.get(pk=row.pk).state == "ready"
