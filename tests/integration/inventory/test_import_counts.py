"""What an import stores, what it leaves out, and that the two add up to the file."""

import csv
import datetime as dt
import io

import pytest

from platform_core.events.models import Event
from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import tenant_context
from tenants.catalog.enums import CodeMode
from tenants.finance.enums import AccountCode
from tenants.finance.selectors import list_balances
from tenants.inventory.models import CodeImport, SharedCode
from tenants.inventory.reading import ReadFormat
from tenants.inventory.selectors import list_stock
from tenants.inventory.services.preview_import import preview_import
from tenants.inventory.services.undo_import import undo_import
from tenants.inventory.uploads import open_upload, store_upload
from tests.integration.inventory.imports import codes_in_stock, import_file, sell, wait
from tests.unit.reading.files import workbook
from tests.world import make_shelf, now, stock


def counts(row):
    return row.lines, row.accepted, row.duplicates_in_file, row.duplicates_in_stock, row.rejected


def errors_of(row):
    text = open_upload(row.errors_upload).read().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_counts_add_up_when_a_file_has_everything_wrong_in_it(tenant, shelf):
    stock(tenant, shelf, ["OLD-0001", "OLD-0002"])
    lines = ["卡密,面额,有效期"]
    lines += [f"NEW-{number:04d},50,2099-12-31" for number in range(40)]
    lines += ["", "   "]  # 2 blank
    lines += ["NEW-0000,50,2099-12-31"] * 3 + ["OLD-0001,50,永久", "OLD-0001,50,永久", "OLD-0002,,"]
    lines += ["BAD-1,30,2099-12-31", "BAD-2,50,2020-01-01", "BAD-3,50,someday", "BAD-4,x,", ",50,", "=BAD|6(,50,"]
    row = import_file(tenant, shelf, "\r\n".join(lines).encode())
    assert counts(row) == (54, 40, 4, 2, 6)
    assert row.lines == row.accepted + row.duplicates + row.rejected + 2
    assert row.state == "ready_with_errors"
    with tenant_context(tenant):
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 42
        assert codes_in_stock(shelf) == {"OLD-0001", "OLD-0002", *(f"NEW-{number:04d}" for number in range(40))}
        errors = errors_of(row)
        raw = open_upload(row.errors_upload).read().decode("utf-8-sig")
    assert [(error["line"], error["code"]) for error in errors] == [
        ("50", "face_value_differs"),
        ("51", "expired"),
        ("52", "expiry_invalid"),
        ("53", "face_value_invalid"),
        ("54", "secret_missing"),
        ("55", "formula_cell"),
    ]
    assert "BAD" not in raw
    for cells in csv.reader(io.StringIO(raw)):
        assert not any(cell[:1] in set("=+-@\t\r") for cell in cells if cell)


def test_counts_add_up_for_a_workbook(tenant, shelf):
    rows = [["S-1", "2099-01-01"], ["S-2", "2020-01-01"], [], ["S-1", ""], ["S-3", "x"], ["S-4", None]]
    row = import_file(tenant, shelf, workbook(["卡密", "有效期"], *rows), "codes.xlsx")
    assert counts(row) == (6, 2, 1, 0, 2)


def test_a_code_is_good_on_its_last_day_and_refused_the_day_after(tenant, shelf):
    with tenant_context(tenant) as here:
        today = local_date(now(), here.time_zone)
    raw = f"卡密,有效期\nA-1,{today}\nA-2,{today - dt.timedelta(days=1)}\n".encode()
    row = import_file(tenant, shelf, raw)
    assert counts(row) == (2, 1, 0, 0, 1)
    with tenant_context(tenant):
        assert codes_in_stock(shelf) == {"A-1"}
        assert errors_of(row)[0]["code"] == "expired"


def test_the_same_file_again_is_all_duplicates(tenant, shelf):
    raw = "\n".join(f"A-{number}" for number in range(100)).encode()
    assert counts(import_file(tenant, shelf, raw)) == (100, 100, 0, 0, 0)
    assert counts(import_file(tenant, shelf, raw)) == (100, 0, 0, 100, 0)
    assert counts(import_file(tenant, make_shelf(tenant), raw)) == (100, 0, 0, 100, 0)


def test_codes_of_another_shop_are_no_duplicates(tenant, other_tenant, shelf):
    raw = b"A-1\nA-2\n"
    assert import_file(tenant, shelf, raw).accepted == 2
    assert import_file(other_tenant, make_shelf(other_tenant), raw).accepted == 2


def test_case_and_card_number_make_another_code(tenant, shelf):
    row = import_file(tenant, shelf, b"N1----abc\nN1----ABC\nN2----abc\nN1---- abc \n")
    assert counts(row) == (4, 3, 1, 0, 0)


@pytest.mark.parametrize(
    ("raw", "failure"),
    [
        (b"", "file_empty"),
        (b"\x89PNG\r\n\x1a\n\x00", "file_binary"),
        (b"PK\x03\x04 not really", "file_corrupt"),
        (b"A,B\n", "column_unknown"),
    ],
)
def test_nothing_is_stored_when_the_file_is_refused(tenant, shelf, raw, failure):
    given = ReadFormat(columns=("card_number", "ignore")) if failure == "column_unknown" else None
    row = import_file(tenant, shelf, raw, given=given)
    assert (row.state, row.failure) == ("rejected", failure)
    with tenant_context(tenant):
        assert not codes_in_stock(shelf)
        assert Event.objects.filter(type="import.failed").count() == 1
        assert not list_balances()


def test_the_books_and_the_event_say_what_was_stored(tenant, shelf):
    row = import_file(tenant, shelf, b"A-1\nA-2\nA-2\n", unit_cost=4000)
    with tenant_context(tenant):
        assert list_balances() == {(AccountCode.CODE_STOCK, "CNY"): 8000, (AccountCode.SUPPLIER_PAYABLE, "CNY"): -8000}
        event = Event.objects.get(type="import.completed")
    assert (row.accepted, "A-1" in str(event.payload)) == (2, False)


def test_a_supplier_is_remembered_by_its_columns(tenant, shelf):
    chosen = ReadFormat(columns=("secret", "card_number", "ignore"))
    import_file(tenant, shelf, b"S-1,N-1,note\n", given=chosen)
    import_file(tenant, shelf, b"S-2;N-2;memo\nS-3;N-3;memo\n")  # another separator, the same columns
    other = make_shelf(tenant)
    import_file(tenant, other, b"X,Y,Z\n")
    with tenant_context(tenant):
        assert codes_in_stock(shelf) == {"S-1", "S-2", "S-3"}
        assert codes_in_stock(other) == {"X,Y,Z"}
        upload = store_upload(b"S-99999999|N-99999999|x\n").name
        shown = preview_import(upload=upload, filename="f", given=None, contract_id=shelf.contract.id)
        assert shown.format.columns == chosen.columns
        assert shown.rows[0].secret == "****-99"
        assert preview_import(upload=upload, filename="f", given=None).format.columns == ("line",)


def test_only_the_unsold_part_goes_when_an_import_is_undone(tenant, shelf):
    raw = "\n".join(f"A-{number:03d}" for number in range(60)).encode()
    row = import_file(tenant, shelf, raw)
    sold = sell(tenant, shelf, 7)
    with tenant_context(tenant):
        undone = undo_import(import_id=row.id, now=now())
        assert (undone.state, undone.removed) == ("undone", 53)
        assert codes_in_stock(shelf) == sold
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 0
    again = import_file(tenant, shelf, raw)
    assert counts(again) == (60, 53, 0, 7, 0)


def test_shared_codes_are_counted_like_others(tenant):
    shelf = make_shelf(tenant, code_mode=CodeMode.SHARED)
    row = import_file(tenant, shelf, b"A-1\nA-2\nA-1\n", shared_uses=50)
    assert counts(row) == (3, 2, 1, 0, 0)
    assert counts(import_file(tenant, shelf, b"A-2\nA-3\n", shared_uses=50)) == (2, 1, 0, 1, 0)
    with tenant_context(tenant):
        assert SharedCode.objects.count() == 3
        assert list_stock([shelf.sku.id], now=now())[shelf.sku.id] == 150


def test_rows_that_come_in_many_batches_are_numbered_through(tenant, shelf, monkeypatch):
    from tenants.inventory.services import run_import

    monkeypatch.setattr(run_import, "BATCH", 100)
    raw = "\n".join(f"A-{number % 950:05d}" if number != 777 else "bad\x01" for number in range(1_000)).encode()
    row = import_file(tenant, shelf, raw)
    assert counts(row) == (1_000, 949, 50, 0, 1)
    with tenant_context(tenant):
        assert errors_of(row)[0]["line"] == "778"
        assert CodeImport.objects.get().id == row.id
    wait()  # nothing is left to do
