"""A shop is made whole or not at all, and its schema is what the migrations say."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from platform_core.events.models import Job
from platform_core.identity.models import Membership
from platform_core.kernel.clock import now
from platform_core.tenancy import directory, job_runner
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.errors import SlugInvalid, SlugReserved, SlugTaken
from platform_core.tenancy.models import SignUp, SpareSchema, Tenant
from platform_core.tenancy.owner import owner_connection
from platform_core.tenancy.schema_builder import TEMPLATE_SCHEMA, build_schema, dump_template, new_schema_name
from platform_core.tenancy.services import create_tenant
from platform_core.tenancy.services.check_slug import check_slug
from platform_core.tenancy.services.ensure_twin import ensure_twin
from platform_core.tenancy.services.provision_tenant import provision_tenant
from platform_core.tenancy.services.request_tenant import request_tenant
from tenants.catalog.models import Category
from tenants.finance.models import Account

FACTS = {
    "columns": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
               replace(pg_get_expr(d.adbin, d.adrelid), %(schema)s, 'S')
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relnamespace = %(schema)s::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
          AND c.relkind IN ('r', 'v', 'p')
        ORDER BY 1, 2""",
    "constraints": """
        SELECT c.relname, k.conname, replace(pg_get_constraintdef(k.oid), %(schema)s, 'S')
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        WHERE c.relnamespace = %(schema)s::regnamespace ORDER BY 1, 2""",
    "indexes": """
        SELECT tablename, indexname, replace(indexdef, %(schema)s, 'S') FROM pg_indexes WHERE schemaname = %(schema)s
        ORDER BY 1, 2""",
    "functions": """
        SELECT proname, replace(pg_get_functiondef(oid), %(schema)s, 'S') FROM pg_proc
        WHERE pronamespace = %(schema)s::regnamespace ORDER BY 1, 2""",
    "triggers": """
        SELECT c.relname, t.tgname, replace(pg_get_triggerdef(t.oid), %(schema)s, 'S')
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace = %(schema)s::regnamespace AND NOT t.tgisinternal ORDER BY 1, 2""",
    "options": """
        SELECT relname, relkind::text, relrowsecurity, reloptions FROM pg_class
        WHERE relnamespace = %(schema)s::regnamespace ORDER BY 1, 2""",
}


def facts_of(schema):
    """Everything that makes a schema, by kind, with its own name taken out."""
    with owner_connection() as owner:
        owner.execute("SET search_path = pg_catalog")
        return {kind: owner.execute(query, {"schema": schema}).fetchall() for kind, query in FACTS.items()}


def schemas():
    with owner_connection() as owner:
        found = owner.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%'").fetchall()
    return {name for (name,) in found}


@pytest.fixture
def request_of(db):
    """Asks for a shop; committed work of other connections is taken away again afterwards."""

    def ask(slug):
        with platform_context():
            owner = Membership.objects.first().user_id
            return request_tenant(
                name="新店", slug=slug, preset="vertical", positioning="", owner_id=owner, now=now()
            ).sign_up

    return ask


def test_a_shops_schema_equals_what_the_migrations_make(tenant):
    made, migrated = facts_of(tenant.schema_name), facts_of(TEMPLATE_SCHEMA)
    for kind in FACTS:
        assert made[kind] == migrated[kind], kind
    assert len(made["columns"]) > 150
    assert len(made["indexes"]) > 50
    assert len(made["functions"]) >= 3
    assert [name for _, name, _ in made["triggers"]] == ["allocation_issued_is_final", "coderecord_path"]


def test_the_comparison_sees_a_difference(tenant):
    with owner_connection() as owner:
        before = facts_of(tenant.schema_name)
        owner.execute(f"CREATE INDEX drift ON {tenant.schema_name}.catalog_product (brand)")
        owner.commit()
        try:
            assert facts_of(tenant.schema_name)["indexes"] != before["indexes"]
        finally:
            owner.execute(f"DROP INDEX {tenant.schema_name}.drift")


def test_the_template_in_force_is_the_dump_of_the_migrated_schema(db):
    with platform_context(), connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM public.tenancy_schematemplate ORDER BY created_at DESC LIMIT 1")
        kept = cursor.fetchone()[0]
    assert kept == dump_template()
    assert "allocation_issued_is_final" in kept


def test_there_is_no_change_of_models_without_a_migration():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    with translation.override(None, deactivate=True):  # migrations hold source texts, not translated ones
        expected = ProjectState.from_apps(apps)
        found = MigrationAutodetector(loader.project_state(), expected).changes(graph=loader.graph)
    assert found == {}


def test_a_shop_is_whole_after_its_job(request_of):
    sign_up = request_of("wholeshop")
    tenant = provision_tenant(sign_up_id=sign_up.id, now=now())
    with tenant_context(tenant):
        assert Category.objects.exists()
        assert Account.objects.count() >= 4
    assert directory.find_by_host(f"wholeshop.{settings.KAQUAN_PLATFORM_HOST}").id == tenant.id
    assert provision_tenant(sign_up_id=sign_up.id, now=now()).id == tenant.id
    with platform_context():
        assert Tenant.objects.filter(slug="wholeshop").count() == 1


@pytest.mark.parametrize("step", ["take_schema", "keystore", "publish_event"])
def test_a_break_down_in_the_middle_leaves_nothing_and_the_next_run_finishes(request_of, monkeypatch, step):
    sign_up = request_of("brokenshop")

    def break_down(*args, **kwargs):
        raise ConnectionError("the worker was killed here")

    with monkeypatch.context() as broken:
        broken.setattr(create_tenant, step, break_down)
        with pytest.raises(ConnectionError):
            provision_tenant(sign_up_id=sign_up.id, now=now())
        with platform_context():
            assert not Tenant.objects.filter(slug="brokenshop").exists()
            assert SignUp.objects.get(pk=sign_up.id).state == "queued"
        assert directory.find_by_host(f"brokenshop.{settings.KAQUAN_PLATFORM_HOST}") is None
    tenant = provision_tenant(sign_up_id=sign_up.id, now=now())
    with tenant_context(tenant):
        assert Account.objects.count() >= 4


def test_a_failed_job_is_tried_again_later(request_of, monkeypatch, time_machine):
    sign_up = request_of("latershop")
    with monkeypatch.context() as broken:
        broken.setattr(create_tenant, "take_schema", lambda: (_ for _ in ()).throw(ConnectionError("down")))
        while job_runner.run_next_job():
            pass
    with platform_context():
        job = Job.objects.get(key=f"provision:{sign_up.id}")
        assert (job.done_at, job.failed_at, job.attempts) == (None, None, 1)
    time_machine.move_to(job.available_at)
    while job_runner.run_next_job():
        pass
    with platform_context():
        assert Tenant.objects.filter(slug="latershop").exists()


def test_a_spare_schema_is_taken_and_given_back_when_provisioning_fails(request_of, monkeypatch):
    with platform_context():
        first = SpareSchema.objects.order_by("created_at").first()
        before = SpareSchema.objects.count()
    if first is None:
        with owner_connection(autocommit=True) as owner:
            from platform_core.tenancy.services.build_spare import build_spare

            build_spare(owner=owner)
        with platform_context():
            first, before = SpareSchema.objects.order_by("created_at").first(), 1
    with monkeypatch.context() as broken:
        broken.setattr(create_tenant, "publish_event", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            provision_tenant(sign_up_id=request_of("spareshop").id, now=now())
    with platform_context():
        assert SpareSchema.objects.count() == before
    made = schemas()
    with platform_context():
        sign_up = SignUp.objects.get(slug="spareshop")
    tenant = provision_tenant(sign_up_id=sign_up.id, now=now())
    assert tenant.schema_name == first.schema_name
    assert schemas() == made


def test_a_half_built_schema_disappears_with_its_transaction(db):
    before = schemas()
    schema, role = new_schema_name()
    template = dump_template()
    cut = template[: template.index("CREATE TRIGGER")] + "SELECT no_such_function();"
    with pytest.raises(Exception, match="no_such_function"), owner_connection() as owner, owner.cursor() as cursor:
        build_schema(cursor, schema, role, cut)
    assert schemas() == before
    with owner_connection() as owner:
        assert owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None


def test_a_twin_is_made_once_and_is_a_place_of_its_own(tenant):
    twin = ensure_twin(live=tenant, now=now())
    assert ensure_twin(live=tenant, now=now()).id == twin.id
    assert not twin.livemode
    assert twin.schema_name != tenant.schema_name
    assert twin.role_name != tenant.role_name
    with tenant_context(tenant):
        live_key = connection.cursor().execute("SELECT wrapped FROM inventory_datakey").fetchall()
    with tenant_context(twin):
        assert connection.cursor().execute("SELECT wrapped FROM inventory_datakey").fetchall() != live_key


@pytest.mark.parametrize("slug", ["api", "www", "admin", "kaquan", "pay", "static", "mail"])
def test_addresses_of_the_platform_are_reserved(db, slug):
    with platform_context(), pytest.raises(SlugReserved):
        check_slug(slug=slug)


@pytest.mark.parametrize(
    "slug", ["ab", "1shop", "Shop", "a_b", "a--b", "shop-", "-shop", "s" * 32, "店铺", "a.b", "a\n"]
)
def test_an_address_that_is_no_host_name_is_refused(db, slug):
    with platform_context(), pytest.raises(SlugInvalid):
        check_slug(slug=slug)


def test_an_address_is_taken_as_soon_as_somebody_asked_for_it(request_of):
    request_of("firstcome")
    with pytest.raises(SlugTaken):
        request_of("firstcome")


def test_schema_names_hold_nothing_of_a_user():
    names = {new_schema_name()[0] for _ in range(100)}
    assert len(names) == 100
    assert all(re.fullmatch(r"t_[a-z2-9]{12}", name) for name in names)
