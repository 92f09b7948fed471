"""Long tables of products are applied and taken back by a job: all or nothing, watched, stopped, done anew after a kill."""

import pytest

from platform_core.events.models import Job
from platform_core.kernel import job_progress
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.catalog.models import CatalogSheet, Product, Sku
from tenants.catalog.services import run_sheet as job
from tenants.catalog.services.give_up_sheet import give_up_sheet
from tenants.catalog.services.run_sheet import run_sheet
from tenants.catalog.services.update_sku import update_sku
from tenants.console.views import products_sheet
from tests.integration.console.test_back_office import staff
from tests.integration.console.test_product_sheet import OURS, send
from tests.world import now


class Killed(BaseException):
    """As if the process ended here."""


@pytest.fixture
def long_ones(monkeypatch):
    """Every table is a long one; each step is looked at."""
    monkeypatch.setattr(products_sheet, "AT_ONCE", 0)
    monkeypatch.setattr(job_progress, "EVERY", 0)


def begin(client):
    page = send(client, OURS).headers["Location"]
    assert client.post(f"{page}/apply").headers["Location"] == page
    return page


def row_of(tenant):
    with tenant_context(tenant):
        return CatalogSheet.objects.get()


def run(tenant):
    with tenant_context(tenant):
        run_sheet(sheet_id=row_of(tenant).id, now=now())


def count(tenant):
    with tenant_context(tenant):
        return Product.objects.count(), Sku.objects.count()


def test_a_long_table_is_applied_by_a_job_and_taken_back_by_another(tenant, long_ones):
    client = staff(tenant)
    page = begin(client)
    waiting = client.get(page).content.decode()
    assert "停止" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    assert client.get(page, headers={"HX-Target": "state"}).content.decode().strip().startswith("<section")
    assert count(tenant) == (0, 0)
    assert row_of(tenant).filename in client.get("/console/products/sheets").content.decode()
    with platform_context():
        assert Job.objects.filter(name="catalog.run_sheet").count() == 1
    run(tenant)
    run(tenant)  # once more changes nothing
    assert count(tenant) == (2, 3)
    watched = client.get(page, headers={"HX-Target": "state"})
    assert (watched.status_code, watched.headers["HX-Redirect"]) == (204, page)
    assert "已导入" in client.get(page).content.decode()
    with tenant_context(tenant):
        later = Sku.objects.get(name="年卡")
        update_sku(sku_id=later.id, changes={"active": False}, now=now())
    client.post(f"{page}/undo")
    assert "撤销导入" in client.get(page).content.decode()
    run(tenant)
    assert "已撤销" in client.get(page).content.decode()
    with tenant_context(tenant):
        assert not Product.objects.filter(archived=False).exists()


def test_it_is_begun_once(tenant, long_ones):
    client = staff(tenant)
    page = begin(client)
    assert "正在处理" in client.post(f"{page}/apply", follow=True).content.decode()
    assert "正在处理" in client.post(f"{page}/undo", follow=True).content.decode()
    run(tenant)
    assert "已经导入过" in client.post(f"{page}/apply", follow=True).content.decode()
    assert count(tenant) == (2, 3)
    with platform_context():
        assert Job.objects.filter(name="catalog.run_sheet").count() == 1


def test_a_stopped_one_changes_nothing_and_can_be_begun_again(tenant, long_ones):
    client = staff(tenant)
    page = begin(client)
    client.post(f"{page}/stop")
    run(tenant)
    assert count(tenant) == (0, 0)
    assert "没有改动任何商品" in client.get(page).content.decode()
    client.post(f"{page}/apply")
    run(tenant)
    assert count(tenant) == (2, 3)
    assert client.post(f"{page}/stop").status_code == 302  # nothing runs: nothing is stopped later
    client.post(f"{page}/undo")
    run(tenant)
    assert "已撤销" in client.get(page).content.decode()


def test_a_worker_that_is_killed_leaves_nothing_and_the_next_one_does_it_all(tenant, long_ones, monkeypatch):
    begin(staff(tenant))
    steps = []

    class Dying(job_progress.JobProgress):
        def add(self, things=1):
            steps.append(1)
            if len(steps) == 2:
                raise Killed
            super().add(things)

    monkeypatch.setattr(job, "JobProgress", Dying)
    with pytest.raises(Killed):
        run(tenant)
    assert (count(tenant), row_of(tenant).running) == ((0, 0), "apply")
    run(tenant)
    assert (count(tenant), row_of(tenant).running) == ((2, 3), "")


def test_one_that_cannot_be_done_says_so(tenant, long_ones):
    client = staff(tenant)
    page = begin(client)
    with tenant_context(tenant):
        give_up_sheet(sheet_id=row_of(tenant).id, now=now())
    assert "多次尝试都没有成功" in client.get(page).content.decode()
    run(tenant)
    assert count(tenant) == (0, 0)


def test_nobody_of_another_shop_or_role_stops_or_undoes_it(tenant, other_tenant, long_ones):
    page = begin(staff(tenant))
    for client in (staff(other_tenant), staff(tenant, "support")):
        for verb in ("stop", "undo", "apply"):
            assert client.post(f"{page}/{verb}").status_code == 404
    run(tenant)
    assert count(tenant) == (2, 3)
