"""The role of one shop does nothing to members and invitations of another, nor to its own but by the functions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from platform_core.identity.models import Invitation, Membership
from platform_core.identity.services.redeem_console_ticket import redeem_console_ticket
from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import platform_context, tenant_context
from tests.world import now


def call(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return row[0] if row else None


@pytest.fixture
def owners(tenant, other_tenant):
    """The owners of alpha and of beta."""
    with platform_context():
        return [Membership.objects.get(tenant_id=each.id).user_id for each in (tenant, other_tenant)]


@pytest.fixture
def their_invitation(other_tenant, owners):
    with platform_context():
        moment = now()
        return Invitation.objects.create(
            tenant_id=other_tenant.id,
            tenant_role=other_tenant.role_name,
            email="x@staff.example",
            role="support",
            token_hash=bytes(32),
            invited_by_id=owners[1],
            created_at=moment,
            sent_at=moment,
            expires_at=moment + dt.timedelta(days=1),
        )


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO public.identity_membership DEFAULT VALUES",
        "UPDATE public.identity_membership SET role = 'owner'",
        "DELETE FROM public.identity_membership",
        "INSERT INTO public.identity_invitation DEFAULT VALUES",
        "UPDATE public.identity_invitation SET role = 'owner'",
        "DELETE FROM public.identity_invitation",
        "SELECT token_hash FROM public.identity_invitation",
        "SELECT * FROM public.identity_secondfactor",
        "SELECT * FROM public.identity_recoverycode",
        "SELECT * FROM public.identity_factortries",
        "SELECT public.held_as_owner(gen_random_uuid())",
        "SELECT public.is_only_owner(gen_random_uuid())",
    ],
)
def test_tables_of_people_are_closed(tenant, statement):
    with tenant_context(tenant), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        call(statement)


def test_members_and_invitations_of_another_shop_are_out_of_reach(tenant, owners, their_invitation):
    mine, theirs = owners
    moment = now()
    with tenant_context(tenant):
        assert call("SELECT role FROM public.present_member(%s)", theirs) is None
        for by in owners:  # in one's own name, and in that of the other's owner
            assert call("SELECT public.change_member_role(%s, 'support', %s)", theirs, by) != "done"
            assert call("SELECT public.remove_member(%s, %s)", theirs, by) != "done"
            assert call("SELECT public.transfer_ownership(%s, 'support', %s)", theirs, by) != "done"
            assert call("SELECT public.withdraw_invitation(%s, %s, %s)", their_invitation.id, moment, by) != "done"
            renewed = "SELECT public.renew_invitation(%s, %s, %s, %s, %s)"
            assert call(renewed, their_invitation.id, b"x" * 32, moment, moment, by) != "done"
        assert not Invitation.objects.values("id").exists()
        assert call("SELECT count(*) FROM public.members_with_second_factor()") == 0
    with platform_context():
        assert set(Membership.objects.values_list("user_id", "role")) == {(mine, "owner"), (theirs, "owner")}
        assert bytes(Invitation.objects.get().token_hash) == bytes(32)


def test_an_invitation_is_of_the_shop_that_calls_whoever_is_named(tenant, owners):
    invite = "SELECT public.invite_member(%s, %s, %s, %s, %s, %s, %s)"
    moment = now()
    with tenant_context(tenant):
        facts = (new_id(), "y@staff.example", "support", b"y" * 32, moment, moment)
        assert call(invite, *facts, owners[1]) == "forbidden"
        assert call(invite, *facts, owners[0]) == "done"
    with platform_context():
        assert Invitation.objects.get().tenant_id == tenant.id


def test_a_role_that_there_cannot_be_is_refused_by_the_database(tenant, owners):
    with platform_context(), pytest.raises(IntegrityError, match="membership_role_known"), transaction.atomic():
        Membership.objects.filter(tenant_id=tenant.id).update(role="king")


def test_whether_a_second_factor_was_shown_is_the_tickets_word(tenant, owners):
    from platform_core.identity.services.issue_console_ticket import issue_console_ticket

    for shown in (True, False):
        with platform_context():
            token = issue_console_ticket(user_id=owners[0], tenant_id=tenant.id, now=now(), second_factor=shown)
        with tenant_context(tenant):
            assert redeem_console_ticket(token=token).second_factor is shown
