"""The database holds the table of steps as well, and the history rebuilds where a supplier stands."""

import random
import re

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from platform_core.compliance.enums import SupplierState
from platform_core.compliance.lifecycle import ADVERSE, list_pairs, replay
from platform_core.compliance.models import Restriction, Supplier, SupplierEvent
from platform_core.compliance.services.advance_supplier import advance_supplier
from platform_core.compliance.standing import act_of, standing_of
from platform_core.tenancy.context import platform_context
from testbed.supplier_walks import draw_walk
from tests.world import now

PAIRS = set(list_pairs())


def begin():
    return Supplier.objects.create(name="S", created_at=now(), changed_at=now())


def restrict(supplier, at):
    return Restriction.objects.create(
        supplier=supplier, kind="suspension", reason="r", remedy="m", made_at=at, made_by="x", appeal_until=at
    )


def write(supplier, before, after):
    """One step by hand, with its line in the history."""
    version = supplier.version + 1
    SupplierEvent.objects.create(
        supplier=supplier,
        version=version,
        act="submit",
        from_state=before,
        to_state=after,
        actor_kind="system",
        at=now(),
    )
    Supplier.objects.filter(pk=supplier.pk).update(state=after, version=version)


def walk_to(state):
    """A supplier whose life led it there."""
    for seed in range(5_000):
        history, standings = draw_walk(random.Random(seed))
        found = next((number for number, each in enumerate(standings) if each.state == state), None)
        if found is not None:
            return walk(history[:found], standings)
    raise AssertionError(state)


def walk(history, standings):
    supplier = begin()
    for act, standing in zip(history, standings[1:], strict=False):
        if standing.state in ADVERSE:
            restrict(supplier, act.at)
        advance_supplier(supplier=supplier, act=act)
        supplier.refresh_from_db()
        assert standing_of(supplier) == standing
    return supplier


def test_the_trigger_knows_the_pairs_of_the_table(db):
    with platform_context(), connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'check_supplier_step'")
        source = cursor.fetchone()[0]
    assert set(re.findall(r"'(\w+)>(\w+)'", source)) == {(a.value, b.value) for a, b in PAIRS}


@pytest.mark.parametrize("number", range(40))
def test_a_history_rebuilds_where_the_supplier_stands(db, number):
    history, standings = draw_walk(random.Random(1_000_000 + number))
    with platform_context():
        supplier = walk(history, standings)
        events = SupplierEvent.objects.filter(supplier=supplier).order_by("version")
        assert replay(act_of(event) for event in events) == standing_of(supplier) == standings[-1]


@pytest.mark.parametrize("before", SupplierState)
def test_the_database_refuses_every_step_that_the_table_does_not_know(db, before):
    with platform_context():
        supplier = walk_to(before)
        restrict(supplier, now())
        for after in SupplierState:
            with transaction.atomic():
                if (before, after) in PAIRS:
                    write(supplier, before, after)
                else:
                    with pytest.raises(IntegrityError, match="no step leads"), transaction.atomic():
                        write(supplier, before, after)
                transaction.set_rollback(True)


def test_the_database_refuses_a_step_without_its_act_or_its_restriction_or_two_at_once(db):
    with platform_context():
        supplier = begin()
        rows = Supplier.objects.filter(pk=supplier.pk)
        with pytest.raises(IntegrityError, match="without its act"), transaction.atomic():
            rows.update(state=SupplierState.SUBMITTED, version=1)
        with pytest.raises(IntegrityError, match="no step leads"), transaction.atomic():
            rows.update(state=SupplierState.SUBMITTED, version=2)
        with pytest.raises(IntegrityError, match="without its reason"), transaction.atomic():
            write(supplier, "draft", "blacklisted")
        with pytest.raises(IntegrityError, match="begins as a draft"), transaction.atomic():
            Supplier.objects.create(name="S", state=SupplierState.ACTIVE, created_at=now(), changed_at=now())


@pytest.mark.parametrize(
    "statement",
    ["UPDATE public.compliance_supplierevent SET reason = 'x'", "DELETE FROM public.compliance_supplierevent"],
)
def test_the_platform_itself_cannot_rewrite_a_history(db, statement):
    with platform_context(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)
