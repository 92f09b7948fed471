"""The watch lists on the platform console: what is loaded, what is missing, how far screening is; and the report of a hit."""

import datetime as dt

from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from platform_core.compliance.enums import FindingState
from platform_core.compliance.models import WatchReport
from platform_core.compliance.services.decide_finding import decide_finding
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.supply import TOLD, hand_in, run_jobs, supplier_of
from tests.integration.compliance.watched import hits, load, person
from tests.integration.site.staffing import as_staff
from tests.integration.site.test_staff_queues import MOST, NOT_THE_PAGES, page
from tests.world import now

LISTED = person("P-1", TOLD["legal_representative"], sanctions="恐怖活动人员名单（第三批）")


def test_an_installation_without_lists_is_told_so(tenant):
    text = page(as_staff("reviewer"), "/staff/lists")
    assert "没有要求任何名单" in text
    assert "还没有名单" in text


def test_lists_loadings_and_progress_are_seen_with_few_questions(tenant):
    load(person("P-9", "李四光"), slug="un", title="联合国安理会", at=now() - dt.timedelta(days=4))
    hand_in(tenant)
    load(LISTED, title="恐怖活动人员名单")
    with override_settings(KAQUAN_WATCH_LISTS=("cn", "un", "ofac")):
        client = as_staff("auditor")
        with CaptureQueriesContext(connection) as caught:
            text = page(client, "/staff/lists")
        asked = [query["sql"] for query in caught if not any(word in query["sql"] for word in NOT_THE_PAGES)]
    assert 0 < len(asked) <= MOST, "\n".join(asked)
    for words in ("联合国安理会", "恐怖活动人员名单", "未更新", "缺失", "有名单缺失或超过一天未更新"):
        assert words in text
    assert "等待对照</span><strong>0<" not in text
    run_jobs()
    text = page(as_staff("reviewer"), "/staff/lists")
    assert "等待对照</span><strong>0<" in text
    assert 'href="/staff/findings?rule=AML-01"><span>未处理的命中</span><strong>1<' in text


def test_a_hit_reads_in_words_and_its_report_is_noted_once_it_is_confirmed(tenant):
    load(LISTED)
    hand_in(tenant)
    (hit,) = hits()
    client, address = as_staff("reviewer"), f"/staff/findings/{hit.id}"
    text = page(client, address)
    for words in ("名单筛查", "王小明", "名称一致", "法定代表人", "恐怖活动人员名单（第三批）"):
        assert words in text
    assert "报告主管机关" not in text
    with platform_context():
        decide_finding(finding_id=hit.id, state=FindingState.CONFIRMED, by="a@p.example", note="same", now=now())
    assert "报告主管机关" in page(client, address)
    client.post(
        f"{address}/report", {"authority": "中国反洗钱监测分析中心", "reference": "", "reported_on": "2026-11-02"}
    )
    with platform_context():
        assert not WatchReport.objects.exists()
    client.post(
        f"{address}/report", {"authority": "中国反洗钱监测分析中心", "reference": "R-7", "reported_on": "2026-11-02"}
    )
    assert "2026-11-02 · 中国反洗钱监测分析中心 · R-7" in page(client, address)


def test_an_approval_that_the_lists_stand_against_says_why(tenant):
    load(LISTED)
    supplier = supplier_of(hand_in(tenant))
    client = as_staff("reviewer")
    answer = client.post(f"/staff/suppliers/{supplier.id}/approve", {"reason": "ok"}, follow=True)
    assert "名单筛查有命中未排除" in answer.content.decode()
