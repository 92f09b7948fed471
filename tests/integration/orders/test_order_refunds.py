"""Money of an order sent back from the order itself: once for each form, never more than is left, with or without its codes."""

import uuid

import pytest

from platform_core.kernel.errors import RecordNotFound
from tenants.issuance.enums import CodeStatus
from tenants.issuance.errors import AlreadyRefunded, CodeStateInvalid
from tenants.orders.enums import CaseReason, OrderAct, OrderStatus
from tenants.orders.models import AbnormalCase, OrderNote
from tenants.orders.selectors import list_codes_of
from tenants.orders.services.open_case_by_hand import open_case_by_hand
from tenants.orders.services.refund_order import WantedBack, refund_order
from tenants.orders.services.replace_code_of_order import replace_code_of_order
from tenants.payments.enums import RefundState
from tenants.payments.errors import RefundExceedsPayment
from tenants.payments.models import GatewayRefund
from tests.integration.orders.cases import STAFF, bought, deliver, fresh, refused, settle, sold_out
from tests.integration.orders.ordering import books, order
from tests.world import now


def back(placed, amount=None, codes=None, token=None, reason="买家要求"):
    wanted = WantedBack(token=token or uuid.uuid4(), amount=amount, code_ids=codes, reason=reason)
    return refund_order(order_id=placed.id, wanted=wanted, actor=STAFF, now=now())


def states(placed):
    return [code.path_status for code in list_codes_of(placed)]


def test_the_whole_goes_back_with_all_codes_that_nobody_redeemed(inside, stocked, refunds):
    placed = bought(stocked, 2)
    refund = back(placed)
    assert books()["REFUNDS_PAYABLE"] == -9000
    assert states(placed) == [CodeStatus.VOIDED] * 2
    settle()
    assert (fresh(placed).status, fresh(placed).refunded) == (OrderStatus.REFUNDED, 9000)
    assert refunds[refund.number][2] == 9000
    note = OrderNote.objects.get()
    assert (note.act, note.author, "买家要求" in note.text) == (OrderAct.REFUNDED, STAFF, True)
    assert "REFUNDS_PAYABLE" not in books()


def test_a_part_goes_back_and_the_codes_stay_with_the_buyer(inside, stocked, refunds):
    placed = bought(stocked, 2)
    back(placed, 1000, codes=[])
    settle()
    assert (fresh(placed).status, fresh(placed).refunded) == (OrderStatus.PARTIALLY_REFUNDED, 1000)
    assert states(placed) == [CodeStatus.ISSUED] * 2
    books()


def test_a_part_goes_back_with_the_codes_that_were_chosen_and_each_of_them_once(inside, stocked, refunds):
    placed = bought(stocked, 3)
    first, second, _third = list_codes_of(placed)
    back(placed, 4500, codes=[first.stored.id])
    with pytest.raises((AlreadyRefunded, CodeStateInvalid)):
        back(placed, 4500, codes=[second.stored.id, first.stored.id])
    assert sorted(states(placed)) == sorted([CodeStatus.VOIDED, CodeStatus.ISSUED, CodeStatus.ISSUED])
    back(placed)  # the rest, with what is left of the codes
    settle()
    assert fresh(placed).refunded == 13_500
    assert set(states(placed)) == {CodeStatus.VOIDED}
    books()


def test_the_same_form_sent_again_sends_no_money(inside, stocked, refunds):
    placed, token = bought(stocked), uuid.uuid4()
    assert back(placed, 100, codes=[], token=token).id == token
    assert back(placed, 100, codes=[], token=token).id == token
    settle()
    assert back(placed, 100, codes=[], token=token).amount == 100
    assert GatewayRefund.objects.get().amount == 100
    assert OrderNote.objects.count() == 1


def test_a_token_of_another_order_finds_nothing(inside, stocked):
    token = uuid.uuid4()
    back(bought(stocked), 100, codes=[], token=token)
    with pytest.raises(RecordNotFound):
        back(bought(stocked), 100, codes=[], token=token)
    assert GatewayRefund.objects.count() == 1


def test_no_more_goes_back_than_is_left_and_what_is_on_its_way_counts(inside, stocked):
    placed = bought(stocked)
    for amount in (4501, 0, -1):
        with pytest.raises(RefundExceedsPayment):
            back(placed, amount, codes=[])
    back(placed, 4000, codes=[])
    with pytest.raises(RefundExceedsPayment):
        back(placed, 501, codes=[])
    back(placed, 500, codes=[])
    with pytest.raises(RefundExceedsPayment):
        back(placed)
    books()


def test_a_code_of_another_order_is_not_voided(inside, stocked):
    placed, other = bought(stocked), bought(stocked)
    with pytest.raises(RecordNotFound):
        back(placed, 100, codes=[list_codes_of(other)[0].stored.id])
    assert states(other) == [CodeStatus.ISSUED]
    assert not GatewayRefund.objects.exists()


def test_what_nobody_paid_or_a_case_decides_over_is_refused_with_the_reason(inside, stocked, refunds):
    with refused("not_paid"):
        back(order((stocked.sku, 1)))
    with refused("reason_missing"):
        back(bought(stocked), reason="  ")


def test_an_order_that_waits_to_be_delivered_is_left_to_its_case(inside, empty):
    placed, case = sold_out(empty)
    with refused("in_case"):
        back(placed)
    deliver(case, wait=True)
    with refused("in_case"):
        back(placed)
    assert not GatewayRefund.objects.exists()


def test_after_a_refund_that_failed_that_one_is_sent_again_before_all_else(inside, stocked, refunds):
    placed = bought(stocked)
    refunds.answer = RefundState.FAILED
    back(placed, 100, codes=[])
    settle()
    assert AbnormalCase.objects.get().reason == CaseReason.REFUND_FAILED
    with refused("refund_failed_before"):
        back(placed, 100, codes=[])


def test_a_bad_code_is_replaced_from_the_order_once_and_leaves_a_case_that_is_done(inside, stocked):
    placed = bought(stocked)
    code = list_codes_of(placed)[0].stored.id
    replaced = replace_code_of_order(order_id=placed.id, code_id=code, reason="提示已使用", actor=STAFF, now=now())
    with pytest.raises(CodeStateInvalid):
        replace_code_of_order(order_id=placed.id, code_id=code, reason="again", actor=STAFF, now=now())
    case = AbnormalCase.objects.get()
    assert (case.status, case.outcome, replaced.case_id) == ("closed", "replaced", case.id)
    assert sorted(states(placed)) == sorted([CodeStatus.VOIDED, CodeStatus.ISSUED])
    with refused("reason_missing"):
        replace_code_of_order(order_id=placed.id, code_id=code, reason="", actor=STAFF, now=now())


def test_a_case_is_opened_by_hand_once_for_each_reason_that_staff_give(inside, stocked):
    placed = bought(stocked)

    def opened(reason=CaseReason.BY_HAND, text="买家说面额不对"):
        return open_case_by_hand(order_id=placed.id, reason=reason, text=text, actor=STAFF, now=now())

    assert opened().id == opened(text="又来电话").id
    assert [note.text for note in AbnormalCase.objects.get().notes.all()] == ["买家说面额不对", "又来电话"]
    for bad in (lambda: opened(CaseReason.SPLIT_FAILED), lambda: opened(text=" ")):
        with refused("reason_missing"):
            bad()
