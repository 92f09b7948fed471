"""A job that fails for good says so to the one who waits for it."""

from platform_core.events.models import Job
from platform_core.identity.models import Membership
from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName
from platform_core.tenancy import job_runner
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.models import SignUp, Tenant
from platform_core.tenancy.services import create_tenant
from platform_core.tenancy.services.request_tenant import request_tenant
from tenants.inventory.models import CardCode, CodeImport
from tenants.inventory.services import run_import
from tests.world import api, make_key, platform


def run_until_given_up(time_machine, name):
    """Let every attempt of the job pass."""
    for _ in range(Job.MAX_ATTEMPTS + 2):
        while job_runner.run_next_job():
            pass
        with platform_context():
            job = Job.objects.filter(name=name).latest("available_at")
        if job.failed_at or job.done_at:
            return job
        time_machine.move_to(job.available_at)
    raise AssertionError("neither done nor given up")


def test_an_import_that_fails_every_time_ends_as_failed_with_a_reason(tenant, shelf, monkeypatch, time_machine):
    client = api(make_key(tenant))
    body = {"sku": shelf.sku_id, "supplier": shelf.supplier_id, "rows": [{"code": "ONE"}]}
    operation = client.post("/v1/imports", body, content_type="application/json").json()
    monkeypatch.setattr(run_import, "store_staged", lambda *args: 1 / 0)
    job = run_until_given_up(time_machine, JobName.RUN_IMPORT)
    assert job.failed_at
    assert job.attempts == Job.MAX_ATTEMPTS
    answer = client.get(f"/v1/operations/{operation['id']}").json()
    assert answer["status"] == "failed"
    assert answer["error"]["code"] == "import_refused"
    with tenant_context(tenant):
        assert CodeImport.objects.get().failure == "given_up"
        assert not CardCode.objects.exists()


def test_a_shop_that_cannot_be_made_is_reported_and_its_address_is_free_again(db, monkeypatch, time_machine):
    with platform_context():
        owner = Membership.objects.first().user_id
        asked = request_tenant(name="S", slug="unlucky", preset="vertical", positioning="", owner_id=owner, now=now())
    with monkeypatch.context() as broken:
        broken.setattr(create_tenant, "take_schema", lambda: 1 / 0)
        assert run_until_given_up(time_machine, JobName.PROVISION_TENANT).failed_at
    assert "开店没有成功" in platform().get(f"/signup/{asked.token}").content.decode()
    with platform_context():
        assert SignUp.objects.get(pk=asked.sign_up.id).state == "failed"
        again = request_tenant(name="S", slug="unlucky", preset="vertical", positioning="", owner_id=owner, now=now())
        assert again.sign_up.id != asked.sign_up.id
    while job_runner.run_next_job():
        pass
    with platform_context():
        assert Tenant.objects.filter(slug="unlucky").count() == 1
