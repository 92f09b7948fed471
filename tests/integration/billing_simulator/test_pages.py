"""The pages over HTTP, as a browser would use them: what stands there, what a button does, where it leads."""

import re

import pytest
import requests

from tests.integration.billing_simulator.merchant import APRIL, DAY, MARCH

HOUR = 3600


@pytest.fixture
def browser():
    """Asks and presses; it does not follow to other sites."""
    with requests.Session() as session:
        yield session


def press(browser, url, action, **fields):
    """Press a button of a page."""
    return browser.post(url, data={"action": action, **fields}, allow_redirects=False, timeout=10)


def look(browser, url):
    """The text of a page."""
    answer = browser.get(url, timeout=10)
    assert answer.status_code == 200
    return answer.text


def test_checkout_says_what_is_bought_and_leads_on(merchant, desk, browser):
    session = merchant.session(subscription_data={"trial_end": MARCH + 14 * DAY})
    text = look(browser, session.url)
    for part in (
        "专业版",
        "1 × ¥299.00/月",
        "试用至",
        "2026年3月15日",
        "今天应付",
        "¥0.00",
        "boss@example.com",
        "银行卡付款",
        "支付宝付款",
    ):
        assert part in text, part
    assert 'href="https://shop.example/no"' in text
    assert 'lang="zh-CN"' in text
    refused = press(browser, session.url, "refused")
    assert (refused.status_code, 'role="alert"' in refused.text, "银行卡被拒绝" in refused.text) == (200, True, True)
    assert merchant.client.subscriptions.list().data == []
    paid = press(browser, session.url, "card")
    assert (paid.status_code, paid.headers["Location"]) == (303, f"https://shop.example/ok?session={session.id}")
    assert merchant.client.subscriptions.list().data[0].status == "trialing"
    again = press(browser, session.url, "card")
    assert "已失效" in again.text
    assert len(merchant.client.subscriptions.list().data) == 1


def test_checkout_asks_strangers_for_their_address_and_takes_alipay(merchant, client, browser):
    line = {"price": merchant.month.id, "quantity": 1}
    session = client.checkout.sessions.create(
        {"mode": "subscription", "line_items": [line], "success_url": "https://shop.example/ok"}
    )
    assert '<label for="email">电子邮箱</label>' in look(browser, session.url)
    assert press(browser, session.url, "alipay", email="new@example.com").status_code == 303
    (customer,) = client.customers.list({"email": "new@example.com"}).data
    (method,) = client.customers.payment_methods.list(customer.id).data
    assert method.type == "alipay"
    done = client.checkout.sessions.retrieve(session.id)
    assert (done.customer, done.customer_details.email, done.payment_status) == (customer.id, "new@example.com", "paid")


def test_checkout_offers_what_it_was_told_to(merchant, browser):
    session = merchant.session(allowed_payment_method_types=["card"])
    assert "支付宝" not in look(browser, session.url)
    assert press(browser, session.url, "alipay").status_code == 200
    assert merchant.client.subscriptions.list().data == []


def test_the_portal_changes_the_card_and_ends_a_subscription(merchant, desk, browser):
    old = merchant.card()
    sub = merchant.subscribe(default_payment_method=old.id)
    session = merchant.client.billing_portal.sessions.create(
        {"customer": merchant.customer.id, "return_url": "https://shop.example/back"}
    )
    text = look(browser, session.url)
    for part in (
        "管理订阅",
        "专业版",
        "2026年4月1日",
        "取消订阅",
        "更换银行卡",
        "已付款",
        'href="https://shop.example/back"',
    ):
        assert part in text, part
    desk.take()
    assert "银行卡被拒绝" in press(browser, session.url, "refused").text
    assert merchant.told() == []
    press(browser, session.url, "card")
    new = merchant.client.customers.retrieve(merchant.customer.id).invoice_settings.default_payment_method
    assert new != old.id
    assert merchant.again(sub).default_payment_method == new
    assert merchant.told() == ["payment_method.attached", "customer.updated", "customer.subscription.updated"]
    assert "将取消于" in press(browser, session.url, "cancel", subscription=sub.id).text
    assert merchant.again(sub).cancel_at == APRIL
    press(browser, session.url, "keep", subscription=sub.id)
    assert merchant.again(sub).cancel_at is None


def test_the_portal_shows_only_what_is_switched_on(merchant, browser):
    merchant.card()
    merchant.subscribe()
    features = {"invoice_history": {"enabled": True}}
    configuration = merchant.client.billing_portal.configurations.create({"features": features})
    wanted = {"customer": merchant.customer.id, "configuration": configuration.id}
    text = look(browser, merchant.client.billing_portal.sessions.create(wanted).url)
    assert "已付款" in text
    assert "取消订阅" not in text
    assert "更换银行卡" not in text


def test_a_page_of_the_portal_may_lead_back_by_itself(merchant, browser):
    flow = {
        "type": "payment_method_update",
        "after_completion": {"type": "redirect", "redirect": {"return_url": "https://shop.example/done"}},
    }
    session = merchant.client.billing_portal.sessions.create({"customer": merchant.customer.id, "flow_data": flow})
    assert press(browser, session.url, "card").headers["Location"] == "https://shop.example/done"


def test_an_invoice_is_paid_on_its_page_in_any_way(merchant, desk, browser):
    merchant.card()
    sub = merchant.subscribe()
    desk.card_behaves("card_declined")
    desk.advance(to=APRIL + HOUR)
    invoice = merchant.again(sub).latest_invoice
    text = look(browser, invoice.hosted_invoice_url)
    for part in (invoice.number, "待付款", "¥299.00", "微信支付付款", "支付宝付款", "银行转账"):
        assert part in text, part
    assert "没有成功" in press(browser, invoice.hosted_invoice_url, "refused").text
    assert "已付款" in press(browser, invoice.hosted_invoice_url, "wechat_pay").text
    assert (merchant.again(sub).status, merchant.again(sub).latest_invoice.status) == ("active", "paid")
    assert "微信支付" not in look(browser, invoice.hosted_invoice_url)
    paper = browser.get(invoice.invoice_pdf, timeout=10)
    assert (paper.headers["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert invoice.number.encode() in paper.content


def test_what_is_not_there_is_not_found(desk, browser):
    for path in ("checkout/cs_test_none", "portal/none", "invoice/none", "invoice/none/pdf", "elsewhere"):
        assert browser.get(f"{desk.url}/{path}", timeout=10).status_code == 404


def test_names_are_shown_as_text(merchant, client, desk, browser):
    product = client.products.create({"name": "<b>&quot;"})
    price = client.prices.create(
        {"product": product.id, "currency": "cny", "unit_amount": 1, "recurring": {"interval": "year"}}
    )
    text = look(browser, merchant.session(line_items=[{"price": price.id, "quantity": 1}]).url)
    assert "&lt;b&gt;&amp;quot;" in text
    assert not re.search("<b>", text)
