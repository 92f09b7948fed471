"""Token buckets per merchant and per key, and requests at once: exact under fifty threads, gone with Valkey, back with it."""

from __future__ import annotations

import signal
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from merchant_api.throttling import rates, valkey
from merchant_api.throttling.rates import READ, WRITE, admit, forget_refusals, kind_of
from platform_core.entitlements.plans import DEFAULT, PLANS, ApiLimits

PLAN = PLANS[DEFAULT].api


def caller(limits=PLAN, tenant=None, key=None, *, livemode=True):
    """As far as limits look at one."""
    live = SimpleNamespace(id=tenant or uuid.uuid4())
    return SimpleNamespace(key_id=key or uuid.uuid4(), live_tenant=live, livemode=livemode, api_limits=limits)


def ask(who, kind=WRITE, *, over=True):
    """One request, ended at once unless it is to run on; what was decided."""
    admission = admit(who, kind, uuid.uuid4().hex)
    if over:
        admission.release()
    return admission


def refusals(admissions):
    return [admission.refusal for admission in admissions]


@pytest.fixture(autouse=True)
def fresh():
    forget_refusals()
    yield
    forget_refusals()


class Clock:
    """The script's clock, which stands still until it is moved."""

    def __init__(self):
        self.moment = 1_800_000_000_000_000
        self.move(0)

    def move(self, seconds):
        self.moment += int(seconds * 1e6)
        valkey._client().set("clock", f"{self.moment // 1_000_000} {self.moment % 1_000_000}")
        forget_refusals()


@pytest.fixture
def clock(own_valkey, monkeypatch):
    """Time that only the test moves: a slow machine must not fill buckets."""
    told = "(function() local c = redis.call('GET', 'clock'); local a, b = c:match('(%d+) (%d+)'); return {a, b} end)()"
    for name in ("ADMIT", "WAIT"):
        stopped = getattr(rates, name).replace("redis.call('TIME')", told).replace("'PX', 1001", "'PX', 60000")
        monkeypatch.setattr(rates, name, stopped)
    return Clock()


def at_once(call, count=50):
    """So many threads, all in the same moment."""
    gate = threading.Barrier(count)

    def one(_):
        gate.wait()
        return call()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.parametrize("remembers", [True, False])
def test_fifty_threads_get_exactly_what_the_bucket_holds(clock, monkeypatch, remembers):
    if not remembers:  # every question goes to Valkey, as from many processes
        monkeypatch.setattr(rates, "remember", lambda *question: None)
    who = caller(ApiLimits(100, 25, 10, 20, 1000))
    for seconds, there in ((0, 25), (0, 0), (0.2, 5), (0.04, 1), (0.039, 0), (0.001, 1), (5, 25)):
        clock.move(seconds)
        answers = at_once(lambda: ask(who).refusal)
        assert (answers.count(""), answers.count("rate_limited")) == (there, 50 - there)


def test_by_the_real_clock_a_refusal_holds_until_the_moment_that_it_names(own_valkey):
    who = caller(ApiLimits(2, 2, 2, 2, 20))
    while not (last := ask(who)).refusal:
        pass
    assert 0 < last.until - time.monotonic() <= 0.5
    time.sleep(last.until - time.monotonic() + 0.01)
    assert ask(who).refusal == ""


def test_kinds_modes_and_merchants_have_buckets_of_their_own(clock):
    tenant = uuid.uuid4()
    who = caller(tenant=tenant)
    assert refusals(ask(who) for _ in range(26)) == [""] * 25 + ["rate_limited"]
    assert ask(who, READ).refusal == ""
    assert ask(caller(tenant=tenant, livemode=False)).refusal == ""
    assert ask(caller()).refusal == ""
    assert ask(caller(tenant=tenant)).refusal == "rate_limited"  # another key of the same merchant


def test_the_bucket_of_a_key_and_that_of_its_merchant_both_bind(clock):
    tenant, shared = uuid.uuid4(), ApiLimits(100, 20, 10, 20, 20, key_share=50)
    one, two, three = (caller(shared, tenant) for _ in range(3))
    assert refusals(ask(one) for _ in range(11)) == [""] * 10 + ["rate_limited"]
    assert refusals(ask(two) for _ in range(9)) == [""] * 9
    # The merchant's, which all keys share; what it refuses is not taken from the bucket of the key.
    assert refusals(ask(three) for _ in range(20)) == ["", *["rate_limited"] * 19]
    clock.move(0.5)
    assert refusals(ask(three) for _ in range(11)) == [""] * 10 + ["rate_limited"]
    assert ask(one).headers["RateLimit-Policy"] == '"write";q=10;w=1'


def test_what_the_bucket_of_a_key_refuses_is_not_taken_from_its_merchant(clock, monkeypatch):
    monkeypatch.setattr(rates, "remember", lambda *question: None)
    tenant, shared = uuid.uuid4(), ApiLimits(1, 2, 10, 20, 20, key_share=50)
    one, two = caller(shared, tenant), caller(shared, tenant)
    assert refusals(ask(one) for _ in range(20)) == ["", *["rate_limited"] * 19]
    assert ask(two).refusal == ""


def test_headers_count_down(clock):
    who = caller(ApiLimits(100, 25, 10, 3, 20))
    left = [ask(who, "redeem").headers["RateLimit"] for _ in range(4)]
    assert left == [f'"redeem";r={count};t=1' for count in (2, 1, 0, 0)]


def test_only_so_many_requests_run_at_once(own_valkey):
    who = caller(ApiLimits(1000, 1000, 1000, 1000, 20))
    admissions = at_once(lambda: ask(who, over=False))
    running = [admission for admission in admissions if not admission.refusal]
    assert len(running) == 20
    assert {each.refusal for each in admissions} == {"", "concurrency_limited"}
    running[0].release()
    assert refusals([ask(who, over=False), ask(who, over=False)]) == ["", "concurrency_limited"]
    assert ask(caller(who.api_limits, who.live_tenant.id, livemode=False)).refusal == ""


def test_places_of_a_killed_process_are_free_after_the_lease(clock):
    who = caller(ApiLimits(1000, 1000, 1000, 1000, 2))
    asked = [ask(who, over=False) for _ in range(3)]  # never released: that is what a kill leaves
    assert refusals(asked) == ["", "", "concurrency_limited"]
    clock.move(59)
    assert ask(who).refusal == "concurrency_limited"
    clock.move(1)
    assert ask(who).refusal == ""


def test_a_merchant_without_limits_asks_nobody(own_valkey, monkeypatch):
    monkeypatch.setattr(valkey, "run", None)
    assert admit(caller(None), WRITE, "req") is None


def test_a_storm_asks_valkey_only_when_a_token_may_be_there(own_valkey, monkeypatch):
    who, asked, run = caller(ApiLimits(1, 1, 1, 1, 20)), [], valkey.run
    assert ask(who).refusal == ""
    monkeypatch.setattr(valkey, "run", lambda script, *rest: asked.append(script) or run(script, *rest))
    assert refusals(ask(who) for _ in range(100)) == ["rate_limited"] * 100
    assert asked == []


def test_of_a_storm_only_as_many_ask_valkey_as_there_can_be_tokens(own_valkey, monkeypatch):
    moment, asked = [1000.0], []
    monkeypatch.setattr(rates, "time", SimpleNamespace(monotonic=lambda: moment[0]))
    who = caller(ApiLimits(8, 8, 8, 8, 1000))
    while (last := ask(who)).left:
        pass
    monkeypatch.setattr(valkey, "run", lambda *call: asked.append(call) or [1, 0, 0])  # others were quicker
    monkeypatch.setattr(rates, "remember", lambda *question: None)
    for seconds, may_ask in ((-0.01, 0), (0.01, 1), (0.125, 1), (0.375, 3), (2, 50)):
        moment[0] = max(moment[0], last.until) + seconds if seconds > 0 else last.until + seconds
        answers = at_once(lambda: ask(who).refusal)
        assert (answers, len(asked)) == (["rate_limited"] * 50, may_ask)
        asked.clear()


def test_what_another_process_took_is_missed_at_the_door_and_looking_takes_nothing(clock, monkeypatch):
    moment = [1000.0]
    monkeypatch.setattr(rates, "time", SimpleNamespace(monotonic=lambda: moment[0]))
    who = caller(ApiLimits(8, 8, 8, 8, 1000))
    while (last := ask(who)).left:
        pass
    rates.remember(("door",), last)
    moment[0] = last.until  # the script's clock stands still: as if the token that came were taken
    refused = rates.look(("door",))
    assert (refused.refusal, refused.left, refused.until) == ("rate_limited", 0, pytest.approx(moment[0] + 0.125))
    asked, run = [], valkey.run
    monkeypatch.setattr(valkey, "run", lambda script, *rest: asked.append(script) or run(script, *rest))
    assert {rates.look(("door",)).refusal for _ in range(50)} == {"rate_limited"}
    assert asked == []
    moment[0] = refused.until
    clock.move(0.125)
    for _ in range(3):
        rates.remember(("door",), refused)
        assert rates.look(("door",)) is None
    assert asked == [rates.WAIT] * 3
    assert refusals([ask(who), ask(who)]) == ["", "rate_limited"]


def test_at_the_door_a_valkey_that_is_away_refuses_nobody(own_valkey):
    last = ask(caller(ApiLimits(1, 1, 1, 1, 20)))
    rates.remember(("door",), last)
    own_valkey.process.kill()
    own_valkey.process.wait()
    assert rates.look(("door",)).refusal == "rate_limited"  # of which it is known
    time.sleep(max(0, last.until - time.monotonic()))
    assert rates.look(("door",)) is None


def test_nothing_stays_in_valkey_of_merchants_that_fell_silent(own_valkey, monkeypatch):
    monkeypatch.setattr(rates, "LEASE_MS", 500)
    for _ in range(20):
        ask(caller(), over=False)
    assert valkey._client().dbsize() == 60
    time.sleep(1.2)
    assert valkey._client().dbsize() == 0


def test_without_valkey_requests_go_on_at_no_cost_and_are_limited_again_when_it_is_back(own_valkey):
    who = caller(ApiLimits(1, 1, 1, 1, 20))
    running = ask(who, READ, over=False)
    assert refusals([ask(who), ask(who)]) == ["", "rate_limited"]
    own_valkey.process.kill()
    own_valkey.process.wait()
    forget_refusals()
    begun = time.monotonic()
    assert [admit(who, WRITE, "req") for _ in range(1000)] == [None] * 1000
    running.release()
    assert time.monotonic() - begun < 2
    own_valkey.start()
    time.sleep(valkey.PAUSE)
    assert refusals([ask(who), ask(who)]) == ["", "rate_limited"]


def test_a_valkey_that_refuses_limits_nothing(own_valkey):
    who = caller()
    valkey._client().lpush(f"rate:{{{who.live_tenant.id.hex}}}:live:write", "not a bucket")
    assert admit(who, WRITE, "req") is None


def test_an_answer_that_hangs_is_not_waited_for_by_every_request(own_valkey):
    who = caller()
    ask(who)
    own_valkey.process.send_signal(signal.SIGSTOP)
    try:
        begun = time.monotonic()
        assert [admit(who, WRITE, "req") for _ in range(100)] == [None] * 100
        assert time.monotonic() - begun < 4 * valkey.PATIENCE
    finally:
        own_valkey.process.send_signal(signal.SIGCONT)


@pytest.mark.parametrize(
    ("scope", "method", "kind"),
    [
        (None, "GET", "read"),
        ("catalog:read", "POST", "read"),
        ("issuances:write", "POST", "write"),
        ("keys:manage", "GET", "read"),
        ("keys:manage", "DELETE", "write"),
        ("codes:reveal", "GET", "reveal"),
        ("codes:reveal", "POST", "reveal"),
        ("codes:validate", "POST", "redeem"),
        ("codes:redeem", "POST", "redeem"),
        ("codes:void", "POST", "write"),
        (None, "PUT", "write"),
    ],
)
def test_the_scope_of_an_operation_decides_its_bucket(scope, method, kind):
    assert kind_of(scope, method) == kind
