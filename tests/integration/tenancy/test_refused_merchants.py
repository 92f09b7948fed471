"""``create_merchant`` that refuses, in this process; ``tests/runtime`` has it beside a running platform."""

import io
import json

import pytest
from django.core.management import call_command

from platform_core.compliance.models import SupplyLink
from platform_core.identity.models import User
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.models import Domain, SignUp, Tenant

GIVEN = ["--name", "Refused", "--slug", "refused", "--email", "refused@example.com", "--with-supplier", "S"]


def count():
    with platform_context():
        return [model.objects.count() for model in (Tenant, Domain, SignUp, User, SupplyLink)]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (("--slug", "alpha"), "slug_taken"),
        (("--slug", "www"), "slug_reserved"),
        (("--email", "nobody"), "email_invalid"),
        (("--name", " "), "name_invalid"),
        (("--with-supplier", "甲" * 200), "with_supplier_invalid"),
        (("--plan", "gold"), "plan_unknown"),
    ],
)
def test_nothing_is_made_and_the_reason_is_said(tenant, changed, reason):
    before, said = count(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("create_merchant", *GIVEN, *changed, "--json", stdout=said)
    assert ended.value.code == 1
    assert json.loads(said.getvalue())["error"] == reason
    assert count() == before
