"""The rulebook in its table: loaded once with a release, added to by files, never rewritten."""

import copy
import datetime as dt
import io

import psycopg
import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from platform_core.compliance.errors import RulebookRefused
from platform_core.compliance.models import RulebookLoad, RuleVersion
from platform_core.compliance.rulebook.reading import list_released
from platform_core.compliance.selectors import list_rules_in_force
from platform_core.compliance.services.load_released_rules import load_released_rules
from platform_core.compliance.services.load_rulebook import load_rulebook
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.owner import owner_connection

pytestmark = pytest.mark.django_db
RELEASED = {body["id"]: body for body in list_released()}


@pytest.fixture
def platform(db):
    with platform_context():
        yield


def file_of(*bodies):
    return yaml.safe_dump({"family": "cards", "rules": list(bodies)}, allow_unicode=True)


def newer(rule_id="CARD-01", version=2, **changes):
    body = {**copy.deepcopy(RELEASED[rule_id]), "version": version, **changes}
    return body


def lowered(version=2, **changes):
    """CARD-01 with 800 instead of 1,000 yuan."""
    body = newer(version=version, holds="face >= 1 && face <= (named ? 500000 : 80000)", **changes)
    body["vectors"]["pass"] = [{}, {"face": 80000}, {"face": 79999}]
    body["vectors"]["fail"] = [{"face": 80001}, {"face": 0}, {"named": True, "face": 500001}]
    return body


def load(*bodies, **options):
    return load_rulebook(texts=[file_of(*bodies)], by="counsel@example.com", now=now(), **options)


def rows():
    return {(row.rule_id, row.version) for row in RuleVersion.objects.all()}


def test_the_release_is_loaded_by_the_migrations(platform):
    assert rows() == {(body["id"], body["version"]) for body in RELEASED.values()}
    assert {row.body["id"]: row.body for row in RuleVersion.objects.all()} == RELEASED
    assert RulebookLoad.objects.get().loaded_by == "release"


def test_the_same_release_is_not_read_again(platform, monkeypatch):
    said = []
    monkeypatch.setattr("platform_core.compliance.services.load_released_rules.load_rulebook", None)
    load_released_rules(say=said.append)
    assert said == []
    assert RulebookLoad.objects.count() == 1


def test_a_newer_version_takes_over_on_its_day(platform):
    day = dt.date(2027, 3, 1)
    assert load(lowered(effective_from="2027-03-01")) == (["CARD-01 v2"], [])
    in_force = {
        when: {row.rule_id: row.version for row in list_rules_in_force(when)} for when in (day - dt.timedelta(1), day)
    }
    assert [versions["CARD-01"] for versions in in_force.values()] == [1, 2]
    assert RuleVersion.objects.get(rule_id="CARD-01", version=2).loaded_by == "counsel@example.com"


def test_a_version_that_ended_is_not_in_force(platform):
    load(lowered(effective_from="2027-03-01", effective_to="2027-03-31"))
    assert "CARD-01" in {row.rule_id for row in list_rules_in_force(dt.date(2027, 3, 31))}
    assert "CARD-01" not in {row.rule_id for row in list_rules_in_force(dt.date(2027, 4, 1))}


def test_the_same_version_again_adds_nothing(platform):
    before = rows()
    assert load(RELEASED["CARD-01"]) == ([], [])
    assert rows() == before


@pytest.mark.parametrize(
    ("bodies", "says"),
    [
        ([lowered(version=1)], "version 1 is loaded and says something else: a change needs version 2"),
        ([lowered(), lowered()], "it stands there twice"),
        ([lowered(), newer("CARD-02", holds="named")], "pass 1"),
        ([lowered(), newer("CARD-02", level="ban")], "is not one of"),
    ],
)
def test_a_file_with_one_mistake_adds_nothing(platform, bodies, says):
    before = rows()
    with pytest.raises(RulebookRefused) as refused:
        load(*bodies)
    assert says in refused.value.reason
    assert rows() == before
    assert RulebookLoad.objects.count() == 1


def test_an_older_version_is_refused_from_a_file_and_left_out_of_a_release(platform):
    load(lowered(version=5))
    with pytest.raises(RulebookRefused, match="version 4 is older than version 5"):
        load(lowered(version=4))
    assert load(lowered(version=4), released=True) == ([], ["CARD-01 v4"])
    assert load(newer(version=5), released=True) == ([], ["CARD-01 v5"])
    assert RuleVersion.objects.get(rule_id="CARD-01", version=5).body["holds"].endswith("80000)")


def test_the_command_loads_a_file_and_says_what_is_wrong_with_it(db, tmp_path):
    good, bad, out = tmp_path / "good.yaml", tmp_path / "bad.yaml", io.StringIO()
    good.write_text(file_of(lowered()))
    bad.write_text(file_of(newer(version=3, holds="face <= 1")))
    call_command("load_rules", str(good), by="counsel@example.com", stdout=out)
    call_command("load_rules", str(good), stdout=out)
    call_command("load_rules", stdout=out)
    assert out.getvalue().splitlines() == ["added CARD-01 v2", "nothing new", "nothing new"]
    with pytest.raises(CommandError, match=r"nothing was loaded\. CARD-01: pass 1: failed, not passed"):
        call_command("load_rules", str(bad))
    with pytest.raises(CommandError, match="No such file"):
        call_command("load_rules", str(tmp_path / "none.yaml"))
    with platform_context():
        assert RuleVersion.objects.filter(rule_id="CARD-01").count() == 2


REWRITES = [
    "UPDATE public.compliance_ruleversion SET level = 'inform'",
    "DELETE FROM public.compliance_ruleversion",
    "UPDATE public.compliance_rulebookload SET loaded_by = 'x'",
    "UPDATE public.compliance_screening SET verdict = 'clear'",
    "DELETE FROM public.compliance_screening",
]


def refused(statement):
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(error.value)


@pytest.mark.parametrize("statement", REWRITES)
def test_the_platform_rewrites_nothing(platform, statement):
    assert "permission denied" in refused(statement)


def test_the_owner_of_the_tables_rewrites_no_rule(db):
    for statement in REWRITES[:3]:
        with owner_connection() as owner, pytest.raises(psycopg.Error, match="is only added to"):
            owner.execute(statement)


def test_a_shop_reads_the_rules_of_shops_alone_and_changes_none(tenant):
    with tenant_context(tenant):
        for table in ("ruleversion", "rulebookload", "screening"):
            for act in ("SELECT * FROM", "DELETE FROM"):
                assert "permission denied" in refused(f"{act} public.compliance_{table}")
        with connection.cursor() as cursor:
            cursor.execute("SELECT body->>'id', body ? 'vectors' FROM public.shop_rules() AS body")
            seen = dict(cursor.fetchall())
    assert {"CARD-01", "RET-7D", "MIN-01", "SRC-01"} <= set(seen)
    assert not {"AML-01", "X2", "X3", "X4", "FRD-01", "KYB-01"} & set(seen)
    assert not any(seen.values())
