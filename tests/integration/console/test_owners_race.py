"""Two owners who demote each other at the same moment: one of them stays."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from platform_core.identity.models import Membership
from platform_core.identity.services.change_member_role import change_member_role
from platform_core.identity.services.remove_member import remove_member
from platform_core.kernel.errors import DomainError
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.console.test_people import hire, owner_of
from tests.world import committed_shop


@pytest.mark.parametrize("act", ["demote", "remove", "themselves"])
def test_an_owner_is_left_when_two_of_them_act_at_once(django_db_setup, django_db_blocker, act):
    with django_db_blocker.unblock(), committed_shop(f"race-{act}") as made:
        first, second = owner_of(made), hire(made, "owner")
        for _round in range(5):
            refused = _at_once(made, act, [(first, second), (second, first)])
            with platform_context():
                roles = dict(Membership.objects.filter(tenant_id=made.id).values_list("user_id", "role"))
            assert len(refused) == 1
            assert list(roles.values()).count("owner") == 1
            _restore(made, (first, second))


def _at_once(made, act, pairs):
    """Everybody acts on another, or on themselves, together. Who was refused."""
    ready, refused = threading.Barrier(len(pairs)), []

    def run(by, other):
        try:
            with tenant_context(made):
                ready.wait()
                if act == "demote":
                    change_member_role(user_id=other, role="support", by=by)
                elif act == "remove":
                    remove_member(user_id=other, by=by)
                else:
                    change_member_role(user_id=by, role="support", by=by)
        except DomainError as error:
            refused.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def _restore(made, owners):
    with platform_context():
        for user in owners:
            facts = {"tenant_role": made.role_name, "role": "owner", "created_at": made_at()}
            Membership.objects.update_or_create(user_id=user, tenant_id=made.id, defaults=facts)


def made_at():
    from tests.world import now

    return now()
