"""Looks into a shop, as PostgreSQL holds them: without a reason, after their time, by others, or to codes, nothing is read."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from platform_core.compliance.errors import LookRefused, ProposalInvalid
from platform_core.compliance.models import Proposal, TenantLook
from platform_core.compliance.services.ask_break_glass import ask_break_glass
from platform_core.compliance.services.close_look import close_look
from platform_core.compliance.services.decide_break_glass import decide_break_glass
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.site.looking import (
    BASIS,
    REASON,
    actor,
    agreed,
    database_clock,
    opened,
    owner_run,
    owners_door,
    read,
    told,
)
from tests.integration.site.staffing import dismiss, hire
from tests.isolation.test_database_wall import refused, relations


@pytest.fixture(scope="module", autouse=True)
def door(django_db_setup):
    """Before any transaction of a test begins."""
    with owners_door():
        yield


def why(caught):
    return caught.value.data["reason"]


def call(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def raw_open(tenant, user, **given):
    values = {"reason": REASON, "basis": BASIS, "minutes": 30, "proposal": None, **given}
    return call(
        "SELECT public.open_look(%s, %s, %s, %s, %s, %s, NULL)",
        tenant.role_name,
        user.id,
        *(values[name] for name in ("reason", "basis", "minutes", "proposal")),
    )


def test_the_platform_itself_reads_no_table_of_a_shop(tenant):
    found = [name for name, kind in relations(tenant.schema_name) if kind == "r"]
    assert len(found) > 60
    with platform_context():
        for name in found:
            refused(f'SELECT 1 FROM "{tenant.schema_name}"."{name}"')


def test_the_platform_itself_writes_no_look(tenant):
    opened(tenant, hire("lead"))
    with platform_context():
        refused("UPDATE public.compliance_tenantlook SET ends_at = ends_at + interval '1 hour'")
        refused("UPDATE public.compliance_tenantlook SET closed_at = NULL")
        refused("DELETE FROM public.compliance_tenantlook")
        refused("INSERT INTO public.compliance_tenantlook SELECT * FROM public.compliance_tenantlook")
        refused("SELECT public.tell_look('x', NULL, 'x', 'x', NULL, '{}')")


def test_a_shop_neither_looks_nor_learns_of_looks_but_by_its_own_log(tenant, other_tenant):
    user = hire("lead")
    look = opened(other_tenant, user)
    with tenant_context(tenant):
        refused("SELECT * FROM public.compliance_tenantlook")
        refused("SELECT * FROM public.look_columns()")
        refused(f"SELECT public.look_into('{look}', '{user.id}', 'orders', '{{}}', 1, NULL)")
        refused(f"SELECT public.close_look('{look}', '{user.id}', NULL)")
        refused(f"SELECT public.open_look('{other_tenant.role_name}', '{user.id}', '{REASON}', 'x', 30, NULL, NULL)")
    assert told(tenant) == []
    assert [entry.act for entry in told(other_tenant)] == ["staff_look_opened"]


@pytest.mark.parametrize(
    "reason",
    ["", "short", "   九个字的原因不够   ", "　　　　　　　　　　　　"],
    ids=["none", "short", "nine", "blank"],
)
def test_a_look_without_a_reason_is_refused_by_service_function_and_table(tenant, reason):
    user = hire("lead")
    with pytest.raises(LookRefused) as caught:
        opened(tenant, user, reason=reason)
    assert why(caught) == "reason_short"
    with platform_context(), pytest.raises(DatabaseError, match="reason_short"):
        raw_open(tenant, user, reason=reason)
    look = opened(tenant, user)
    with pytest.raises(Exception, match="look_reason"), transaction.atomic(), platform_context():
        owner_run("UPDATE public.compliance_tenantlook SET reason = 'short' WHERE id = %s", look)
    assert [entry.act for entry in told(tenant)] == ["staff_look_opened"]


@pytest.mark.parametrize("minutes", [0, -5, 61, 100_000])
def test_a_look_is_open_for_an_hour_at_most(tenant, minutes):
    user = hire("lead")
    with pytest.raises(LookRefused) as caught:
        opened(tenant, user, minutes=minutes)
    assert why(caught) == "minutes"
    look = opened(tenant, user, minutes=60)
    with pytest.raises(Exception, match="look_an_hour"), transaction.atomic(), platform_context():
        owner_run("UPDATE public.compliance_tenantlook SET ends_at = ends_at + interval '1 second' WHERE id = %s", look)


def test_a_look_without_a_basis_or_into_no_shop_is_refused(tenant):
    user = hire("lead")
    with pytest.raises(LookRefused) as caught:
        opened(tenant, user, basis="  ")
    assert why(caught) == "basis_missing"
    with platform_context(), pytest.raises(DatabaseError, match="tenant_unknown"):
        call("SELECT public.open_look('kq_t_nobody', %s, %s, 'x', 30, NULL, NULL)", user.id, REASON)


@pytest.mark.parametrize(
    "roles", [("reviewer",), ("operator",), ("auditor",), ("reviewer", "operator", "auditor")], ids="+".join
)
def test_only_a_lead_looks(tenant, roles):
    user = hire(*roles)
    with pytest.raises(LookRefused) as caught:
        opened(tenant, user)
    assert why(caught) == "not_lead"


def test_who_is_no_lead_any_more_reads_nothing_further(tenant):
    user = hire("lead")
    hire("operator")
    look = opened(tenant, user)
    assert read(look, user, "orders") == []
    dismiss(user)
    with pytest.raises(LookRefused) as caught:
        read(look, user, "orders")
    assert why(caught) == "look_unknown"


def test_nothing_is_read_after_its_time_by_the_databases_clock(tenant, time_machine):
    user = hire("lead")
    look = opened(tenant, user, minutes=30)
    with database_clock("29 minutes"):
        assert read(look, user, "orders") == []
    with database_clock("31 minutes"), pytest.raises(LookRefused) as caught:
        read(look, user, "orders")
    assert why(caught) == "look_over"
    assert [entry.act for entry in told(tenant)] == ["staff_look_opened", "staff_look"]


def test_nothing_is_read_when_its_end_lies_behind(tenant):
    user = hire("lead")
    look = opened(tenant, user)
    with platform_context():
        owner_run(
            "UPDATE public.compliance_tenantlook SET opened_at = now() - interval '1 hour', ends_at = now() - interval"
            " '1 second' WHERE id = %s",
            look,
        )
    with pytest.raises(LookRefused) as caught:
        read(look, user, "orders")
    assert why(caught) == "look_over"


def test_nothing_is_read_under_a_look_that_was_closed_or_is_somebody_elses(tenant):
    user, other = hire("lead"), hire("lead")
    look = opened(tenant, user)
    with pytest.raises(LookRefused) as caught:
        read(look, other, "orders")
    assert why(caught) == "look_unknown"
    with platform_context():
        assert not close_look(look_id=look, staff_id=other.id, address=None)
        assert close_look(look_id=look, staff_id=user.id, address=None)
        assert not close_look(look_id=look, staff_id=user.id, address=None)
    with pytest.raises(LookRefused) as caught:
        read(look, user, "orders")
    assert why(caught) == "look_over"
    with pytest.raises(LookRefused) as caught:
        read(uuid.uuid4(), user, "orders")
    assert why(caught) == "look_unknown"
    assert [entry.act for entry in told(tenant)] == ["staff_look_opened", "staff_look_closed"]


def test_break_glass_takes_another_lead(tenant):
    user, second = hire("lead"), hire("lead")
    with platform_context():
        asked = ask_break_glass(
            tenant_id=tenant.id, actor=actor(user), reason=REASON, basis=BASIS, minutes=15, now=now()
        )
        for answer in (True, False):
            with pytest.raises(ProposalInvalid) as caught:
                decide_break_glass(proposal_id=asked.id, actor=actor(user), agree=answer, answer="", now=now())
            assert why(caught) == "same_person"
        with pytest.raises(IntegrityError, match="proposal_two_people"), transaction.atomic():
            Proposal.objects.filter(pk=asked.id).update(state="approved", decided_by=user.id)
    with pytest.raises(LookRefused) as caught:
        opened(tenant, user, proposal_id=asked.id)
    assert why(caught) == "proposal"
    with platform_context():
        decide_break_glass(proposal_id=asked.id, actor=actor(second), agree=True, answer="", now=now())
    look = opened(tenant, user, proposal_id=asked.id, minutes=15)
    with platform_context():
        found = TenantLook.objects.get(pk=look)
    assert (found.kind, found.approved_by, found.approved_email) == ("break_glass", second.id, second.email)
    assert [entry.act for entry in told(tenant)] == ["staff_break_glass_opened"]
    with (
        pytest.raises(Exception, match="look_two_people"),
        transaction.atomic(),
        platform_context(),
    ):
        owner_run("UPDATE public.compliance_tenantlook SET approved_by = staff_id WHERE id = %s", look)


def test_what_was_agreed_is_good_once_for_who_asked_for_that_shop_for_a_day(tenant, other_tenant):
    user, second = hire("lead"), hire("lead")
    for shop, person, ahead in ((other_tenant, user, "0"), (tenant, second, "0"), (tenant, user, "25 hours")):
        proposal = agreed(tenant, user, second)
        with database_clock(ahead), pytest.raises(LookRefused) as caught:
            opened(shop, person, proposal_id=proposal)
        assert why(caught) == "proposal"
    opened(tenant, user, proposal_id=proposal)
    with pytest.raises(LookRefused) as caught:
        opened(tenant, user, proposal_id=proposal)
    assert why(caught) == "proposal"


@pytest.mark.parametrize("second", [("reviewer",), ("operator", "auditor")], ids="+".join)
def test_break_glass_that_no_lead_agreed_to_is_refused_by_the_database(tenant, second):
    user = hire("lead")
    proposal = agreed(tenant, user, hire(*second))
    with pytest.raises(LookRefused) as caught:
        opened(tenant, user, proposal_id=proposal)
    assert why(caught) == "proposal"


def test_what_was_refused_opens_nothing(tenant):
    user, second = hire("lead"), hire("lead")
    with platform_context():
        asked = ask_break_glass(
            tenant_id=tenant.id, actor=actor(user), reason=REASON, basis=BASIS, minutes=15, now=now()
        )
        decide_break_glass(proposal_id=asked.id, actor=actor(second), agree=False, answer="没有必要", now=now())
    with pytest.raises(LookRefused):
        opened(tenant, user, proposal_id=asked.id)
