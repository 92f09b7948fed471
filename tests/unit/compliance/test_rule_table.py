"""The tables for auditors are what the rulebook says."""

import pytest

from platform_core.compliance.rule_table import FILES, rule_table
from platform_core.compliance.rulebook.reading import list_released


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_is_current(language):
    kept = FILES[language].read_text(encoding="utf-8")
    assert kept == rule_table(language), "run `manage.py write_rule_table`"
    for body in list_released():
        assert f"| {body['id']} v{body['version']} |" in kept
        assert body["message"][language] in kept
