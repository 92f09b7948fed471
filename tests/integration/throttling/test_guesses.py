"""Guessing codes is stopped: exactly, in every process, with and without Valkey; who does not guess never notices."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from merchant_api.problems import ApiProblem, to_answer
from merchant_api.throttling import guesses, valkey
from merchant_api.throttling.guesses import PER_ADDRESS, PER_MERCHANT, guessing
from platform_core.kernel.errors import RecordNotFound


def caller(ip: str = "203.0.113.7", merchant: uuid.UUID | None = None, *, livemode: bool = True):
    """A request as far as the limiter looks at it."""
    tenant = SimpleNamespace(id=merchant or uuid.uuid4())
    return SimpleNamespace(auth=SimpleNamespace(livemode=livemode, live_tenant=tenant), client_ip=ip)


def guess(request, *, hit=False):
    """One look-up: "miss", "hit" or "refused"."""
    try:
        with guessing(request) as attempt:
            if hit:
                attempt.hit()
    except ApiProblem as problem:
        return {"code_guess_limited": "refused"}[problem.problem_code]
    return "hit" if hit else "miss"


def at_once(calls):
    """Run them all in the same moment."""
    gate = threading.Barrier(len(calls))

    def one(call):
        gate.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return Counter(pool.map(one, calls))


@pytest.fixture(autouse=True)
def fresh_counts(monkeypatch):
    monkeypatch.setattr(guesses, "_here", guesses._Counts())


def test_fifty_misses_at_once_are_ten_looks(own_valkey):
    request = caller()
    assert at_once([lambda: guess(request)] * 50) == {"miss": PER_ADDRESS, "refused": 50 - PER_ADDRESS}


def test_fifty_good_codes_at_once_are_all_looked_up(own_valkey):
    request = caller()
    assert at_once([lambda: guess(request, hit=True)] * 50) == {"hit": 50}
    assert guess(request) == "miss"


def test_good_codes_among_bad_ones_neither_count_nor_free_anything(own_valkey):
    request = caller()
    mixed = [lambda: guess(request), lambda: guess(request, hit=True)] * (PER_ADDRESS - 1)
    assert at_once(mixed) == {"miss": PER_ADDRESS - 1, "hit": PER_ADDRESS - 1}
    assert [guess(request), guess(request), guess(request, hit=True)] == ["miss", "refused", "refused"]


def test_other_addresses_modes_and_merchants_go_on(own_valkey):
    request = caller()
    for _ in range(PER_ADDRESS):
        guess(request)
    merchant = request.auth.live_tenant.id
    assert guess(request) == "refused"
    assert guess(caller("203.0.113.8", merchant)) == "miss"
    assert guess(caller(merchant=merchant, livemode=False)) == "miss"
    assert guess(caller()) == "miss"


def test_the_addresses_of_one_ipv6_network_are_one(own_valkey):
    merchant = uuid.uuid4()
    answers = [guess(caller(f"2001:db8:1:2::{number:x}", merchant)) for number in range(1, 12)]
    assert answers == ["miss"] * 10 + ["refused"]
    assert guess(caller("2001:db8:1:3::1", merchant)) == "miss"


def test_many_addresses_together_are_held_by_the_bound_of_the_merchant(own_valkey):
    merchant = uuid.uuid4()
    calls = [lambda ip=f"198.51.100.{number}": guess(caller(ip, merchant)) for number in range(1, 151)]
    assert at_once(calls) == {"miss": PER_MERCHANT, "refused": 150 - PER_MERCHANT}
    assert guess(caller("192.0.2.1", merchant), hit=True) == "refused"
    assert guess(caller("192.0.2.1"), hit=True) == "hit"


def test_misses_are_forgotten_after_the_window_and_not_before(own_valkey, monkeypatch):
    monkeypatch.setattr(guesses, "WINDOW", 0.6)
    request = caller()
    for _ in range(PER_ADDRESS):
        guess(request)
    assert guess(request) == "refused"
    threading.Event().wait(0.3)
    assert guess(request) == "refused"
    threading.Event().wait(0.4)
    assert guess(request) == "miss"


def test_the_refusal_says_when_to_come_back_and_that_nothing_was_done(own_valkey):
    request = caller()
    for _ in range(PER_ADDRESS):
        guess(request)
    with pytest.raises(ApiProblem) as refused, guessing(request):
        raise AssertionError("looked up")
    answer = to_answer(refused.value, None)
    assert (answer.status, answer.body["code"], answer.body["outcome"]) == (429, "code_guess_limited", "not_executed")
    assert 55 <= int(answer.headers["Retry-After"]) <= 60


def test_a_refusal_by_the_domain_is_a_miss_and_a_failing_database_is_none(own_valkey):
    request = caller()
    for error, times in ((OperationalError, 20), (RecordNotFound, PER_ADDRESS)):
        for _ in range(times):
            with pytest.raises(error), guessing(request):
                raise error
    assert guess(request) == "refused"


def test_places_of_a_killed_process_are_free_after_the_lease(own_valkey, monkeypatch):
    monkeypatch.setattr(guesses, "LEASE", 0.3)
    request = caller()
    monkeypatch.setattr(guesses, "_settle", lambda guess: None)  # what a kill leaves
    for _ in range(PER_ADDRESS):
        guess(request)
    monkeypatch.undo()
    assert guess(request) == "miss"  # it waited for them


def test_without_valkey_the_process_counts_and_nobody_else_is_refused(own_valkey):
    own_valkey.process.kill()
    own_valkey.process.wait()
    request = caller()
    assert at_once([lambda: guess(request)] * 50) == {"miss": PER_ADDRESS, "refused": 50 - PER_ADDRESS}
    merchant = request.auth.live_tenant.id
    assert guess(caller("203.0.113.8", merchant), hit=True) == "hit"
    till = caller("203.0.113.9", merchant)
    assert at_once([lambda: guess(till, hit=True)] * 50) == {"hit": 50}
    others = [guess(caller(f"198.51.100.{number}", merchant)) for number in range(1, 121)]
    assert others == ["miss"] * (PER_MERCHANT - PER_ADDRESS) + ["refused"] * (120 - PER_MERCHANT + PER_ADDRESS)
    assert [guess(caller(), hit=True) for _ in range(50)] == ["hit"] * 50


def test_a_miss_counts_when_valkey_dies_during_the_look(own_valkey):
    request = caller()
    with guessing(request):
        own_valkey.process.kill()
        own_valkey.process.wait()
    assert [guess(request) for _ in range(PER_ADDRESS)] == ["miss"] * (PER_ADDRESS - 1) + ["refused"]


def test_valkey_counts_again_when_it_is_back(own_valkey, monkeypatch):
    request = caller()
    assert guess(request) == "miss"
    own_valkey.process.kill()
    own_valkey.process.wait()
    assert guess(request, hit=True) == "hit"
    own_valkey.start()
    threading.Event().wait(valkey.PAUSE)
    monkeypatch.setattr(guesses._here, "take", None)  # not asked any more
    assert guess(request) == "miss"


def test_what_a_process_counts_by_itself_stays_small(monkeypatch):
    monkeypatch.setattr(guesses, "MOST_COUNTED", 100)
    monkeypatch.setattr(guesses, "WINDOW", 0.05)
    for number in range(2000):
        one = guesses.Guess(f"m{number}", "203.0.113.7")
        guesses._here.take(one)
        guesses._here.settle(one)
        if number % 100 == 0:
            threading.Event().wait(0.06)
    assert len(guesses._here._counts) < 400
