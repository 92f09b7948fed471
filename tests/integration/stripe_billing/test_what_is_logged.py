"""Nothing personal and no secret is in a log line or an error report of billing, whatever Stripe answers and quotes."""

from __future__ import annotations

import json
import logging
import traceback

import pytest
import stripe

from billing.errors import BillingRefused, BillingUnavailable
from billing.services.retry_payment import retry_payment
from billing.services.save_invoice_title import save_invoice_title
from billing.titles import InvoiceTitle
from config.sentry import scrub
from platform_core.tenancy import job_runner
from platform_core.tenancy.logging import JsonFormatter
from tests.integration.stripe_billing.subscriber import OWNER
from tests.integration.stripe_billing.test_stripe_trouble import NthCall
from tests.simulators.stripe_billing.settings import KEY, SECRET
from tests.world import platform

pytestmark = pytest.mark.django_db
MAIL, TITLE, TAX, BANK = "zhangsan@planted.example", "植入的公司名有限公司", "91310000MA1FL0000N", "6225880112345678"
FACTS = {
    "kind": "company",
    "title": TITLE,
    "tax_number": TAX,
    "address": "植入路 1 号",
    "phone": "13912345678",
    "bank": "植入银行",
}


@pytest.fixture
def told(caplog):
    """All that was logged, as it is written, with what is only in the records; and as an error report would have it."""
    caplog.set_level(logging.DEBUG)

    def everything():
        lines = [JsonFormatter().format(record) for record in caplog.records]
        reports = [json.dumps(scrub(_report(record)), default=str) for record in caplog.records if record.exc_info]
        return "\n".join([*lines, *reports])

    return everything


def _report(record):
    kind, error, trace = record.exc_info
    frames = [{"filename": each.filename, "vars": {"x": MAIL}} for each in traceback.extract_tb(trace)]
    values = [{"type": kind.__name__, "value": str(error), "stacktrace": {"frames": frames}}]
    return {"exception": {"values": values}, "message": record.getMessage(), "extra": {"mail": MAIL}}


def assert_clean(text, merchant):
    secrets = [KEY, SECRET, MAIL, TITLE, TAX, BANK, OWNER, *FACTS.values()]
    secrets += [each["url"] for each in merchant.desk.all("checkout.session") if each["url"]]
    secrets += [each["hosted_invoice_url"] for each in merchant.desk.all("invoice") if each["hosted_invoice_url"]]
    found = [each for each in secrets if each not in {"company"} and each in text]
    assert found == []


def title(merchant, **more):
    save_invoice_title(
        tenant=merchant.tenant,
        title=InvoiceTitle(**FACTS, bank_account=BANK, mail_to=MAIL, **more),
        by=OWNER,
        now=merchant.now,
    )


def run_all_jobs():
    while job_runner.run_next_job():
        pass


def test_the_usual_way_tells_nothing(merchant, told):
    title(merchant)
    merchant.pass_days(15)
    merchant.subscribe("starter")
    merchant.settle()
    run_all_jobs()
    merchant.desk.card_behaves("card_declined")
    merchant.pass_days(32)
    merchant.settle()
    with pytest.raises(BillingRefused):
        retry_payment(tenant=merchant.tenant, invoice_id=merchant.bills[-1].id, by=OWNER, now=merchant.now)
    merchant.reconcile()
    assert told()
    assert_clean(told(), merchant)


@pytest.mark.parametrize("how", ["500", "dropped", "lost", "garbled"])
def test_trouble_at_any_call_tells_nothing(merchant, monkeypatch, told, how):
    title(merchant)
    for number in range(12):
        trouble = NthCall(merchant.desk, number, how)
        monkeypatch.setattr(merchant.desk, "take_trouble", trouble)
        try:
            merchant.open("starter")
        except BillingUnavailable:
            logging.getLogger("billing").exception("as a job or a page would log it")
        finally:
            monkeypatch.setattr(merchant.desk, "take_trouble", trouble.before)
        run_all_jobs()
    assert "as a job or a page would log it" in told()
    assert_clean(told(), merchant)


@pytest.mark.parametrize(
    "error",
    [
        stripe.InvalidRequestError(f"Invalid email address: {MAIL}, name {TITLE}", "email", code="email_invalid"),
        stripe.AuthenticationError(f"Invalid API Key provided: {KEY}"),
        stripe.APIConnectionError(f"Unexpected error communicating with Stripe: Bearer {KEY}, {MAIL}"),
        stripe.CardError(f"{TITLE}: your card was declined", "card", "card_declined"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_stripe_quotes_is_not_told(merchant, monkeypatch, told, error):
    merchant.open("starter")

    def refuse(*args, **more):
        raise error

    monkeypatch.setattr("stripe._customer_service.CustomerService.update", refuse)
    title(merchant)
    run_all_jobs()
    assert "billing.tell_invoice_title" in told()
    assert_clean(told(), merchant)


def test_a_forged_event_is_not_written_down(merchant, told):
    body = json.dumps({"id": "evt_x", "object": "event", "data": {"object": {"email": MAIL, "name": TITLE}}})
    answer = platform().post(
        "/billing/events", body, content_type="application/json", headers={"Stripe-Signature": f"t=1,v1={SECRET}"}
    )
    assert answer.status_code == 400
    assert_clean(told() + answer.content.decode(), merchant)
