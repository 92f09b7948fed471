"""The quick-start is a page beside the reference, in both languages."""

from __future__ import annotations

import pytest

from platform_core.tenancy.addresses import api_url


@pytest.mark.parametrize(
    ("name", "other", "word"), [("quickstart", "quickstart.zh", "Redeem"), ("quickstart.zh", "quickstart", "核销")]
)
def test_the_page_shows_the_quick_start_with_our_own_address(client, name, other, word):
    answer = client.get(f"/{name}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert word in page
    assert f"export KAQUAN_BASE_URL={api_url('/v1')}" in page
    assert f'href="/{other}"' in page
    assert 'href="/"' in page
    assert ".md" not in page
    assert page.count("<pre>") > 40
    assert "<table>" in page


def test_the_reference_leads_to_it(client):
    page = client.get("/").content.decode()
    assert 'href="/quickstart"' in page
    assert 'href="/quickstart.zh"' in page


@pytest.mark.parametrize(
    ("name", "other", "title"),
    [("webhooks", "webhooks.zh", "Receive webhooks"), ("webhooks.zh", "webhooks", "接收 Webhook")],
)
def test_the_guide_to_webhooks_is_a_page_too(client, name, other, title):
    page = client.get(f"/{name}").content.decode()
    assert f"<title>{title} · Kaquan API</title>" in page
    assert f'href="/{other}"' in page
    assert 'href="/quickstart' in page
    assert ".md" not in page
