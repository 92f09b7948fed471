"""Every place where what a code says may lie is known; after the sweeps nothing is left in any of them that anything opens."""

import datetime as dt

import pytest
from django.db import connection

from platform_core.kernel.sealing import SealBroken
from platform_core.tenancy.context import tenant_context
from tenants.catalog.models import Product
from tenants.inventory.models import Lot
from tenants.inventory.sealing import keyring
from tenants.inventory.selectors import find_code_saying
from tenants.inventory.services.sweep_uploads import sweep_uploads
from tenants.inventory.services.undo_import import undo_import
from tenants.inventory.services.void_lot import void_lot
from tenants.inventory.uploads import list_old_uploads, open_upload, store_upload
from tenants.issuance.services.suspend_code import suspend_code
from tenants.issuance.services.void_code import void_code
from tenants.orders.inputs import open_handed_over
from tenants.orders.models import OrderLine
from tenants.orders.selectors import list_to_hand_over
from tenants.orders.services.hand_over import hand_over
from tenants.orders.services.shred_codes import shred_codes
from tenants.orders.services.shred_handed_over import shred_handed_over
from tenants.orders.services.shred_off_shelf import shred_off_shelf
from tenants.reporting.services.sweep_exports import sweep_exports
from tenants.reporting.vault import export_folder
from tests.api.v1.cards import GIFT, buy, post
from tests.api.v1.exports import make, work
from tests.api.v1.testing import everything_kept
from tests.integration.console.test_code_exports import allow, asked, take
from tests.integration.inventory.imports import import_file
from tests.integration.orders.ordering import open_payment, order, says
from tests.world import issue, make_shelf, now, stock

# The columns of a shop that hold what codes say, sealed. Another one that turns up here needs a sweep before a name.
PLACES = {
    "inventory_cardcode.sealed", "inventory_generatedcode.sealed", "inventory_sharedcode.sealed",
    "orders_orderline.handed_over",
}  # fmt: skip
CANARY = "CANARY"
COLUMNS = """
SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND a.atttypid = 'bytea'::regtype ORDER BY 1, 2
"""
KEYS = """
SELECT l.sku_id, c.fingerprint FROM inventory_cardcode c JOIN inventory_lot l ON l.id = c.lot_id
UNION SELECT sku_id, fingerprint FROM inventory_generatedcode UNION SELECT sku_id, fingerprint FROM inventory_sharedcode
"""


def opens(value, keys, lines):
    """Is it what some code of the shop says, sealed?"""
    ring = keyring()
    for sku_id, print_ in keys:
        try:
            return bool(value) and bool(ring.open(sku_id.bytes, bytes(print_), value))
        except SealBroken:
            pass
    for line_id in lines:
        try:
            return bool(value) and bool(open_handed_over(line_id, value))
        except (SealBroken, ValueError):
            pass
    return False


def walk(tenant):
    """By column, how many values of the whole shop can be opened as what a code says."""
    found = {}
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute(KEYS)
        keys = cursor.fetchall()
        lines = list(OrderLine.objects.values_list("id", flat=True))
        cursor.execute(COLUMNS, [tenant.schema_name])
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE length("{column}") > 31')
            count = sum(opens(bytes(value), keys, lines) for (value,) in cursor.fetchall())
            if count:
                found[f"{table}.{column}"] = count
    return found


def files(tenant):
    """What lies on the disk of the shop's uploads, read, and of its exports, by name."""
    with tenant_context(tenant):
        later = now() + dt.timedelta(days=1)
        uploads = [open_upload(name).read().decode() for name in list_old_uploads(before=later)]
        return uploads, sorted(path.name for path in export_folder().glob("*"))


@pytest.fixture
def spread(client, tenant, shelf):
    """Codes that went every way there is: sold through the API and in the shop, generated, shared, by hand, exported, voided, withdrawn."""
    with tenant_context(tenant):
        for left in export_folder().glob("*"):  # by tests before this one, whose rows were taken back
            left.unlink()
    import_file(tenant, shelf, "".join(f"{CANARY}-{n}\n" for n in (*range(20), 3, 4)).encode())
    made = buy(client, shelf, 2)
    post(client, f"/v1/codes/{made['codes']['data'][0]['id']}/void", {"reason": "x"})
    buy(client, make_shelf(tenant, **GIFT))
    make(client, "codes", reveal=True, issuance=made["id"])
    by_hand, shared = make_shelf(tenant), make_shelf(tenant, code_mode="shared")
    import_file(tenant, shared, f"{CANARY}-SHARED\n".encode(), shared_uses=1)
    undone = stock(tenant, make_shelf(tenant), [f"{CANARY}-U{n}" for n in range(3)])
    with tenant_context(tenant):
        says(open_payment(order((shelf.sku, 2))))
        issue(shared.sku, 1)
        Product.objects.filter(pk=by_hand.product.pk).update(fulfilment="manual")
        says(open_payment(order((by_hand.sku, 1))))
        hand_over(line_id=list_to_hand_over().get().id, text=f"{CANARY}-BY-HAND", actor="anna", now=now())
        void_code(code_id=find_code_saying(f"{CANARY}-10", None).id, actor="anna", reason="x", now=now())
        approval = asked([f"{CANARY}-11", f"{CANARY}-12"])
        allow(approval)
        take(approval)
        suspended = find_code_saying(f"{CANARY}-U0", None)
        suspend_code(code_id=suspended.id, actor="anna", reason="x", now=now())
        issue(undone_sku(undone), 1)
        undo_import(import_id=undone.id, now=now())
        void_code(code_id=suspended.id, actor="anna", reason="x", now=now())
        store_upload(f"{CANARY}-NEVER-STARTED".encode())
        void_lot(lot_id=Lot.objects.get(sku_id=shelf.sku.id).id, now=now())
    work()
    return made


def undone_sku(code_import):
    from tenants.catalog.models import Sku

    return Sku.objects.get(pk=code_import.sku_id)


def sweep(tenant, at):
    with tenant_context(tenant):
        for chore in (sweep_uploads, sweep_exports, shred_codes, shred_off_shelf, shred_handed_over):
            chore(now=at)


def test_nothing_that_a_code_says_is_left_anywhere_after_its_time(spread, tenant):
    before = walk(tenant)
    assert set(before) == PLACES
    uploads, exports = files(tenant)
    assert (len(exports), any(CANARY in text for text in uploads)) == (1, True)
    sweep(tenant, now() + dt.timedelta(days=179))
    assert walk(tenant) == before  # nothing early
    sweep(tenant, now() + dt.timedelta(days=181))
    assert walk(tenant) == {}
    uploads, exports = files(tenant)
    assert (exports, [text for text in uploads if CANARY in text]) == ([], [])
    said = everything_kept(tenant)
    assert CANARY not in said
    assert CANARY.encode().hex() not in said
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM inventory_cardcode WHERE length(fingerprint) = 16")
        assert cursor.fetchone()[0] == 22  # known again, all of them
