"""The agreement of the platform as people read it: linked from the home page, every version kept, answered by shops."""

import datetime as dt

from platform_core.compliance.models import AgreementConsent
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.test_agreements import TEXT, draft, publish
from tests.integration.console.test_back_office import staff as owner
from tests.integration.site.staffing import as_staff
from tests.world import now, platform

FORM = {"kind": "service", "text": TEXT, "summary": "增加退出方式", "consultation": "公示七日，三条意见已采纳"}


def page(path, client=None):
    answer = (client or platform()).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_published_says_so_and_the_home_page_links_to_it_all_the_same(db):
    assert 'href="/terms"' in page("/")
    assert "平台还没有发布协议" in page("/terms")
    assert platform().get("/terms/service/1").status_code == 404
    assert platform().get("/terms/other/1").status_code == 404


def test_a_change_stands_on_the_home_page_and_old_versions_stay_readable(db, time_machine):
    publish(draft())
    publish(draft(8, text="<b>第二版</b>" + TEXT, summary="<i>增加</i>退出方式"))
    for path in ("/", "/terms"):
        assert "第 2 版将于" in page(path)
    assert "&lt;i&gt;增加&lt;/i&gt;" in page("/terms/history")
    time_machine.move_to(now() + dt.timedelta(days=9))
    assert "第 2 版将于" not in page("/")
    assert "已失效" in page("/terms/service/1")
    assert TEXT in page("/terms/service/1")
    assert "&lt;b&gt;第二版" in page("/terms/service/2")


def test_one_proposes_a_lead_publishes_and_the_shop_answers(tenant):
    operator, lead = as_staff("operator"), as_staff("lead")
    day = (now() + dt.timedelta(days=2)).date().isoformat()
    assert "请选择文本和生效日期" in operator.post("/staff/terms", {**FORM, "begins_on": ""}).content.decode()
    short = operator.post("/staff/terms", {**FORM, "text": "短", "begins_on": day})
    assert (short.status_code, "正文太短" in short.content.decode(), "三条意见已采纳" in short.content.decode()) == (
        422,
        True,
        True,
    )
    assert operator.post("/staff/terms", {**FORM, "begins_on": day}).status_code == 302
    assert "三条意见已采纳" in page("/staff/terms", lead)
    text = page("/staff/proposals", lead)
    address = next(part for part in text.split('"') if part.endswith("/agree"))
    lead.post(address, {"reason": "已核对"})
    assert "平台服务协议第 1 版" in page("/terms/history")
    shop = owner(tenant)
    assert "平台协议或规则待确认" in page("/console/attention", shop)
    text = page("/console/settings/agreements", shop)
    version = text.split('name="version" value="')[1].split('"')[0]
    said = shop.post("/console/settings/agreements", {"version": version, "answer": "no"}, follow=True)
    assert "照常营业" in said.content.decode()
    assert "Shop alpha" in page("/staff/terms", lead)
    shop.post("/console/settings/agreements", {"version": version, "answer": "yes"})
    assert shop.post("/console/settings/agreements", {"version": version, "answer": "x"}).status_code == 404
    with platform_context():
        assert list(AgreementConsent.objects.order_by("said_at").values_list("accepted", flat=True)) == [False, True]
