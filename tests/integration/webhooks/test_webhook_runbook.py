"""The runbook names what there is: metrics in its alerts, the dispatcher's lock in its statement."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from django.db import connection

from config.metrics import Figures
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context
from webhooks.locks import dispatching_alone

RUNBOOK = Path(__file__).parents[3] / "docs" / "runbooks" / "webhooks.md"
METRIC = re.compile(r"kaquan_[a-z_]+")


def rules():
    """The example alerts."""
    [block] = re.findall(r"```yaml\n(groups:.*?)```", RUNBOOK.read_text(), re.DOTALL)
    return [rule for group in yaml.safe_load(block)["groups"] for rule in group["rules"]]


def test_alerts_and_table_name_exactly_the_metrics_that_there_are(db):
    with platform_context():
        there = {sample.name for metric in Figures(now()).collect() for sample in metric.samples}
    in_alerts = {name for rule in rules() for name in METRIC.findall(rule["expr"])}
    assert len(rules()) >= 5
    assert in_alerts <= there
    table = "\n".join(line for line in RUNBOOK.read_text().splitlines() if line.startswith("| `kaquan_"))
    assert set(METRIC.findall(table)) == there


def test_the_statement_finds_who_holds_the_dispatchers_lock(db):
    [statement] = re.findall(r"`(SELECT a\.pid.*?)`", RUNBOOK.read_text())

    def holders():
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return [row[0] for row in cursor.fetchall()]

    with platform_context():
        assert holders() == []
        with dispatching_alone() as alone, connection.cursor() as cursor:
            assert alone
            cursor.execute("SELECT pg_backend_pid()")
            assert holders() == [cursor.fetchone()[0]]
