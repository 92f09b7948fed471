"""People whom the shop keeps out: from this moment on, whichever way they write their contact, and nobody else learns of it."""

import pytest

from tenants.customers.contacts import read_contact
from tenants.customers.errors import BlockRefused, BuyerBlocked
from tenants.customers.models import Block, Device
from tenants.customers.services.lift_block import lift_block
from tenants.customers.services.log_in_with_code import log_in_with_code
from tenants.customers.services.log_in_with_password import log_in_with_password
from tenants.customers.services.open_log_in import Visitor, open_log_in
from tenants.orders.contacts import contact_hash
from tenants.orders.enums import OrderStatus
from tenants.orders.errors import OrderRefused
from tenants.orders.models import Order
from tenants.orders.people import find_person
from tenants.orders.services.block_person import block_person
from tests.integration.orders.ordering import order
from tests.world import now, shop

STAFF, VISITOR = "staff@x.example", Visitor("", "", "203.0.113.9")


@pytest.fixture
def inside(tenant):
    from platform_core.tenancy.context import tenant_context

    with tenant_context(tenant):
        yield tenant


def phone(shelf, number, **fields):
    return order((shelf.sku, 1), contact=number, contact_type="phone", **fields)


def block(person, reason="恶意退款"):
    return block_person(person=person, reason=reason, actor=STAFF, now=now())


@pytest.mark.parametrize(
    "written", ["13800001111", "+8613800001111", "１３８００００１１１１"], ids=["plain", "abroad", "wide"]
)
def test_a_guest_who_is_kept_out_cannot_order_however_they_write_their_number(inside, shelf, written):
    placed = phone(shelf, "13800001111")
    guest = find_person(contact_hash=bytes(placed.contact_hash))
    assert block(guest) == 1
    placed.refresh_from_db()
    assert placed.status == OrderStatus.CANCELED
    with pytest.raises(OrderRefused):
        phone(shelf, written)
    phone(shelf, "13800002222")


def make_account(contact, password=""):
    from django.contrib.auth.hashers import make_password

    from tests.integration.customers.test_races import make_buyer

    return make_buyer(contact, password=make_password(password) if password else "")


def test_an_account_is_logged_out_everywhere_and_neither_it_nor_its_contact_orders(inside, shelf):
    buyer = make_account("anna@mail.example", "correct horse battery")
    open_log_in(buyer=buyer, visitor=VISITOR, confirmed=True, now=now())
    block(find_person(buyer_id=buyer.id))
    assert Device.objects.get().log_in is None
    with pytest.raises(OrderRefused):
        order((shelf.sku, 1), contact="other@mail.example", buyer_id=buyer.id)
    with pytest.raises(OrderRefused):
        order((shelf.sku, 1), contact="Anna@mail.example")
    assert not Order.objects.exists()


def log_in(password):
    return log_in_with_password(contact="anna@mail.example", password=password, solution="", visitor=VISITOR, now=now())


def test_only_the_right_password_is_told_of_a_block(inside):
    from tenants.customers.errors import LogInRefused

    buyer = make_account("anna@mail.example", "correct horse battery")
    block(find_person(buyer_id=buyer.id))
    with pytest.raises(LogInRefused):
        log_in("wrong")
    with pytest.raises(BuyerBlocked):
        log_in("correct horse battery")


def test_only_the_right_digits_are_told_of_a_block_and_no_account_is_made(inside, monkeypatch):
    from tenants.customers.enums import CodePurpose
    from tenants.customers.models import Buyer
    from tenants.customers.services import send_code as sending

    monkeypatch.setattr(sending, "new_digits", lambda: "424242")
    known = read_contact("guest@mail.example")
    Block.objects.create(contact_hash=known.kept.hash, reason="x", blocked_by=STAFF, blocked_at=now())
    code = sending.send_code(
        contact="guest@mail.example",
        purpose=CodePurpose.LOG_IN,
        address="203.0.113.9",
        solution="",
        language="zh-hans",
        now=now(),
    )
    with pytest.raises(BuyerBlocked):
        log_in_with_code(code_id=code.id, digits="424242", visitor=VISITOR, language="zh-hans", now=now())
    assert not Buyer.objects.exists()


def test_a_block_is_lifted_and_stays_as_history(inside, shelf):
    guest = find_person(contact_hash=bytes(phone(shelf, "13800001111").contact_hash))
    with pytest.raises(BlockRefused):
        block(guest, reason=" ")
    block(guest)
    with pytest.raises(BlockRefused):
        block(guest)
    lift_block(contact_hash=guest.known_as, buyer_id=None, actor=STAFF, now=now())
    phone(shelf, "13800001111")
    with pytest.raises(BlockRefused):
        lift_block(contact_hash=guest.known_as, buyer_id=None, actor=STAFF, now=now())
    assert [(each.reason, each.lifted_by) for each in Block.objects.all()] == [("恶意退款", STAFF)]


def test_the_checkout_says_politely_that_it_cannot_be_and_not_why(tenant, shelf):
    from platform_core.tenancy.context import tenant_context

    with tenant_context(tenant):
        block(find_person(contact_hash=bytes(phone(shelf, "13800001111").contact_hash)))
    data = {
        "sku": str(shelf.sku.id), "quantity": "1", "contact": "13800001111", "contact_type": "phone", "terms": "1",
        "method": "sandbox:sandbox",
    }  # fmt: skip
    page = shop(tenant).post("/checkout", data).content.decode()
    assert "本店暂时无法受理这笔订单" in page
    assert "拉黑" not in page
    assert "恶意退款" not in page
    with tenant_context(tenant):
        assert Order.objects.filter(contact_hash=contact_hash("13800001111")).count() == 1
