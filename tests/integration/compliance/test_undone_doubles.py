"""An undone import: a shop's own double is withdrawn with it; what met another shop's codes stays with the staff, who read of it."""

from __future__ import annotations

import pytest

from platform_core.compliance.board_selectors import list_decision_times
from platform_core.compliance.enums import FindingState
from platform_core.compliance.models import FindingStep
from platform_core.compliance.services.decide_finding import decide_finding
from platform_core.compliance.services.note_undone_lots import note_undone_lots
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.inventory.services.undo_import import undo_import
from tests.integration.compliance.screened import CODES, bring, findings, halt_of, on_sale
from tests.integration.inventory.imports import wait
from tests.integration.site.staffing import as_staff

DOUBLE = [CODES[0].lower(), "AN0THERC0DE99999"]


def undo(tenant, row):
    with tenant_context(tenant):
        undo_import(import_id=row.id, now=now())
    wait()


def steps(finding):
    with platform_context():
        rows = FindingStep.objects.filter(finding=finding).order_by("at", "id")
        return [(row.act, row.tenant_role, row.lot, row.codes, row.of) for row in rows]


def test_a_shops_own_double_is_withdrawn_with_the_import_that_brought_it(tenant):
    first, _, _ = bring(tenant, CODES)
    _, row, lot = bring(tenant, DOUBLE)
    [found] = findings(rule_id="X1")
    undo(tenant, row)
    [after] = findings(rule_id="X1")
    assert (found.state, after.state, after.decided_by) == ("open", "withdrawn", "platform")
    who = (tenant.role_name, lot.id, 2, 2)
    assert sorted(steps(after)) == [("undone", *who), ("withdrawn", *who)]
    assert on_sale(tenant, first) == len(CODES)
    with platform_context():
        assert list_decision_times(found.found_at) == []  # nobody decided
        note_undone_lots(tenant_role=tenant.role_name, lots={lot.id: 2}, now=now())
    assert len(steps(after)) == 2
    page = as_staff("reviewer").get(f"/staff/findings/{after.id}").content.decode()
    assert "2 个卡密中有 2 个未售出即撤出店铺" in page
    assert "发现随之撤回" in page


def test_the_double_comes_back_with_the_code(tenant):
    bring(tenant, CODES)
    _, row, _ = bring(tenant, DOUBLE)
    undo(tenant, row)
    _, _, again = bring(tenant, DOUBLE)
    assert halt_of(tenant, again) == "own"
    assert sorted(found.state for found in findings(rule_id="X1")) == ["open", "withdrawn"]


def test_it_stays_open_when_the_earlier_import_is_undone(tenant):
    _, row, _ = bring(tenant, CODES)
    _, _, lot = bring(tenant, DOUBLE)
    undo(tenant, row)
    [found] = findings(rule_id="X1")
    assert (found.state, halt_of(tenant, lot)) == ("open", "own")
    assert [step[0] for step in steps(found)] == ["undone"]


@pytest.mark.parametrize("later", [True, False], ids=["later", "earlier"])
def test_what_met_another_shop_stays_open_and_staff_read_that_it_was_undone(tenant, other_tenant, later):
    _, first, _ = bring(tenant, CODES)
    _, second, _ = bring(other_tenant, CODES[:4])
    undo(other_tenant if later else tenant, second if later else first)
    both = findings(rule_id="X1")
    assert [found.state for found in both] == ["open", "open"]
    size = 4 if later else len(CODES)
    for found in both:
        [(act, role, _lot, codes, of)] = steps(found)
        assert (act, role, codes, of) == ("undone", (other_tenant if later else tenant).role_name, size, size)
    page = as_staff("reviewer").get(f"/staff/findings/{both[0].id}").content.decode()
    assert "撤销导入不等于问题已解决" in page


def test_codes_that_did_not_leave_keep_it_open(tenant):
    bring(tenant, CODES)
    _, _, lot = bring(tenant, DOUBLE)
    with platform_context():
        note_undone_lots(tenant_role=tenant.role_name, lots={lot.id: 2}, now=now())
    [found] = findings(rule_id="X1")
    assert (found.state, steps(found)[0][3:]) == ("open", (0, 2))


def test_what_staff_decided_stays_decided(tenant):
    bring(tenant, CODES)
    _, row, _ = bring(tenant, DOUBLE)
    [found] = findings(rule_id="X1")
    with platform_context():
        decide_finding(finding_id=found.id, state=FindingState.CONFIRMED, by="s@p.example", note="x", now=now())
    undo(tenant, row)
    [after] = findings(rule_id="X1")
    assert (after.state, after.decided_by) == ("confirmed", "s@p.example")


def test_another_shops_job_says_nothing_of_these_batches(tenant, other_tenant):
    bring(tenant, CODES)
    _, _, lot = bring(tenant, DOUBLE)
    with platform_context():
        note_undone_lots(tenant_role=other_tenant.role_name, lots={lot.id: 2}, now=now())
    [found] = findings(rule_id="X1")
    assert (found.state, steps(found)) == ("open", [])
