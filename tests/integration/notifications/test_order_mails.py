"""A buyer who left an address is told: once, in their language, with a link that opens the order, and no row holds a code."""

import re

import pytest
from django.db import IntegrityError, transaction

from platform_core.events.models import Event
from platform_core.tenancy.context import tenant_context
from tenants.notifications.enums import Channel, MessageKind, MessageState
from tenants.notifications.models import Message, MessageSettings
from tenants.notifications.services.queue_message import queue_message
from tenants.notifications.services.send_message import send_message
from tenants.orders.enums import OrderStatus
from tenants.orders.models import Order
from tenants.orders.services.close_case import close_case
from tenants.orders.services.hand_over import hand_over
from tenants.orders.services.replace_code_of_case import replace_code_of_case
from tests.api.v1.testing import everything_kept, run_jobs
from tests.integration.orders.cases import STAFF, complaint, refund
from tests.integration.orders.coupons import percent
from tests.integration.orders.ordering import open_payment, order, says
from tests.world import make_shelf, now, shop, stock

ADDRESS = "buyer-canary@example.com"


def buy(shelf, quantity=1, **fields):
    placed = order((shelf.sku, quantity), **{"contact": ADDRESS, "contact_type": "email", **fields})
    says(open_payment(placed))
    return Order.objects.get(pk=placed.pk)


def the(kind=MessageKind.ORDER_DELIVERED):
    return Message.objects.get(kind=kind)


def link_of(text):
    return re.search(r"https?://\S+", text)[0]


def codes_in_mail(on=True):
    MessageSettings.objects.update_or_create(
        pk=1, defaults={"codes_in_mail": on, "updated_at": now(), "updated_by": STAFF}
    )


def test_a_delivered_order_is_told_with_a_link_that_opens_it(tenant, stocked, inbox):
    with tenant_context(tenant):
        bought = buy(stocked)
        assert not Message.objects.exists(), "the sale itself writes one job, no more"
    run_jobs()
    (mail,) = inbox.mails
    assert inbox.readers == [[ADDRESS]]
    assert mail["Subject"] == "您在「Shop alpha」的订单已发货"
    text = inbox.text()
    assert bought.number in text
    assert "CANARY" not in text, "codes are mailed only where the shop wants it"
    with tenant_context(tenant):
        message = the()
        assert (message.state, message.attempts, message.order_id) == (MessageState.SENT, 1, bought.id)
        assert message.contact_masked == "b***@example.com"
        assert message.provider_id == mail["Message-ID"] == f"<{message.id.hex}@kaquan.localhost>"
    buyer = shop(tenant)
    opened = buyer.get("/" + link_of(text).split("/", 3)[3], follow=True)
    assert opened.status_code == 200
    assert "CANARY" in buyer.post(f"/orders/{bought.number}/codes").content.decode()


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "实付 ¥40.50（优惠码 TEN 已减 ¥4.50）"), ("en", "Paid: ¥40.50 (coupon TEN took ¥4.50 off)")],
)
def test_the_mail_says_what_was_paid_and_what_a_coupon_took_off(tenant, stocked, inbox, language, said):
    with tenant_context(tenant):
        percent("TEN", 10)
        buy(stocked, coupon="TEN", language=language)
    run_jobs()
    assert said in inbox.text()


def test_no_row_job_event_or_log_holds_a_code_or_the_address(tenant, stocked, inbox, caplog):
    with tenant_context(tenant):
        codes_in_mail()
        buy(stocked)
    kept = [everything_kept(tenant)]
    inbox.replies = [f"451 {ADDRESS} come again", f"550 no {ADDRESS}"]
    run_jobs()
    with tenant_context(tenant):
        message = the()
        assert (message.state, message.reason) == (MessageState.QUEUED, "SMTPDataError 451")
        kept.append(everything_kept(tenant))
        send_message(message_id=message.id, now=now())
        assert (the().state, the().reason) == (MessageState.FAILED, "SMTPDataError 550")
    ours = [record for record in caplog.records if record.name != "mail.log"]  # the server's own
    assert "not sent" in "\n".join(record.getMessage() for record in ours)
    kept += [everything_kept(tenant), *(record.getMessage() + str(record.exc_text or "") for record in ours)]
    for text in kept:
        for secret in ("buyer-canary", "CANARY-0"):
            assert secret not in text
            assert secret.encode().hex() not in text


def test_the_recipient_is_forgotten_with_the_last_attempt_and_the_database_holds_that(tenant, stocked, inbox):
    with tenant_context(tenant):
        buy(stocked)
    run_jobs()
    with tenant_context(tenant):
        assert the().sealed is None
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.update(state="queued", done_at=None)
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.update(sealed=b"x")


def test_codes_are_in_the_mail_where_the_shop_switched_that_on_and_the_look_is_on_record(tenant, stocked, inbox):
    with tenant_context(tenant):
        codes_in_mail()
        buy(stocked, 20)
    run_jobs()
    assert len(set(re.findall(r"CANARY-\d{8}", inbox.text()))) == 20
    assert len(set(re.findall(r"<code>CANARY-\d{8}", inbox.mails[0].get_body(("html",)).get_content()))) == 20
    assert list(inbox.mails[0].iter_attachments()) == []
    with tenant_context(tenant):
        look = Event.objects.get(type="code.revealed")
    assert (look.payload["actor"], look.payload["count"]) == ("mail", 20)


def test_more_than_twenty_codes_are_an_attached_file(tenant, stocked, inbox):
    with tenant_context(tenant):
        codes_in_mail()
        bought = buy(stocked, 21)
    run_jobs()
    assert "CANARY" not in inbox.text()
    (file,) = inbox.mails[0].iter_attachments()
    assert file.get_filename() == f"{bought.number}.txt"
    assert len(set(re.findall(r"CANARY-\d{8}", file.get_content()))) == 21


def test_where_a_query_password_protects_the_order_the_mail_neither_opens_it_nor_holds_codes(tenant, stocked, inbox):
    with tenant_context(tenant):
        codes_in_mail()
        bought = buy(stocked, query_password="tricky-9")
    run_jobs()
    assert "CANARY" not in inbox.text()
    assert link_of(inbox.text()).endswith(f"/lookup?number={bought.number}")
    assert bought.number in shop(tenant).get("/lookup", {"number": bought.number}).content.decode()


def test_an_order_of_older_days_whose_link_cannot_be_made_again_is_asked_for(tenant, stocked, inbox):
    with tenant_context(tenant):
        Order.objects.filter(pk=buy(stocked).pk).update(token_hash=b"1" * 32)
    run_jobs()
    assert "/lookup?number=" in link_of(inbox.text())


@pytest.mark.parametrize(
    ("contact", "kind", "told"),
    [
        (ADDRESS, "any", True),
        ("13812345678", "any", False),
        ("13812345678", "phone", True),
        ("12345670", "qq", False),
    ],
)
def test_only_who_left_an_address_or_a_number_is_told(tenant, stocked, inbox, contact, kind, told):
    with tenant_context(tenant):
        buy(stocked, contact=contact, contact_type=kind)
    run_jobs()
    with tenant_context(tenant):
        assert Message.objects.exists() is told


def test_it_speaks_the_language_in_which_was_bought(tenant, stocked, inbox):
    with tenant_context(tenant):
        buy(stocked, language="en")
    run_jobs()
    assert inbox.mails[0]["Subject"] == "Your order from Shop alpha has been delivered"
    assert "Open this link" in inbox.text()


def test_nothing_is_told_of_a_sale_that_was_undone_or_never_delivered(tenant, inbox):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 1)
    with tenant_context(tenant):
        placed = order((shelf.sku, 1), contact=ADDRESS)
        payment = open_payment(placed)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            says(payment)
            1 / 0  # noqa: B018
        says(payment, amount=1)
    run_jobs()
    assert inbox.mails == []


def test_a_notice_that_comes_three_times_is_told_once(tenant, stocked, inbox):
    with tenant_context(tenant):
        placed = order((stocked.sku, 1), contact=ADDRESS)
        payment = open_payment(placed)
        for _ in range(3):
            says(payment)
    run_jobs()
    assert len(inbox.mails) == 1


def test_what_a_person_hands_over_is_told_and_not_said(tenant, inbox):
    from tenants.catalog.models import Product

    shelf = make_shelf(tenant)
    with tenant_context(tenant):
        codes_in_mail()
        Product.objects.filter(pk=shelf.product.pk).update(fulfilment="manual")
        placed = order((shelf.sku, 1), contact=ADDRESS)
        says(open_payment(placed))
    run_jobs()
    assert inbox.mails == [], "nothing was delivered yet"
    with tenant_context(tenant):
        hand_over(line_id=placed.lines.get().id, text="CANARY-by-hand", actor=STAFF, now=now())
    run_jobs()
    assert len(inbox.mails) == 1
    assert "CANARY" not in inbox.raw[0].decode()


def test_refunds_replacements_and_answers_are_told(tenant, stocked, inbox, refunds):
    with tenant_context(tenant):
        codes_in_mail()
        bought = buy(stocked, 3)
        case = complaint(bought)
        replace_code_of_case(case_id=case.id, code_id=case.code_id, reason="坏卡", actor=STAFF, now=now())
        close_case(case_id=complaint(bought, code=_other(bought)).id, reason="内部备注", actor=STAFF, now=now())
        refund(complaint(bought, code=_other(bought)), amount=bought.amount)
    run_jobs()
    run_jobs()
    with tenant_context(tenant):
        assert Order.objects.get().status == OrderStatus.REFUNDED
        told = dict(Message.objects.values_list("kind", "state"))
    assert told == dict.fromkeys(
        [
            MessageKind.ORDER_DELIVERED,
            MessageKind.CODE_REPLACED,
            MessageKind.CASE_ANSWERED,
            MessageKind.ORDER_REFUNDED,
        ],
        MessageState.SENT,
    )
    texts = [mail.get_body(("plain",)).get_content() for mail in inbox.mails]
    assert any("¥135.00 已原路退回" in text for text in texts)
    assert "内部备注" not in "".join(texts), "what staff write about a case is theirs"
    assert sum("CANARY" in text for text in texts) <= 1, "of what came back, and of a replacement, no code is mailed"


def _other(bought):
    from tenants.orders.models import ReplacedCode
    from tenants.orders.selectors import list_codes_of

    gone = set(ReplacedCode.objects.filter(order=bought).values_list("code_id", flat=True))
    return [code for code in list_codes_of(bought) if code.stored.id not in gone][-1]


def test_another_shop_neither_sees_nor_sends_nor_opens_a_message(tenant, other_tenant, stocked, inbox):
    with tenant_context(tenant):
        made = queue_message(
            key="x", kind=MessageKind.ORDER_DELIVERED, channel=Channel.EMAIL, to=ADDRESS, language="en", now=now()
        )
    with tenant_context(other_tenant):
        assert not Message.objects.exists()
        send_message(message_id=made.id, now=now())
    assert inbox.mails == []
    with tenant_context(tenant):
        assert Message.objects.get().state == MessageState.QUEUED
