"""Low stock is told once to people: by mail and by robots of group chats; it is told again only after a restock."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from platform_core.kernel.clock import now
from platform_core.messaging.models import Mail
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.catalog.models import Sku
from tenants.inventory.enums import RobotKind
from tenants.inventory.errors import RobotDidNotTake, RobotInvalid
from tenants.inventory.models import StockRobot
from tenants.inventory.services.add_robot import add_robot
from tenants.inventory.services.report_stock_levels import report_stock_levels
from tenants.inventory.services.save_alert_settings import save_alert_settings
from tenants.inventory.services.save_sku_alert import save_sku_alert
from tenants.inventory.services.send_to_robot import send_to_robot
from tenants.issuance.services.measure_pace import measure_pace
from tests.api.v1.testing import run_jobs
from tests.integration.console.test_back_office import staff
from tests.world import issue, stock


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.got.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
        status, body = self.server.says
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def chat():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.got, server.says = [], (200, b'{"errcode": 0, "code": 0}')
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    server.base = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def robot_of(chat, path="/cgi-bin/webhook/send?key=0123-abcd"):
    return add_robot(name="stock", url=chat.base + path, by="ann", now=now())


def mails():
    with platform_context():
        return Mail.objects.filter(template="inventory/mail/stock_alert").count()


def sweep(tenant):
    with tenant_context(tenant):
        measure_pace(now=now())
        report_stock_levels(now=now())


@pytest.fixture
def low(tenant, shelf):
    """Six codes of which two are few; the level is known."""
    with tenant_context(tenant):
        Sku.objects.filter(pk=shelf.sku.pk).update(low_stock_threshold=2)
    stock(tenant, shelf, 6)
    sweep(tenant)
    return shelf


def test_people_are_told_once_and_again_after_a_restock(tenant, low, chat):
    with tenant_context(tenant):
        robot_of(chat)
        issue(low.sku, 4)
    for _ in range(3):
        sweep(tenant)
    run_jobs()
    assert (mails(), len(chat.got)) == (1, 1)
    path, body = chat.got[0]
    assert path == "/cgi-bin/webhook/send?key=0123-abcd"
    assert "剩 2 张" in body["markdown"]["content"]
    stock(tenant, low, ["MORE-1", "MORE-2", "MORE-3"])
    sweep(tenant)
    assert mails() == 1
    with tenant_context(tenant):
        issue(low.sku, 5)
    sweep(tenant)
    run_jobs()
    assert (mails(), len(chat.got)) == (2, 2)


def test_stock_that_does_not_last_is_low_and_a_pace_that_wavers_tells_nothing_twice(tenant, low):
    stock(tenant, low, [f"LOT-{number}" for number in range(30)])
    with tenant_context(tenant):
        save_alert_settings(cover_days=10, mail_owners=True, mail_operations=False, by="ann", now=now())
        issue(low.sku, 14)  # 22 are left: 11 days
    sweep(tenant)
    assert mails() == 0
    with tenant_context(tenant):
        issue(low.sku, 2)  # 20 are left: 8 days
    sweep(tenant)
    assert mails() == 1
    stock(tenant, low, [f"FEW-{number}" for number in range(5)])  # 25: 10.9 days, not yet half as long again
    sweep(tenant)
    with tenant_context(tenant):
        issue(low.sku, 5)
    sweep(tenant)
    assert mails() == 1


def test_a_sku_may_have_days_of_its_own(tenant, low):
    with tenant_context(tenant):
        save_alert_settings(cover_days=365, mail_owners=True, mail_operations=True, by="ann", now=now())
        save_sku_alert(sku_id=low.sku.id, cover_days=0)
        issue(low.sku, 2)
    sweep(tenant)
    assert mails() == 0


def test_nobody_is_mailed_who_is_not_wanted(tenant, low):
    with tenant_context(tenant):
        save_alert_settings(cover_days=0, mail_owners=False, mail_operations=True, by="ann", now=now())
        issue(low.sku, 6)
    sweep(tenant)
    assert mails() == 0


@pytest.mark.parametrize("says", [(500, b"down"), (200, b'{"errcode": 93000}'), (200, b"<html>"), (302, b"")])
def test_a_dead_robot_stops_nothing_and_its_failure_is_shown(tenant, low, chat, says):
    chat.says = says
    with tenant_context(tenant):
        robot = robot_of(chat)
        issue(low.sku, 4)
    sweep(tenant)
    run_jobs()
    assert mails() == 1
    with tenant_context(tenant):
        kept = StockRobot.objects.get()
        assert kept.failures >= 1
        with pytest.raises(RobotDidNotTake):
            send_to_robot(robot_id=robot.id, title="t", text="x", now=now())
    assert "连续失败" in staff(tenant).get("/console/stock/alerts").content.decode()
    chat.says = (200, b'{"errcode": 0}')
    staff(tenant).post(f"/console/stock/alerts/robots/{robot.id}/test")
    with tenant_context(tenant):
        assert StockRobot.objects.get().failures == 0


@pytest.mark.parametrize(("path", "kind", "field"), [
    ("/cgi-bin/webhook/send?key=k", RobotKind.WECOM, "markdown"), ("/robot/send?access_token=k", RobotKind.DINGTALK, "markdown"),
    ("/open-apis/bot/v2/hook/k", RobotKind.FEISHU, "content"),
])  # fmt: skip
def test_each_chat_gets_what_it_reads(tenant, chat, path, kind, field):
    with tenant_context(tenant):
        robot = robot_of(chat, path)
        assert robot.kind == kind
        send_to_robot(robot_id=robot.id, title="低库存", text="> x", now=now())
    assert "低库存" in json.dumps(chat.got[0][1][field], ensure_ascii=False)


@pytest.mark.parametrize("url", [
    "https://evil.example/cgi-bin/webhook/send?key=1", "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
    "https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send", "https://qyapi.weixin.qq.com/other",
    "https://qyapi.weixin.qq.com@169.254.169.254/cgi-bin/webhook/send", "https://169.254.169.254/cgi-bin/webhook/send",
    "file:///etc/passwd", "", "https://qyapi.weixin.qq.com:22/cgi-bin/webhook/send",
])  # fmt: skip
def test_no_other_url_is_ever_called(tenant, settings, url):
    settings.KAQUAN_LOCAL_RECEIVERS = False
    with tenant_context(tenant):
        with pytest.raises(RobotInvalid):
            add_robot(name="x", url=url, by="ann", now=now())
        assert not StockRobot.objects.exists()


def test_the_url_is_kept_sealed_and_shown_to_nobody(tenant, chat):
    with tenant_context(tenant):
        robot_of(chat)
        assert b"0123" not in bytes(StockRobot.objects.get().url_sealed)
    page = staff(tenant).get("/console/stock/alerts").content.decode()
    assert "0123-abcd" not in page
    assert 'name="cover_days"' in page
    assert "…abcd" in page


def test_a_robot_of_another_shop_is_neither_tried_nor_removed(tenant, other_tenant, chat):
    with tenant_context(tenant):
        robot = robot_of(chat)
    for verb in ("test", "remove"):
        assert staff(other_tenant).post(f"/console/stock/alerts/robots/{robot.id}/{verb}").status_code == 404
    assert chat.got == []
