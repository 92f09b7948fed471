"""The rules on the platform console: in force and to come, with source, use and counts; few questions; both languages."""

import re

import yaml
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from platform_core.compliance.rulebook.reading import list_released
from platform_core.compliance.services.load_rulebook import load_rulebook
from platform_core.site.rule_uses import IN_SHOPS, uses_of
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.merchants import verify
from tests.integration.site.staffing import as_staff
from tests.integration.site.test_staff_queues import MOST, NOT_THE_PAGES, page
from tests.world import now

BODIES = {body["id"]: body for body in list_released()}


def row_of(text, rule):
    return next(row for row in re.findall(r"<tr>.*?</tr>", text, re.DOTALL) if f"<small>{rule} v" in row)


def test_each_rule_is_there_with_source_use_mark_and_counts(tenant):
    verify(tenant)
    cache.clear()
    text = page(as_staff("auditor"), "/staff/rules")
    for name in BODIES:
        assert f"<small>{name} v" in text
    row = row_of(text, "KYB-03")
    assert "电子商务法" in row
    assert "商家审核通过" in row
    assert 'data-label="检查次数">1<' in row
    assert "待确认" not in row
    assert "待确认" in row_of(text, "KYB-04")
    assert 'data-label="检查次数">0<' in row_of(text, "CARD-01")


def test_filters_and_a_version_to_come(tenant):
    body = {**BODIES["KYB-03"], "version": 7, "effective_from": "2099-01-01"}
    with platform_context():
        load_rulebook(texts=[yaml.safe_dump({"rules": [body]}, allow_unicode=True)], by="counsel", now=now())
    client = as_staff("reviewer")
    now_part, _, later = page(client, "/staff/rules").partition("<h2>")
    assert "KYB-03 v1<" in now_part
    assert "KYB-03 v7<" not in now_part
    assert "2099-01-01" in row_of(later, "KYB-03")
    found = page(client, "/staff/rules?text=kyb-03&level=block").partition("<h2>")[0]
    assert found.count("<small>KYB-03 v") == 1
    assert "CARD-01" not in found
    assert "KYB-03" not in page(client, "/staff/rules?to_confirm=1").partition("<h2>")[0]
    assert "没有符合条件的规则" in page(client, "/staff/rules?text=<script>")


def test_few_questions_and_english(tenant):
    client = as_staff("lead", Accept_Language="en")
    with CaptureQueriesContext(connection) as caught:
        body = page(client, "/staff/rules").partition("<body")[2].replace(">中文<", "><")
    asked = [query["sql"] for query in caught if not any(word in query["sql"] for word in NOT_THE_PAGES)]
    assert len(asked) <= MOST, "\n".join(asked)
    # Sources and conditions are quoted as they are.
    shown = re.sub(
        r"<code.*?</code>|<td data-label=\"[^\"]+\"><span class=\"long\">[^<]*<br><small>[^<]*</small></span></td>",
        "",
        body,
    )
    assert not re.search(r"[\u4e00-\u9fff]", shown)


def test_every_rule_that_a_shop_asks_says_in_which_flow(db):
    asked = {
        "CARD-01": "商品上架与改价",
        "CARD-03": "下单与发卡",
        "MIN-01": "下单与发卡",
        "RET-7D": "下单与发卡",
        "CARD-02": "导入卡密",
    }
    asked |= {
        "CARD-04": "付款",
        "PAY-03.R": "退款",
        "PAY-02": "买家余额",
        "CARD-05": "清除登记资料",
        "SRC-01": "导入卡密",
    }
    for rule, flow in asked.items():
        assert flow in [str(word) for word in uses_of(rule)], rule
    assert uses_of("EU-GDPR") == []


def test_the_words_of_flows_and_the_lists_of_shops_are_the_same(settings):
    assert set(settings.KAQUAN_RULE_USES) == set(IN_SHOPS)
