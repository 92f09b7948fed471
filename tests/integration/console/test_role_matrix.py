"""Every address of the back office × every role × looking and acting: allowed exactly where the tables say so.

The guard itself runs; only the page behind it is taken away. What is expected comes twice: from the powers that the address
declares, and from a list that is written by hand (``role_expectations``).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from tenants.access.powers import CONFLICTS, OWNERS_ALONE, ROLES, Power, conflicts_in
from tenants.console import staff
from tests.integration.console.role_expectations import OPEN, expected_roles
from tests.integration.console.test_people import enter, hire

REACHED = 299
# Each power alone, as a role of a shop's own could have it.
SINGLE = {f"custom:{power.value}": frozenset({power.value}) for power in Power}


def patterns(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for each in found:
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns)
        else:
            yield each


ADDRESSES = {each.name: each.callback for each in patterns(get_resolver("tenants.console.urls").url_patterns)}
GUARDED = {name: view for name, view in ADDRESSES.items() if name not in OPEN}


def guard_of(view: Any) -> Any:
    """The guard among a view's decorators."""
    while "view" not in view.__code__.co_freevars or "power" not in view.__code__.co_freevars:
        view = view.__wrapped__
    return view


@pytest.fixture
def answered(monkeypatch):
    """``answered(view, method, role, powers)``: was the page reached? Nothing is read or written."""
    monkeypatch.setattr(staff, "record_act", lambda **facts: uuid.UUID(int=0))
    monkeypatch.setattr(staff, "record_outcome", lambda **facts: None)
    factory, here = RequestFactory(), {}
    monkeypatch.setattr(staff, "staff_of", lambda request: here)

    def ask(view, method, role, powers):
        guard = guard_of(view)
        cell = guard.__closure__[guard.__code__.co_freevars.index("view")]
        page, cell.cell_contents = cell.cell_contents, lambda request, **named: HttpResponse(status=REACHED)
        here.clear()
        here.update(user_id=str(uuid.UUID(int=1)), name="", email="x@staff.example", role=role, powers=powers)
        here["second_factor"] = True
        request = factory.generic(method, "/console/")
        request.client_ip, request.resolver_match = "127.0.0.1", None
        request._messages = []
        try:
            return guard(request).status_code == REACHED
        except Http404:
            return False
        finally:
            cell.cell_contents = page

    return ask


def test_every_address_has_a_guard_but_the_doors():
    assert {name for name, view in ADDRESSES.items() if not hasattr(view, "powers")} == OPEN


def test_every_address_is_expected_by_hand():
    assert set(expected_roles()) == set(GUARDED), "write down in role_expectations.py who may do this"


def test_every_role_reaches_exactly_what_its_powers_open(answered):
    wrong = []
    for name, view in GUARDED.items():
        see, act = view.powers
        for role, powers in {**ROLES, **SINGLE}.items():
            for method, needed in (("GET", {see}), ("HEAD", {see}), ("POST", {see, act}), ("DELETE", {see, act})):
                if answered(view, method, role, powers) != (needed <= powers):
                    wrong.append((name, method, role))
    assert wrong == []


def test_every_role_reaches_exactly_what_is_written_by_hand(answered):
    wrong = []
    for name, (see, act) in expected_roles().items():
        for role, powers in ROLES.items():
            for method, allowed in (("GET", see), ("POST", act)):
                if answered(GUARDED[name], method, role, powers) != (role in allowed):
                    wrong.append((name, method, role))
    assert wrong == []


def test_a_role_without_powers_reaches_nothing(answered):
    reached = {name for name, view in GUARDED.items() if answered(view, "GET", "custom:gone", frozenset())}
    assert reached == set()


def test_no_role_but_the_owners_holds_what_crosses():
    assert {role for role, powers in ROLES.items() if conflicts_in(powers)} == {"owner"}
    assert {role for role, powers in ROLES.items() if powers & OWNERS_ALONE} == {"owner"}
    assert all(len(pair) == 2 for pair in CONFLICTS)


@pytest.mark.parametrize(
    ("role", "never"),
    [
        ("support", {Power.CODES_EXPORT, Power.REFUNDS, Power.STOCK_IMPORT, Power.FINANCE_VIEW}),
        ("finance", {Power.STOCK_IMPORT, Power.STOCK_HANDLE, Power.CODES_REVEAL, Power.CODES_EXPORT}),
        ("operations", {Power.FINANCE_SETTLE, Power.REFUNDS, Power.PAYMENTS_EDIT, Power.CODES_REVEAL}),
        ("developer", {Power.CODES_REVEAL, Power.REFUNDS, Power.ORDERS_VIEW, Power.CUSTOMERS_VIEW}),
    ],
)
def test_powers_of_one_role_are_not_those_of_another(role, never):
    assert ROLES[role].isdisjoint(never)


@pytest.mark.parametrize("role", ["operations", "support", "finance", "developer"])
def test_real_pages_answer_as_the_tables_say(tenant, role):
    desk = enter(tenant, hire(tenant, role))
    told = expected_roles()
    for name in ("products", "imports", "orders", "cases", "messages", "keys", "webhooks", "people", "payments"):
        answer = desk.get(f"/console/{name}")
        assert (answer.status_code == 200) == (role in told[name][0]), name
    for name, path in (("suppliers", "suppliers"), ("product_new", "products/new"), ("people_invite", "people/invite")):
        answer = desk.post(f"/console/{path}", {})
        assert (answer.status_code != 404) == (role in told[name][1]), name
