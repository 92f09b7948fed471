"""Every address of the platform console × every role × looking and acting: open exactly where the table written here says so."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from platform_core.identity.enums import StaffRole
from platform_core.identity.staff_powers import STAFF_ROLES, powers_of
from platform_core.site import urls
from platform_core.site.staff_session import StaffMember
from platform_core.site.views import staff

ADDRESSES = {each.name: each for each in urls.urlpatterns if str(each.pattern).startswith("staff/")}
DOORS = {
    "staff_login", "staff_second_step", "staff_second_step_ask", "staff_second_step_answer", "staff_logout",
}  # fmt: skip
ALL, NOBODY = "reviewer lead operator auditor finance", ""
MONEY, CASHIERS = "lead operator auditor finance", "operator finance"
JUDGES = "reviewer lead"
# Who sees the page, and who acts on it; ``name``: an act under it that others do.
EXPECTED = {
    ("staff", ""): (ALL, JUDGES),
    ("staff_logout_everywhere", ""): (ALL, ALL),
    ("staff_lists", ""): (ALL, JUDGES),
    ("staff_findings", ""): (ALL, JUDGES),
    ("staff_finding", ""): (ALL, JUDGES),
    ("staff_finding_act", ""): (ALL, JUDGES),
    ("staff_appeals", ""): (ALL, JUDGES),
    ("staff_proposals", ""): (ALL, JUDGES),
    ("staff_proposal_act", "agree"): (ALL, "lead"),
    ("staff_proposal_act", "refuse"): (ALL, "lead"),
    ("staff_proposal_act", "withdraw"): (ALL, ALL),
    ("staff_break_glass", ""): ("lead", "lead"),
    ("staff_shops", ""): (ALL, JUDGES),
    ("staff_boards", ""): (ALL, JUDGES),
    ("staff_board_file", ""): (ALL, JUDGES),
    ("staff_shop", ""): (ALL, JUDGES),
    ("staff_billing", ""): (MONEY, MONEY),
    ("staff_billing_file", ""): (MONEY, MONEY),
    ("staff_bills", ""): (MONEY, MONEY),
    ("staff_billing_events", ""): (MONEY, MONEY),
    ("staff_subscriptions", ""): (MONEY, MONEY),
    ("staff_subscriptions_file", ""): (MONEY, MONEY),
    ("staff_subscription", ""): (MONEY, MONEY),
    ("staff_subscription_record", ""): (MONEY, MONEY),
    ("staff_subscription_act", "refresh"): (MONEY, CASHIERS),
    ("staff_subscription_act", "extend"): (MONEY, CASHIERS),
    ("staff_subscription_act", "grant"): (MONEY, CASHIERS),
    ("staff_subscription_act", "take"): (MONEY, CASHIERS),
    ("staff_bill", ""): (MONEY, MONEY),
    ("staff_bill_act", "transfer"): (MONEY, CASHIERS),
    ("staff_bill_act", "fapiao"): (MONEY, CASHIERS),
    ("staff_transfer_decide", "agree"): (MONEY, CASHIERS),
    ("staff_transfer_decide", "refuse"): (MONEY, CASHIERS),
    ("staff_shop_act", ""): ("lead operator", "lead operator"),
    ("staff_look_begin", ""): ("lead", "lead"),
    ("staff_looks", ""): (ALL, JUDGES),
    ("staff_look", ""): ("lead", "lead"),
    ("staff_look_rows", ""): ("lead", "lead"),
    ("staff_look_close", ""): ("lead", "lead"),
    ("staff_webhooks", ""): (ALL, JUDGES),
    ("staff_rules", ""): (ALL, ALL),
    ("staff_terms", ""): (ALL, "operator"),
    ("staff_audit", ""): ("lead operator auditor", "lead operator auditor"),
    ("staff_people", ""): (ALL, JUDGES),
    ("staff_person_add", ""): ("operator", "operator"),
    ("staff_person_act", ""): ("operator", "operator"),
    ("staff_suppliers", ""): (ALL, JUDGES),
    ("staff_supplier", ""): (ALL, JUDGES),
    ("staff_merchants", ""): (ALL, JUDGES),
    ("staff_merchant", ""): (ALL, JUDGES),
    ("staff_merchant_act", ""): (ALL, JUDGES),
    ("staff_merchant_reports", ""): (ALL, "lead"),
    ("staff_merchant_report_handed_in", ""): (ALL, "lead"),
    ("staff_paper", ""): (ALL, JUDGES),
    ("staff_supply_vouch", ""): (ALL, "operator"),
    ("staff_supply_act", "accept"): (ALL, JUDGES),
    ("staff_recalls", ""): (ALL, JUDGES),
    ("staff_recall_new", ""): (ALL, JUDGES),
    ("staff_recall_decide", ""): (ALL, "lead"),
    ("staff_recall", ""): (ALL, JUDGES),
    ("staff_exports", ""): (JUDGES, JUDGES),
    ("staff_export_new", ""): (JUDGES, JUDGES),
    ("staff_export_tax", ""): (JUDGES, JUDGES),
    ("staff_export", ""): (JUDGES, JUDGES),
    ("staff_export_letter", ""): (JUDGES, JUDGES),
    ("staff_export_letter_page", ""): (JUDGES, JUDGES),
    ("staff_export_act", "approve"): (JUDGES, "lead"),
    ("staff_export_act", "refuse"): (JUDGES, "lead"),
    ("staff_export_act", "download"): (JUDGES, JUDGES),
    ("staff_paper_page", ""): (ALL, JUDGES),
    ("staff_paper_act", ""): (ALL, JUDGES),
    ("staff_supplier_act", "approve"): (ALL, JUDGES),
    ("staff_supplier_act", "decide-blacklist"): (ALL, "lead"),
}
REACHED = 299
LATER = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def reached(monkeypatch):
    """``reached(address, method, name, roles)``: did the guard let them through? Nothing is read or written."""
    here = {}
    monkeypatch.setattr(staff, "find_staff", lambda request, now: here["staff"])
    monkeypatch.setattr(staff, "record_staff_act", lambda **facts: uuid.UUID(int=0))
    monkeypatch.setattr(staff, "record_staff_outcome", lambda **facts: None)

    def ask(address, method, name, roles):
        view = ADDRESSES[address].callback
        while "view" not in view.__code__.co_freevars or "power" not in view.__code__.co_freevars:
            view = view.__wrapped__
        cell = view.__closure__[view.__code__.co_freevars.index("view")]
        page, cell.cell_contents = cell.cell_contents, lambda request, **named: HttpResponse(status=REACHED)
        here["staff"] = StaffMember(uuid.UUID(int=1), "x@p.example", "", roles, powers_of(roles), True, LATER)
        request = RequestFactory().generic(method, "/staff/")
        request.client_ip, request.resolver_match, request._messages = "127.0.0.1", None, []
        try:
            return view(request, **({"name": name} if name else {})).status_code == REACHED
        except Http404:
            return False
        finally:
            cell.cell_contents = page

    return ask


def test_every_address_has_a_guard_but_the_doors():
    assert {name for name, each in ADDRESSES.items() if not hasattr(each.callback, "powers")} == DOORS


def test_every_address_is_expected_by_hand():
    assert {address for address, _name in EXPECTED} == set(ADDRESSES) - DOORS


@pytest.mark.parametrize("address", sorted(EXPECTED), ids=" ".join)
def test_an_address_is_open_for_exactly_those_roles(reached, address):
    looks, acts = (set(roles.split()) for roles in EXPECTED[address])
    for role in StaffRole:
        assert reached(address[0], "GET", address[1], (role.value,)) == (role in looks), role
        assert reached(address[0], "POST", address[1], (role.value,)) == (role in acts & looks), role


def test_roles_that_are_not_known_give_nothing():
    assert powers_of(["owner", "", "superuser"]) == frozenset()
    assert powers_of(StaffRole.values) == frozenset().union(*STAFF_ROLES.values())
