"""Merchants of whom several findings come in are put before people, who may have them verified again; nothing is taken by itself."""

import datetime as dt

import pytest

from platform_core.compliance.enums import FindingState, Level, SubjectKind
from platform_core.compliance.errors import FindingDecided, MerchantActRefused
from platform_core.compliance.merchant_enums import MerchantState
from platform_core.compliance.models import Finding, Screening
from platform_core.compliance.services.flag_merchants import flag_merchants
from platform_core.compliance.services.order_reverification import order_reverification
from platform_core.compliance.services.report_finding import report_finding
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.merchants import ANNA, BO, file_of, verify
from tests.world import now

DAY = dt.timedelta(days=1)


def complain(tenant, many, when=None, rule="X10", state=FindingState.OPEN):
    with platform_context():
        for number in range(many):
            found = report_finding(
                rule_id=rule, level=Level.REVIEW, subject=(SubjectKind.MERCHANT, tenant.slug),
                key=f"{rule}:{tenant.slug}:{number}:{when}", facts={}, now=when or now(), tenant_role=tenant.role_name,
            )  # fmt: skip
            Finding.objects.filter(pk=found.pk).update(state=state)


def flag(when=None):
    with platform_context():
        return flag_merchants(now=when or now())


def flags(tenant):
    with platform_context():
        return list(Finding.objects.filter(rule_id="FRD-02", tenant_role=tenant.role_name))


def order(finding, whom=SubjectKind.MERCHANT, days=10, actor=ANNA):
    with platform_context():
        return order_reverification(
            finding_id=finding.id, whom=whom, due_at=now() + days * DAY, told="近期投诉较多", actor=actor, note="三条属实",
            now=now(),
        )  # fmt: skip


def test_three_findings_since_the_verification_flag_a_merchant_once(tenant, other_tenant):
    verify(tenant)
    complain(tenant, 2)
    assert flag() == 0
    complain(tenant, 1, rule="X9")
    assert [flag(), flag()] == [1, 0]
    (found,) = flags(tenant)
    assert (found.level, found.points, found.facts["many"]) == (Level.REVIEW, 40, 3)
    assert found.facts["rules"] == ["X10", "X9"]
    assert flags(other_tenant) == []
    with platform_context():
        row = Screening.objects.filter(subject_ref=str(file_of(tenant).id)).latest("at")
    assert [(each["rule"], each["result"]) for each in row.outcomes] == [("FRD-02", "failed")]
    assert file_of(tenant).state == MerchantState.VERIFIED  # nobody is restricted by a machine


@pytest.mark.parametrize(
    ("rule", "days", "state"),
    [("X3", 0, FindingState.OPEN), ("X10", -31, FindingState.OPEN), ("X10", 0, FindingState.DISMISSED)],
    ids=["another rule", "long ago", "dismissed"],
)
def test_what_is_no_complaint_or_not_so_flags_nobody(tenant, rule, days, state):
    verify(tenant)
    complain(tenant, 5, now() + days * DAY, rule, state)
    assert flag() == 0


def test_what_came_before_the_verification_does_not_count(tenant):
    complain(tenant, 5, now() - DAY)
    verify(tenant)
    assert flag() == 0


def test_staff_have_it_verified_again_and_the_finding_is_decided_with_it(tenant):
    verify(tenant)
    complain(tenant, 3)
    flag()
    (found,) = flags(tenant)
    assert order(found).state == FindingState.CONFIRMED
    file = file_of(tenant)
    assert (file.state, file.note) == (MerchantState.DUE, "近期投诉较多")
    assert file.due_at - now() < 11 * DAY
    with pytest.raises(FindingDecided):
        order(found, actor=BO)


def test_both_happen_or_neither(tenant):
    verify(tenant)
    complain(tenant, 3)
    flag()
    (found,) = flags(tenant)
    with pytest.raises(MerchantActRefused):
        order(found, days=300)
    with pytest.raises(RecordNotFound):
        order(found, whom=SubjectKind.SUPPLIER)
    assert (flags(tenant)[0].state, file_of(tenant).state) == (FindingState.OPEN, MerchantState.VERIFIED)
