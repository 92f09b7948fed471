"""One name for each step of not paying, in everything that merchants read of billing, and no other."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
RETIRED = ("停止销售", "停止售卖", "暂停营业", "「", "」")
PLACES = (
    "billing/**/*.py",
    "billing/templates/**/*",
    "tenants/console/billing_*.py",
    "tenants/console/views/billing*.py",
    "tenants/console/templates/console/billing/*.html",
    "platform_core/site/billing_*.py",
    "platform_core/site/price_words.py",
    "platform_core/site/templates/site/pricing.html",
    "platform_core/site/templates/site/staff_billing*.html",
    "platform_core/entitlements/enums.py",
)


@pytest.mark.parametrize("place", PLACES)
def test_retired_words_are_not_said(place):
    files = [each for each in ROOT.glob(place) if each.is_file()]
    assert files
    found = [
        (str(each.relative_to(ROOT)), word)
        for each in files
        for word in RETIRED
        if word in each.read_text(encoding="utf-8")
    ]
    assert found == []


def test_letters_say_the_words_of_the_glossary():
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    letters = (ROOT / "billing/letter_words.py").read_text(encoding="utf-8")
    for term, said in (("宽限期", "宽限期"), ("后台只读", "后台转为只读"), ("店铺停用", "店铺停用")):
        assert f"| {term} |" in glossary
        assert said in letters
