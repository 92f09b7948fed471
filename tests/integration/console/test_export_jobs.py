"""Long sheets are written by a job: watched, stopped, fetched by whoever asked for them and by nobody else, gone after their time."""

import csv
import datetime as dt
import io
import re
import uuid

import pytest
from python_calamine import CalamineWorkbook

from platform_core.events.models import Event
from platform_core.identity.models import Membership
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.access.models import AuditEntry
from tenants.console import long_sheets, order_sheet
from tenants.orders.models import Order
from tenants.reporting.enums import ExportState
from tenants.reporting.models import Export, ExportDownload
from tenants.reporting.selectors import list_exports
from tenants.reporting.services import run_export as job
from tenants.reporting.services.give_up_export import give_up_export
from tenants.reporting.services.run_export import run_export
from tenants.reporting.services.sweep_exports import sweep_exports
from tenants.reporting.vault import export_folder
from testbed.month import fill_month
from tests.integration.console.test_people import enter, hire, owner_of
from tests.integration.reporting.exports import files
from tests.world import now

ORDERS, LEDGER = "/console/orders/export", "/console/finance/reports/ledger/file.xlsx"
MANY = 30


class Killed(BaseException):
    """As if the process ended here."""


@pytest.fixture
def month(tenant, monkeypatch):
    """A few days of orders, of which each file is a long one, read in several stretches."""
    monkeypatch.setattr(long_sheets, "AT_ONCE", 5)
    monkeypatch.setattr(order_sheet, "STRETCH", 7)
    monkeypatch.setattr(job, "TOLD_EVERY", 10)
    with tenant_context(tenant):
        return fill_month(orders=MANY, last=now().date() - dt.timedelta(days=1), days=3, products=2, suppliers=1)


def begin(client, path=ORDERS, **asked):
    """Ask for a long sheet; where its page is."""
    answer = client.post(path, {"format": "xlsx", **asked})
    assert answer.status_code == 302
    assert re.fullmatch(r"/console/exports/[0-9a-f-]{36}", answer.headers["Location"])
    return answer.headers["Location"]


def row_of(tenant, page):
    with tenant_context(tenant):
        return Export.objects.get(pk=uuid.UUID(page.rpartition("/")[2]))


def run(tenant, page, at=None):
    with tenant_context(tenant):
        run_export(export_id=row_of(tenant, page).id, now=at or now())


def shown(client, page):
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode()


def table(raw):
    return CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()


def test_a_long_sheet_is_written_by_a_job_sealed_and_fetched_by_who_asked(tenant, month):
    client = enter(tenant, owner_of(tenant))
    page = begin(client, query="status=completed")
    waiting = shown(client, page)
    assert "等待生成" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    assert client.post(f"{page}/file").status_code == 302  # nothing to fetch yet
    run(tenant, page)
    ready = shown(client, page)
    assert "可以下载" in ready
    assert 'hx-trigger="every 1s"' not in ready
    with tenant_context(tenant):
        raw = (export_folder() / f"{row_of(tenant, page).file}.sealed").read_bytes()
    assert b"PK\x03\x04" not in raw
    answer = client.post(f"{page}/file")
    rows = table(answer.getvalue())
    direct = client.post(ORDERS, {"format": "csv", "query": "status=completed"}).getvalue().decode("utf-8-sig")
    assert [row[0] for row in rows] == [line[0] for line in csv.reader(io.StringIO(direct))]
    with tenant_context(tenant):
        numbers = (
            Order.objects.filter(status="completed").order_by("-created_at", "-id").values_list("number", flat=True)
        )
        assert [row[0] for row in rows[1:]] == list(numbers)
        assert len(numbers) > 3 * order_sheet.STRETCH
        assert ExportDownload.objects.count() == 1
        acts = list(AuditEntry.objects.order_by("id").values_list("act", "outcome__outcome"))
    assert acts == [
        ("orders_export", "done"),
        ("export_file", "refused"),
        ("export_file", "done"),
        ("orders_export", "done"),
    ]
    assert "xlsx" in answer.headers["Content-Disposition"]
    assert "已下载 1 次" in shown(client, page)


def test_nobody_else_sees_or_fetches_it_not_even_who_asked_once_the_role_is_another(tenant, other_tenant, month):
    asker = hire(tenant, "finance")
    client = enter(tenant, asker)
    page = begin(client)
    run(tenant, page)
    strangers = [
        enter(tenant, owner_of(tenant)),
        enter(tenant, hire(tenant, "finance")),
        enter(other_tenant, owner_of(other_tenant)),
    ]
    with platform_context():
        Membership.objects.filter(user_id=asker, tenant_id=tenant.id).update(role="support")
    for stranger in [*strangers, client]:
        assert stranger.get(page).status_code == 404
        for verb in ("file", "cancel", "delete", "again"):
            assert stranger.post(f"{page}/{verb}").status_code == 404
        assert page not in shown(stranger, "/console/exports")
    with tenant_context(tenant):
        assert Export.objects.get().state == ExportState.COMPLETED
        assert not ExportDownload.objects.exists()


def test_keys_and_webhooks_know_nothing_of_it(tenant, month):
    run(tenant, begin(enter(tenant, owner_of(tenant))))
    with tenant_context(tenant):
        assert not list_exports().exists()
        assert not Event.objects.filter(type__startswith="export.").exists()


def test_a_worker_that_is_killed_leaves_nothing_and_the_next_one_does_it_all(tenant, month, monkeypatch):
    page, real, before = begin(enter(tenant, owner_of(tenant))), job.make_sheet, files(tenant)

    def dying(name, asked):
        made = real(name, asked)

        def rows():
            for number, row in enumerate(made.sheet.rows):
                if number == 12:
                    raise Killed
                yield row

        return made._replace(sheet=made.sheet._replace(rows=rows()))

    monkeypatch.setattr(job, "make_sheet", dying)
    with pytest.raises(Killed):
        run(tenant, page)
    assert (row_of(tenant, page).state, row_of(tenant, page).rows) == (ExportState.RUNNING, 0)
    monkeypatch.setattr(job, "make_sheet", real)
    run(tenant, page)
    done = row_of(tenant, page)
    with tenant_context(tenant):
        assert (done.state, done.rows) == (ExportState.COMPLETED, Order.objects.count())
    assert files(tenant) - before == {done.file}


def test_a_canceled_one_stops_at_once_and_can_be_asked_for_again(tenant, month, monkeypatch):
    client = enter(tenant, owner_of(tenant))
    page, before = begin(client), files(tenant)
    begun, written = job.make_sheet, []

    def stopping(name, asked):
        made = begun(name, asked)

        def rows():
            for number, row in enumerate(made.sheet.rows):
                if number == 5:
                    client.post(f"{page}/cancel")
                written.append(number)
                yield row

        return made._replace(sheet=made.sheet._replace(rows=rows()))

    monkeypatch.setattr(job, "make_sheet", stopping)
    run(tenant, page)
    assert len(written) < MANY
    assert "已取消" in shown(client, page)
    assert files(tenant) == before
    monkeypatch.undo()
    again = client.post(f"{page}/again").headers["Location"]
    assert again != page
    run(tenant, again)
    assert "可以下载" in shown(client, again)


def test_the_file_is_gone_after_its_time_or_when_it_is_deleted(tenant, month, django_capture_on_commit_callbacks):
    client, before = enter(tenant, owner_of(tenant)), files(tenant)
    old, deleted = begin(client), begin(client)
    run(tenant, old, at=now() - dt.timedelta(hours=25))
    run(tenant, deleted)
    assert "已过期" in shown(client, old)  # before any sweep
    assert client.post(f"{old}/file").status_code == 302
    with django_capture_on_commit_callbacks(using="default", execute=True):
        with tenant_context(tenant):
            assert sweep_exports(now=now()) == 1
        assert client.post(f"{deleted}/delete").status_code == 302
    assert files(tenant) == before
    for page in (old, deleted):
        assert "重新导出" in shown(client, page)
        assert client.post(f"{page}/file").status_code == 302
        assert bytes(row_of(tenant, page).salt) == b""
    with tenant_context(tenant):
        assert not ExportDownload.objects.exists()


def test_the_bell_says_when_it_is_ready_and_when_it_failed(tenant, month):
    client = enter(tenant, owner_of(tenant))
    done, failed = begin(client), begin(client)
    assert "正在生成的导出文件" in shown(client, "/console/attention/rows")
    run(tenant, done)
    with tenant_context(tenant):
        give_up_export(export_id=row_of(tenant, failed).id, now=now())
    news = shown(client, "/console/attention/rows")
    for words in ("导出完成，可以下载", "失败的导出", 'href="/console/exports"'):
        assert words in news
    assert "没有写完" in shown(client, failed)


def test_only_so_many_are_written_at_a_time(tenant, month):
    client = enter(tenant, owner_of(tenant))
    for _ in range(5):
        begin(client)
    answer = client.post(ORDERS, {"format": "xlsx"}, follow=True)
    assert "已有多个文件正在生成" in answer.content.decode()
    with tenant_context(tenant):
        assert Export.objects.count() == 5


def test_a_contact_that_was_looked_for_is_kept_nowhere_in_the_clear(tenant, month, monkeypatch):
    monkeypatch.setattr(long_sheets, "AT_ONCE", -1)
    client = enter(tenant, owner_of(tenant))
    page = begin(client, query="q=Buyer%40example.com&status=completed")
    run(tenant, page)
    kept = row_of(tenant, page)
    assert (kept.rows, kept.asked["query"]) == (0, "status=completed")
    with tenant_context(tenant):
        entry = AuditEntry.objects.select_related("outcome").get()
    assert "uyer" not in str(kept.asked) + str(entry.outcome.detail)


def test_a_long_ledger_is_written_by_a_job_in_the_language_of_who_asked(tenant, month):
    client = enter(tenant, owner_of(tenant))
    client.cookies["kaquan_language"] = "en"
    page = begin(client, LEDGER, since=month.first, until=month.last)
    row = row_of(tenant, page)
    run(tenant, page)
    rows = table(client.post(f"{page}/file").getvalue())
    assert len(rows) - 1 == row_of(tenant, page).rows > 5
    assert (row.name, rows[0][0]) == (f"ledger-{month.first}-{month.last}", "Time" if row.language == "en" else "时间")
