"""One code in two shops: the later batch is never on the shelf, neither shop learns of the other, staff see both."""

import datetime as dt

import pytest

from platform_core.compliance.models import CodePrint, PrintTally, ScreenedLot
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.inventory.models import CodeImport, Lot
from tenants.inventory.services.release_reservations import release_reservations
from tenants.inventory.services.reserve_codes import reserve_codes
from tenants.inventory.services.undo_import import undo_import
from tenants.inventory.services.void_lot import void_lot
from tests.integration.compliance.screened import CODES, bring, findings, halt_of, on_sale
from tests.integration.inventory.imports import begin, sell, wait
from tests.world import make_shelf, now, stock


def test_the_later_batch_is_not_on_sale_and_staff_see_both(tenant, other_tenant):
    first, _, earlier = bring(tenant, CODES)
    second, row, later = bring(other_tenant, [*CODES[:3], "AN0THERC0DE99999"])
    assert (row.state, row.accepted, on_sale(other_tenant, second)) == ("ready", 4, 0)
    assert halt_of(other_tenant, later) == "review"
    assert on_sale(tenant, first) == len(CODES)
    assert halt_of(tenant, earlier) == ""
    of_later, of_earlier = findings(rule_id="X1")
    assert (of_later.level, of_later.tenant_role) == ("block", other_tenant.role_name)
    assert (of_earlier.level, of_earlier.tenant_role) == ("review", tenant.role_name)
    assert of_later.facts == of_earlier.facts
    sides = {
        name: (side["shop"], side["batch"]) for name, side in of_later.facts.items() if name in ("later", "earlier")
    }
    assert sides == {
        "later": (other_tenant.role_name, later.id),
        "earlier": (tenant.role_name, earlier.id),
    }
    assert (of_later.facts["codes"], of_later.facts["same_shop"]) == (3, False)
    assert of_later.facts["later"]["supplier"] == str(second.contract.supplier_id)
    assert not any(code in str(of_later.facts) for code in CODES)


@pytest.mark.parametrize("write", [str.lower, lambda code: "-".join(code), lambda code: f"770011 {code}"])
def test_another_spelling_does_not_hide_a_code(tenant, other_tenant, write):
    bring(tenant, CODES)
    shelf, _, later = bring(other_tenant, [write(code) for code in CODES])
    assert halt_of(other_tenant, later) == "review"
    assert findings(level="block")[0].facts["codes"] == len(CODES)
    assert on_sale(other_tenant, shelf) == 0


def test_other_codes_are_on_sale_and_nobody_hears_of_them(tenant, other_tenant):
    bring(tenant, CODES)
    shelf, row, lot = bring(other_tenant, [code + "X" for code in CODES])
    assert (row.state, on_sale(other_tenant, shelf), halt_of(other_tenant, lot)) == ("ready", len(CODES), "")
    assert findings() == []
    with platform_context():
        assert CodePrint.objects.count() == 2 * len(CODES)
        assert ScreenedLot.objects.exclude(closed_at=None).count() == 2
        assert set(PrintTally.objects.values_list("tenant_role", "prints")) == {
            (tenant.role_name, len(CODES)),
            (other_tenant.role_name, len(CODES)),
        }


def test_a_code_that_was_sold_is_met_too(tenant, other_tenant):
    shelf, _, _ = bring(tenant, CODES)
    sold = sell(tenant, shelf, 5)
    _, _, later = bring(other_tenant, sorted(sold))
    assert halt_of(other_tenant, later) == "review"


def test_the_same_code_spelled_otherwise_in_one_shop_is_held_and_staff_are_told_once(tenant):
    bring(tenant, CODES)
    shelf, _, lot = bring(tenant, [CODES[0].lower(), "AN0THERC0DE99999"])
    assert (halt_of(tenant, lot), on_sale(tenant, shelf)) == ("own", 0)
    [found] = findings(rule_id="X1")
    assert (found.level, found.facts["same_shop"], found.facts["codes"]) == ("block", True, 1)


def test_two_spellings_in_one_file_are_held(tenant):
    shelf, _, lot = bring(tenant, ["AB12CD34EF56GH78", "ab12-cd34-ef56-gh78", "AN0THERC0DE99999"])
    assert (halt_of(tenant, lot), on_sale(tenant, shelf)) == ("own", 0)


def test_one_text_for_many_card_numbers_is_no_secret(tenant, other_tenant):
    lines = [f"卡号{number:08d},见卡面刮开区域的密码" for number in range(100, 110)]
    shelf, _, lot = bring(tenant, ["卡号,卡密", *lines])
    assert (halt_of(tenant, lot), on_sale(tenant, shelf)) == ("", 10)
    others = [f"卡号{number:08d},见卡面刮开区域的密码" for number in range(200, 210)]
    shelf, _, lot = bring(other_tenant, ["卡号,卡密", *others])
    assert (halt_of(other_tenant, lot), on_sale(other_tenant, shelf)) == ("", 10)


def test_an_import_that_was_undone_is_nobodys_and_what_it_sold_stays_its_own(tenant, other_tenant):
    shelf, row, _ = bring(tenant, CODES)
    sold = sell(tenant, shelf, 3)
    with tenant_context(tenant):
        undo_import(import_id=row.id, now=now())
    again, _, lot = bring(tenant, sorted(set(CODES) - sold))
    assert (halt_of(tenant, lot), on_sale(tenant, again)) == ("", len(CODES) - 3)
    with tenant_context(tenant):
        undo_import(import_id=lot.code_import_id, now=now())
    _, _, lot = bring(other_tenant, sorted(set(CODES) - sold))
    assert halt_of(other_tenant, lot) == ""
    assert findings() == []
    _, _, lot = bring(other_tenant, sorted(sold))
    assert halt_of(other_tenant, lot) == "review"


def test_codes_of_an_undone_import_are_nobodys_once_a_checkout_gave_them_back(tenant, other_tenant):
    shelf, row, _ = bring(tenant, CODES)
    with tenant_context(tenant):
        kept = reserve_codes(sku=shelf.sku, quantity=3, hold_for=dt.timedelta(minutes=9), now=now())
        undo_import(import_id=row.id, now=now())
    _, _, before = bring(other_tenant, CODES)
    assert halt_of(other_tenant, before) == "review"
    assert findings(level="block")[0].facts["codes"] == 3
    with tenant_context(other_tenant):
        undo_import(import_id=before.code_import_id, now=now())
    with tenant_context(tenant):
        release_reservations(ids=[kept.id], now=now())
    _, _, after = bring(other_tenant, CODES)
    assert halt_of(other_tenant, after) == ""


def test_a_batch_that_was_written_off_is_nobodys(tenant, other_tenant):
    _, _, lot = bring(tenant, CODES)
    with tenant_context(tenant):
        void_lot(lot_id=lot.id, now=now())
    shelf, _, later = bring(other_tenant, CODES)
    assert (halt_of(other_tenant, later), on_sale(other_tenant, shelf)) == ("", len(CODES))


def test_codes_given_in_one_transaction_are_looked_up_before_they_are_on_the_shelf(tenant, other_tenant):
    stock(tenant, make_shelf(tenant), CODES)
    shelf = make_shelf(other_tenant)
    row = stock(other_tenant, shelf, CODES)
    assert (row.state, row.accepted, on_sale(other_tenant, shelf)) == ("ready", len(CODES), 0)
    with tenant_context(other_tenant):
        assert Lot.objects.get(code_import=row).halt == "review"


def test_after_ten_meetings_of_a_day_every_batch_is_put_under_review(tenant, other_tenant):
    bring(tenant, CODES)
    with platform_context():
        tally = PrintTally.objects.create(tenant_role=other_tenant.role_name, day=now().date(), met=10)
    _, _, lot = bring(other_tenant, ["AN0THERC0DE99999"])
    assert halt_of(other_tenant, lot) == "review"
    [found] = findings(tenant_role=other_tenant.role_name)
    assert found.facts["reason"] == "many_meetings"
    with platform_context():
        tally.refresh_from_db()
        assert tally.met == 11


def test_an_import_waits_when_its_shop_has_looked_up_enough_for_a_day(tenant):
    with platform_context():
        PrintTally.objects.create(tenant_role=tenant.role_name, day=now().date(), prints=5_000_000)
    shelf = make_shelf(tenant)
    row = begin(tenant, shelf, "\n".join(CODES).encode())
    wait()
    with tenant_context(tenant):
        assert CodeImport.objects.get(pk=row.pk).state == "screening"
    assert on_sale(tenant, shelf) == 0
