"""Codes that cannot be looked up are not on the shelf, and are looked up by themselves later; what was on sale stays so."""

import pytest
from django.db import DatabaseError, transaction

from platform_core.compliance.code_prints import PrintedCodes
from platform_core.compliance.models import CodeMeeting, CodePrint, PrintEpoch, ScreenedLot
from platform_core.compliance.services.begin_code_prints import begin_code_prints
from platform_core.compliance.services.check_code_prints import check_code_prints
from platform_core.events.models import Event, Job
from platform_core.kernel.clock import now
from platform_core.kernel.ids import new_id
from platform_core.kernel.sealing import KeyMissing, keystore
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tenants.finance.models import LedgerTransfer
from tenants.inventory.errors import BatchStateInvalid, ImportNotUndoable
from tenants.inventory.models import CardCode, CodeImport, Lot
from tenants.inventory.services import screen_codes as slices
from tenants.inventory.services import screen_import as job
from tenants.inventory.services.cancel_import import cancel_import
from tenants.inventory.services.give_up_import import give_up_import
from tenants.inventory.services.hold_lot import hold_lot
from tenants.inventory.services.run_import import run_import
from tenants.inventory.services.undo_import import undo_import
from tests.integration.compliance.screened import CODES, FIRST, bring, destroy_key, findings, halt_of, lost_key, on_sale
from tests.integration.inventory.imports import begin, sell, uploads, wait
from tests.world import make_shelf


class Killed(BaseException):
    """As if the process ended here."""


@pytest.fixture
def small_slices(monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 4)


def run(tenant, row):
    with tenant_context(tenant):
        run_import(import_id=row.id, now=now())
        return CodeImport.objects.get(pk=row.id)


def break_at(monkeypatch, module, name, call, error):
    """The ``call``-th use of a name raises, once."""
    real, uses = getattr(module, name), iter(range(1, 10_000))

    def breaking(**facts):
        if next(uses) == call:
            raise error
        return real(**facts)

    monkeypatch.setattr(module, name, breaking)


@pytest.mark.parametrize("error", [Killed(), RuntimeError("the register is away")], ids=["killed", "error"])
@pytest.mark.parametrize(
    ("module", "name", "call"),
    [
        (slices, "check_code_prints", 1),
        (slices, "check_code_prints", 3),
        (job, "settle_lots", 1),
        (job, "finish_import", 1),
    ],
    ids=["first", "third", "settle", "finish"],
)
def test_nothing_is_on_sale_until_all_codes_were_looked_up_and_each_counts_once(
    tenant, other_tenant, monkeypatch, small_slices, module, name, call, error
):
    bring(tenant, CODES)
    shelf = make_shelf(other_tenant)
    before = uploads(other_tenant)
    row = begin(other_tenant, shelf, "\n".join([*CODES[:7], *[f"{code}NEW" for code in CODES]]).encode())
    break_at(monkeypatch, module, name, call, error)
    with pytest.raises(type(error)):
        run(other_tenant, row)
    with tenant_context(other_tenant):
        assert CodeImport.objects.get(pk=row.pk).state == "screening"
        assert not Event.objects.filter(type="import.completed").exists()
        assert not LedgerTransfer.objects.exists()
        with pytest.raises(ImportNotUndoable):
            undo_import(import_id=row.id, now=now())
    assert on_sale(other_tenant, shelf) == 0
    assert uploads(other_tenant) == before  # all of it is in the store
    again = run(other_tenant, row)
    wait()
    assert (again.state, again.accepted, again.lines) == ("ready", 27, 27)
    with tenant_context(other_tenant):
        assert Event.objects.filter(type="import.completed").count() == 1
    assert findings(level="block")[0].facts["codes"] == 7
    with platform_context():
        assert CodePrint.objects.count() == 2 * len(CODES)
        assert [meeting.codes for meeting in CodeMeeting.objects.all()] == [7]


@pytest.mark.parametrize("trouble", ["key", "other_key", "function"])
def test_new_stock_waits_and_older_stock_sells_while_the_register_cannot_be_asked(tenant, monkeypatch, trouble):
    old, _, _ = bring(tenant, CODES)
    with platform_context():
        right = PrintEpoch.objects.get(closed_at=None).check_value
    with lost_key():
        if trouble == "function":
            break_at(monkeypatch, slices, "check_code_prints", 1, RuntimeError("away"))
        elif trouble == "key":
            destroy_key()
        else:
            with platform_context():
                PrintEpoch.objects.update(check_value=b"12345678")
        shelf = make_shelf(tenant)
        row = begin(tenant, shelf, b"AN0THERC0DE99999\n")
        wait()
        with tenant_context(tenant):
            assert CodeImport.objects.get(pk=row.pk).state == "screening"
            [lot] = Lot.objects.filter(code_import=row.pk)
            assert (lot.shelf, lot.halt) == ("held", "screening")
            with pytest.raises(BatchStateInvalid):
                hold_lot(lot_id=lot.id, shelf="held", release=True, now=now())
        assert on_sale(tenant, shelf) == 0
        assert len(sell(tenant, old, 1)) == 1
        assert keystore()._path(FIRST).exists() == (trouble != "key")  # never made anew: it would find nothing
    with platform_context():
        PrintEpoch.objects.update(check_value=right)
        left = Job.objects.get(key=f"import:{row.pk}")
        assert (left.done_at, left.failed_at, left.attempts) == (None, None, 1)
        Job.objects.update(available_at=now())
    wait()
    assert on_sale(tenant, shelf) == 1


def test_a_screening_is_never_given_up(tenant, monkeypatch):
    shelf = make_shelf(tenant)
    row = begin(tenant, shelf, "\n".join(CODES).encode())
    break_at(monkeypatch, slices, "check_code_prints", 1, KeyMissing())
    with pytest.raises(KeyMissing):
        run(tenant, row)
    with tenant_context(tenant):
        give_up_import(import_id=row.id, now=now())
        assert CodeImport.objects.get(pk=row.pk).state == "screening"
    with platform_context():
        Job.objects.filter(key=f"import:{row.pk}").update(done_at=now())
        assert Job.objects.filter(done_at=None, name="inventory.run_import").update(available_at=now()) == 1
    wait()
    assert on_sale(tenant, shelf) == len(CODES)


def test_nothing_stays_when_it_is_cancelled_while_it_is_looked_up(tenant, other_tenant, monkeypatch, small_slices):
    bring(tenant, CODES[:2])
    shelf = make_shelf(other_tenant)
    row = begin(other_tenant, shelf, "\n".join(CODES).encode())
    break_at(monkeypatch, slices, "check_code_prints", 2, Killed())
    with pytest.raises(Killed):
        run(other_tenant, row)
    with tenant_context(other_tenant):
        assert cancel_import(import_id=row.id, now=now()).state == "screening"
    ended = run(other_tenant, row)
    assert (ended.state, ended.accepted) == ("canceled", 0)
    with tenant_context(other_tenant):
        assert not CardCode.objects.exists()
        assert not Lot.objects.exists()
        assert not LedgerTransfer.objects.exists()
        assert not Event.objects.filter(type="import.completed").exists()
    wait()
    assert findings(level="block")[0].facts["codes"] == 2  # what was met is told all the same
    _, _, lot = bring(tenant, CODES[2:])
    assert halt_of(tenant, lot) == ""


def test_a_test_shop_has_no_part_in_the_register(tenant):
    twin = ensure_twin(live=tenant, now=now())
    shelf, _, lot = bring(twin, CODES)
    assert (halt_of(twin, lot), on_sale(twin, shelf)) == ("", len(CODES))
    shelf, _, _ = bring(tenant, CODES)
    assert on_sale(tenant, shelf) == len(CODES)
    with platform_context():
        assert set(ScreenedLot.objects.values_list("tenant_role", flat=True)) == {tenant.role_name}
    with tenant_context(twin), pytest.raises(DatabaseError, match="no live shop"), transaction.atomic():
        nothing = PrintedCodes(b"", [])
        printed = begin_code_prints()[0].print_codes([(1, "", CODES[0])], "")
        check_code_prints(lot_id=1, supplier_id=new_id(), printed=printed, former=nothing, on_sale=False)
