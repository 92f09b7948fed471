"""What a coupon takes off, and of which line: exact to the minor unit, whatever the prices."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tenants.issuance.models import IssuanceLine
from tenants.marketing.codes import is_well_formed, make_code, normalised
from tenants.marketing.discounts import discount_of, shares_of
from tenants.marketing.models import Coupon

AMOUNTS = st.integers(min_value=0, max_value=10**12)
QUICK = settings(max_examples=150, deadline=None, derandomize=True, database=None)


def percent(number, cap=None):
    return Coupon(kind="percent", percent=number, cap=cap)


@QUICK
@given(number=st.integers(1, 99), eligible=AMOUNTS, rest=AMOUNTS, cap=st.none() | st.integers(1, 10**9))
def test_a_percentage_is_rounded_down_and_leaves_something_to_pay(number, eligible, rest, cap):
    off = discount_of(percent(number, cap), eligible, eligible + rest)
    assert 0 <= off <= eligible
    assert off * 100 <= eligible * number
    assert cap is None or off <= cap
    assert eligible + rest == 0 or eligible + rest - off >= 1
    if cap is None and rest:
        assert (off + 1) * 100 > eligible * number


@QUICK
@given(amount=st.integers(1, 10**12), eligible=AMOUNTS, rest=AMOUNTS)
def test_an_amount_is_taken_off_as_far_as_there_is_a_price(amount, eligible, rest):
    off = discount_of(Coupon(kind="amount", amount_off=amount), eligible, eligible + rest)
    assert off == max(0, min(amount, eligible, eligible + rest - 1))


@QUICK
@given(data=st.data(), amounts=st.lists(AMOUNTS, min_size=1, max_size=20))
def test_shares_of_lines_add_up_and_none_is_more_than_its_line(data, amounts):
    discount = data.draw(st.integers(0, sum(amounts)))
    shares = shares_of(discount, amounts)
    assert sum(shares) == discount
    for share, amount in zip(shares, amounts, strict=True):
        assert 0 <= share <= amount
        assert abs(share * sum(amounts) - discount * amount) < sum(amounts) or not amount


@QUICK
@given(data=st.data(), price=st.integers(0, 10**9), quantity=st.integers(1, 100))
def test_codes_of_a_line_cost_together_what_the_line_costs(data, price, quantity):
    discount = data.draw(st.integers(0, price * quantity))
    line = IssuanceLine(unit_price=price, quantity=quantity, discount=discount)
    each = [line.price_of(count + 1) - line.price_of(count) for count in range(quantity)]
    assert sum(each) == price * quantity - discount
    assert all(0 <= one <= price for one in each)


def test_known_figures():
    assert discount_of(percent(10), 4500, 4500) == 450
    assert discount_of(percent(15), 333, 333) == 49  # 49.95
    assert discount_of(percent(99), 1, 1) == 0
    assert discount_of(percent(50, cap=1000), 9000, 9000) == 1000
    assert discount_of(Coupon(kind="amount", amount_off=5000), 4500, 4500) == 4499
    assert shares_of(100, [1, 1, 1]) == [34, 33, 33]


def test_a_code_is_the_same_however_it_is_typed():
    assert normalised(" ｗｅｌｃｏｍｅ－10 ") == normalised("wel come_10") == "WELCOME10"
    assert is_well_formed("新年快乐")
    assert not any(is_well_formed(text) for text in ("", "a", "--", "A" * 33, "a\x00bc", "a'b;c"))
    made = make_code("NY")
    assert (made[:2], len(made), normalised(made)) == ("NY", 14, made)
