"""A new key every year, and stores from before the register: codes are met under two keys, then printed anew; older stock sells on."""

import pytest
from django.core.management import CommandError, call_command

from platform_core.compliance.code_prints import epoch_owner
from platform_core.compliance.models import CodePrint, PrintEpoch, ScreenedLot
from platform_core.events.models import Job
from platform_core.kernel.sealing import keystore
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.inventory.models import Lot
from tenants.inventory.services import screen_codes as slices
from tests.integration.compliance.screened import CODES, bring, findings, halt_of, lost_key, on_sale
from tests.integration.inventory.imports import sell, wait


@pytest.fixture
def new_key():
    """Opens a key; what was opened or closed is afterwards as it was."""
    with lost_key(epoch_owner(1)), lost_key(epoch_owner(2)):
        yield lambda: call_command("code_print_epoch", "open")


def epochs():
    with platform_context():
        return {print_.bytes[0] for print_ in CodePrint.objects.values_list("print", flat=True)}


def test_codes_under_the_key_before_are_met_while_it_is_looked_up(tenant, other_tenant, new_key):
    bring(tenant, CODES)
    new_key()
    shelf, _, lot = bring(other_tenant, [*CODES[:2], "AN0THERC0DE99999"])
    assert (halt_of(other_tenant, lot), on_sale(other_tenant, shelf)) == ("review", 0)
    assert findings(level="block")[0].facts["codes"] == 2
    assert epochs() == {1, 2}


def test_all_codes_come_under_the_new_key_and_the_old_one_is_destroyed(tenant, other_tenant, monkeypatch, new_key):
    monkeypatch.setattr(slices, "SLICE", 7)
    shelf, _, earlier = bring(tenant, CODES)
    bring(other_tenant, ["AN0THERC0DE99999"])
    sell(tenant, shelf, 3)
    new_key()
    _, _, between = bring(other_tenant, CODES[:2])
    with pytest.raises(CommandError, match="21 prints are left"):
        call_command("code_print_epoch", "close")
    call_command("print_codes", "--anew")
    wait()
    assert epochs() == {2}
    with platform_context():
        first = ScreenedLot.objects.get(tenant_role=tenant.role_name)
        assert CodePrint.objects.filter(lot_id=first.id).count() == len(
            CODES
        )  # also those that another brought between
    assert on_sale(tenant, shelf) == len(CODES) - 3
    assert len(findings(rule_id="X1")) == 2  # of what was met between; the walk made none
    call_command("code_print_epoch", "close")
    assert not keystore()._path(epoch_owner(1)).exists()
    with platform_context():
        assert PrintEpoch.objects.get(closed_at=None).id == 2
    _, _, later = bring(other_tenant, CODES[5:])
    assert halt_of(other_tenant, later) == "review"
    assert findings(subject_ref=f"{other_tenant.role_name}/{later.id}")[0].facts["earlier"]["batch"] == earlier.id
    with pytest.raises(CommandError, match="one key is in use"):
        call_command("code_print_epoch", "close")
    assert between.id != later.id


def test_a_third_key_is_not_opened_while_two_are_in_use(tenant, new_key):
    bring(tenant, CODES[:1])
    new_key()
    new_key()
    with platform_context():
        assert sorted(PrintEpoch.objects.values_list("id", flat=True)) == [1, 2]


def test_a_store_from_before_is_printed_in_the_background_and_sells_on(tenant, other_tenant, monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 6)
    with monkeypatch.context() as before:
        before.setattr("tenants.inventory.services.screen_codes.check_code_prints", lambda **facts: slices.Verdict.OK)
        shelves = [bring(shop, CODES)[0] for shop in (tenant, other_tenant)]
    for shop in (tenant, other_tenant):
        with tenant_context(shop):
            Lot.objects.update(screened=0)
    with platform_context():
        assert not CodePrint.objects.exists()
    call_command("print_codes")
    wait()
    call_command("print_codes")
    wait()
    with platform_context():
        assert CodePrint.objects.count() == len(CODES)
        assert not Job.objects.filter(done_at=None, name="inventory.print_codes").exists()
    assert {(each.level, each.facts["codes"]) for each in findings(rule_id="X1")} == {("review", len(CODES))}
    assert [on_sale(shop, shelf) for shop, shelf in zip((tenant, other_tenant), shelves, strict=True)] == [20, 20]
    _, _, lot = bring(other_tenant, [CODES[0].lower()])
    assert halt_of(other_tenant, lot) in {"own", "review"}
