"""Names of companies taken apart."""

import pytest

from platform_core.compliance.names import normalise

CHINESE = [
    ("北京鼎盛科技有限公司", "鼎盛", "北京", "科技", "有限公司", ""),
    ("深圳市腾讯计算机系统有限公司", "腾讯", "深圳市", "计算机系统", "有限公司", ""),
    ("上海寻梦信息技术有限公司", "寻梦", "上海", "信息技术", "有限公司", ""),
    ("鼎盛（北京）信息技术股份有限公司", "鼎盛", "北京", "信息技术", "股份有限公司", ""),
    ("鼎盛科技(北京市海淀区)有限公司", "鼎盛", "北京市海淀区", "科技", "有限公司", ""),
    ("鼎盛科技北京有限公司", "鼎盛", "北京", "科技", "有限公司", ""),
    ("广东省深圳市南山区鼎盛商行", "鼎盛", "广东省深圳市南山区", "", "商行", ""),
    ("苏州工业园区鼎盛贸易有限公司", "鼎盛", "苏州工业园区", "贸易", "有限公司", ""),
    ("北京鼎盛科技有限公司上海分公司", "鼎盛", "北京", "科技", "有限公司", "上海分公司"),
    ("北京鼎盛科技有限公司驻上海办事处", "鼎盛", "北京", "科技", "有限公司", "驻上海办事处"),
    ("北京鼎盛科技第三分店", "鼎盛", "北京", "科技", "", "第三分店"),
    ("北京鼎盛国际贸易集团有限公司", "鼎盛", "北京", "国际贸易", "集团有限公司", ""),
    ("杭州鼎盛企业管理合伙企业（有限合伙）", "鼎盛", "杭州", "企业管理", "合伙企业有限合伙", ""),
    ("北京鼎盛貿易有限公司", "鼎盛", "北京", "贸易", "有限公司", ""),
    ("北 京·鼎\u200b盛-科技【有限公司】", "鼎盛", "北京", "科技", "有限公司", ""),
    ("东方红食品有限公司", "东方红", "", "食品", "有限公司", ""),
    ("北京科技有限公司", "科技", "北京", "", "有限公司", ""),
    ("北京Ｄing盛科技有限公司", "ding盛", "北京", "科技", "有限公司", ""),
    ("新北京鼎盛科技有限公司", "鼎盛", "北京", "科技", "有限公司", ""),
]
LATIN = [
    ("Beijing Dingsheng Technology Co., Ltd.", "dingsheng", "beijing", "technology"),
    ("Dingsheng Technology (Beijing) Co., Ltd.", "dingsheng", "beijing", "technology"),
    ("XI'AN DINGSHENG TRADING COMPANY LIMITED", "dingsheng", "xian", "trading"),
    ("Acme Cards, Inc.", "acme", "", "cards"),
    ("The Acme GmbH", "acme", "", "the"),
    ("Café Zürich S.A.", "cafezurich", "", ""),
    ("Ａｃｍｅ　Ｌｉｍｉｔｅｄ", "acme", "", ""),
    ("Limited", "limited", "", ""),
]


@pytest.mark.parametrize(
    ("name", "core", "region", "industry", "suffix", "branch"), CHINESE, ids=[one[0] for one in CHINESE]
)
def test_a_chinese_name_comes_apart(name, core, region, industry, suffix, branch):
    parts = normalise(name)
    assert (parts.core, parts.region, parts.industry, parts.suffix, parts.branch) == (
        core,
        region,
        industry,
        suffix,
        branch,
    )


@pytest.mark.parametrize(("name", "core", "region", "industry"), LATIN, ids=[one[0] for one in LATIN])
def test_a_latin_name_comes_apart(name, core, region, industry):
    parts = normalise(name)
    assert (parts.core, parts.region, parts.industry) == (core, region, industry)
    assert parts.is_latin


def test_regions_have_the_code_of_the_standard():
    assert normalise("深圳市南山区鼎盛商行").region_code == "440305"
    assert normalise("Shenzhen Dingsheng Trading Ltd").region_code == "440300"
    assert normalise("中国鼎盛集团有限公司").region_code == ""


@pytest.mark.parametrize(
    "name", ["", "   ", "（）", "\u200b", "·—·"], ids=["empty", "spaces", "brackets", "zero width", "signs"]
)
def test_nothing_has_no_core(name):
    assert normalise(name).core == ""


@pytest.mark.parametrize(
    "name", ["有限公司", "北京", "分公司", "北京市", "店", "公司店", "上海上海市", "（北京）", "第一分店"]
)
def test_a_name_of_words_that_say_nothing_keeps_some(name):
    assert normalise(name).core


def test_what_is_no_text_at_all_breaks_nothing():
    assert normalise("北京鼎\ud800盛\x00科技有限公司").core == "鼎盛"
    assert len(normalise("鼎盛" * 5_000).core) <= 300
