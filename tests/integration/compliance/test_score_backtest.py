"""Another table of points is tried on what was found, and nothing is written."""

import io

import orjson
import pytest
from django.core.management import CommandError, call_command

from platform_core.compliance.models import Finding
from platform_core.compliance.services.decide_finding import decide_finding
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.pushing import findings, paid, push
from tests.world import now


@pytest.fixture
def backtest(tmp_path):
    def run(table):
        path, out = tmp_path / "points.json", io.StringIO()
        path.write_bytes(orjson.dumps(table))
        call_command("backtest_score", str(path), stdout=out)
        return out.getvalue().splitlines()

    return run


def test_it_prints_whose_score_and_reviewers_would_change(tenant, backtest):
    push(tenant, paid("a@example.com", value=1_000_000))
    push(tenant, paid("b@example.com", cards=21, known=False))
    who = findings("X6")[0].subject_ref
    with platform_context():
        before = list(Finding.objects.order_by("id").values_list("points", "state"))
    assert backtest({"X6.sum": 60}) == [
        f"buyer {who}: 40 -> 60 points, 1 -> 2 reviewers",
        "1 scores change; 1 subjects need more people, 0 need fewer",
    ]
    assert backtest({"X9.lot": 1}) == ["0 scores change; 0 subjects need more people, 0 need fewer"]
    with platform_context():
        assert list(Finding.objects.order_by("id").values_list("points", "state")) == before


def test_what_staff_dismissed_does_not_count(tenant, backtest):
    push(tenant, paid(value=1_000_000))
    with platform_context():
        decide_finding(finding_id=findings("X6")[0].id, state="dismissed", by="s@example.com", note="", now=now())
    assert backtest({"X6.sum": 60})[0].startswith("0 scores change")


@pytest.mark.parametrize("table", [{"no such": 1}, {"X6.sum": 101}, ["X6.sum"], {"X6.sum": "40"}])
def test_a_table_that_is_none_is_refused(db, backtest, table):
    with pytest.raises(CommandError):
        backtest(table)
