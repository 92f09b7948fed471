"""Token buckets per merchant and per key, and requests at once: exact under fifty threads, gone with Valkey, back with it."""

from __future__ import annotations

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from merchant_api.throttling import rates, valkey
from merchant_api.throttling.rates import READ, WRITE, admit, forget_refusals, kind_of
from platform_core.entitlements.plans import DEFAULT, PLANS, ApiLimits

PLAN = PLANS[DEFAULT]


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


@pytest.mark.parametrize("remembers", [True, False])
def test_a_bucket_never_lets_more_through_than_it_holds(own_valkey, monkeypatch, remembers):
    if not remembers:  # every question goes to Valkey, as from many processes
        monkeypatch.setattr(rates, "remember", lambda *question: None)
    who, gate = caller(ApiLimits(100, 25, 10, 20, 1000)), threading.Barrier(50)

    def storm(_):
        gate.wait()
        found = []
        while time.monotonic() < end:
            found.append((time.monotonic(), ask(who).refusal))
        return found

    begun = time.monotonic()
    end = begun + 1.0
    with ThreadPoolExecutor(50) as pool:
        asked = [each for found in pool.map(storm, range(50)) for each in found]
    took = time.monotonic() - begun
    admitted = sum(refusal == "" for _, refusal in asked)
    assert len(asked) > 500
    assert 25 + 25 * 0.8 <= admitted <= 25 + 25 * took + 1


def test_the_burst_is_a_second_s_worth_and_comes_back_within_one(own_valkey):
    who = caller()
    assert refusals(ask(who) for _ in range(25)) == [""] * 25
    assert ask(who).refusal == "rate_limited"
    time.sleep(1)
    assert refusals(ask(who) for _ in range(25)) == [""] * 25
    assert ask(who).refusal == "rate_limited"


def test_one_token_comes_after_its_time_and_not_before(own_valkey):
    who = caller(ApiLimits(4, 4, 4, 4, 20))
    for _ in range(4):
        ask(who)
    first = ask(who)
    assert first.refusal == "rate_limited"
    assert 0 < first.until - time.monotonic() <= 0.25
    time.sleep(0.26)
    assert refusals([ask(who), ask(who)]) == ["", "rate_limited"]


def test_kinds_modes_and_merchants_have_buckets_of_their_own(own_valkey):
    tenant = uuid.uuid4()
    who = caller(tenant=tenant)
    while not ask(who).refusal:
        pass
    assert ask(who, READ).refusal == ""
    assert ask(caller(tenant=tenant, livemode=False)).refusal == ""
    assert ask(caller()).refusal == ""
    assert ask(caller(tenant=tenant)).refusal == "rate_limited"  # another key of the same merchant


def test_the_bucket_of_a_key_and_that_of_its_merchant_both_bind(own_valkey):
    tenant, shared = uuid.uuid4(), ApiLimits(100, 20, 10, 20, 20, key_share=50)
    one, two, three = (caller(shared, tenant) for _ in range(3))
    assert refusals(ask(one) for _ in range(11)) == [""] * 10 + ["rate_limited"]
    assert refusals(ask(two) for _ in range(9)) == [""] * 9
    assert refusals(ask(three) for _ in range(4))[-1] == "rate_limited"  # the merchant's, shared by all keys
    assert ask(one).headers["RateLimit-Policy"] == '"write";q=10;w=1'


def test_what_one_bucket_refuses_is_not_taken_from_the_other(own_valkey, monkeypatch):
    monkeypatch.setattr(rates, "remember", lambda *question: None)
    tenant, shared = uuid.uuid4(), ApiLimits(1, 2, 10, 20, 20, key_share=50)
    one, two = caller(shared, tenant), caller(shared, tenant)
    assert refusals(ask(one) for _ in range(20)) == ["", *["rate_limited"] * 19]
    assert ask(two).refusal == ""


def test_headers_count_down(own_valkey):
    who = caller(ApiLimits(100, 25, 10, 3, 20))
    left = [ask(who, "redeem").headers["RateLimit"] for _ in range(4)]
    assert left == [f'"redeem";r={count};t=1' for count in (2, 1, 0, 0)]


def test_only_so_many_requests_run_at_once(own_valkey):
    who = caller(ApiLimits(1000, 1000, 1000, 1000, 20))
    gate = threading.Barrier(50)

    def one(_):
        gate.wait()
        return ask(who, over=False)

    with ThreadPoolExecutor(50) as pool:
        admissions = list(pool.map(one, range(50)))
    running = [admission for admission in admissions if not admission.refusal]
    assert len(running) == 20
    assert {each.refusal for each in admissions} == {"", "concurrency_limited"}
    running[0].release()
    assert refusals([ask(who, over=False), ask(who, over=False)]) == ["", "concurrency_limited"]
    assert ask(caller(who.api_limits, who.live_tenant.id, livemode=False)).refusal == ""


def test_places_of_a_killed_process_are_free_after_the_lease(own_valkey, monkeypatch):
    monkeypatch.setattr(rates, "LEASE_MS", 300)
    who = caller(ApiLimits(1000, 1000, 1000, 1000, 2))
    refused = [ask(who, over=False) for _ in range(3)]  # never released: that is what a kill leaves
    assert refusals(refused) == ["", "", "concurrency_limited"]
    time.sleep(0.35)
    assert ask(who).refusal == ""


def test_a_merchant_without_limits_asks_nobody(own_valkey, monkeypatch):
    monkeypatch.setattr(valkey, "run", None)
    assert admit(caller(None), WRITE, "req") is None


def test_a_storm_asks_valkey_only_when_a_token_may_be_there(own_valkey, monkeypatch):
    who, asked, run = caller(), [], valkey.run
    monkeypatch.setattr(valkey, "run", lambda script, *rest: asked.append(script) or run(script, *rest))
    end = time.monotonic() + 0.5
    total = 0
    while time.monotonic() < end:
        ask(who)
        total += 1
    assert total > 1000
    assert len(asked) < 150  # about 37 let in and released, and a refusal for each


def test_nothing_stays_in_valkey_of_merchants_that_fell_silent(own_valkey, monkeypatch):
    monkeypatch.setattr(rates, "LEASE_MS", 500)
    for _ in range(20):
        ask(caller(), over=False)
    assert valkey._client().dbsize() == 60
    time.sleep(1.2)
    assert valkey._client().dbsize() == 0


def test_without_valkey_requests_go_on_at_no_cost_and_are_limited_again_when_it_is_back(own_valkey):
    who = caller()
    while not ask(who).refusal:
        pass
    running = ask(who, READ, over=False)
    own_valkey.process.kill()
    own_valkey.process.wait()
    forget_refusals()
    begun = time.monotonic()
    assert [admit(who, WRITE, "req") for _ in range(1000)] == [None] * 1000
    running.release()
    assert time.monotonic() - begun < 1
    own_valkey.start()
    time.sleep(valkey.PAUSE)
    assert "rate_limited" in refusals(ask(who) for _ in range(27))


def test_an_answer_that_hangs_is_not_waited_for_by_every_request(own_valkey):
    import signal

    who = caller()
    ask(who)
    own_valkey.process.send_signal(signal.SIGSTOP)
    try:
        begun = time.monotonic()
        assert [admit(who, WRITE, "req") for _ in range(100)] == [None] * 100
        assert time.monotonic() - begun < 3 * valkey.PATIENCE
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
