"""Log lines carry the request and the tenant, also those that Django writes when the context is left."""

import json
import logging
import smtplib
import sys

import pytest
import requests
from django.db import IntegrityError, OperationalError

from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.logging import JsonFormatter
from tests.world import api, make_key, shop


def line_of(record):
    return json.loads(JsonFormatter().format(record))


def test_a_line_written_inside_a_shop_names_the_shop(tenant):
    with tenant_context(tenant):
        line = line_of(logging.LogRecord("tenants", logging.INFO, "", 0, "sold %d", (3,), None))
    assert line["tenant"] == tenant.schema_name
    assert line["message"] == "sold 3"


def test_a_refused_request_is_logged_with_its_shop_and_its_request_id(tenant, caplog):
    answer = shop(tenant).get("/no-such-page")
    assert answer.status_code == 404
    (record,) = [record for record in caplog.records if record.name == "django.request"]
    line = line_of(record)
    assert line["tenant"] == tenant.schema_name
    assert line["request"] == answer.headers["Request-Id"]


def test_a_line_written_outside_of_any_shop_names_no_shop(db):
    assert line_of(logging.LogRecord("x", logging.INFO, "", 0, "y", (), None))["tenant"] == "public"


def test_a_refused_call_of_the_api_is_logged_with_the_shop_of_its_key(tenant, caplog):
    key = make_key(tenant)
    answer = api(key).get("/v1/issuances/iss_0000000000000000000000000")
    assert answer.status_code == 404
    (record,) = [record for record in caplog.records if record.name == "django.request"]
    assert line_of(record)["tenant"] == tenant.schema_name
    assert key not in json.dumps(line_of(record))


def test_a_refused_call_is_told_by_its_route_and_not_by_what_was_typed_into_its_address(tenant, caplog):
    api(make_key(tenant)).get("/v1/issuances/by-external-id/S3CRET-CODE")
    (record,) = [record for record in caplog.records if record.name == "django.request"]
    assert line_of(record)["message"] == "Not Found: /v1/issuances/by-external-id/<str:external_id>"


def logged(fail):
    try:
        fail()
    except Exception:
        return line_of(logging.LogRecord("x", logging.ERROR, "", 0, "it failed", (), sys.exc_info()))["traceback"]


def fails(error, first=None, cause=None):
    """What raises an error, after another one if it is told, out of it or not."""

    def fail():
        try:
            if first is not None:
                raise first
        except Exception:
            if cause is None:
                raise error from None
            raise error from first
        raise error

    return fail


def test_an_error_of_a_library_is_told_by_its_kind_and_place_and_not_by_its_words():
    told = logged(fails(IntegrityError("Key (email)=(anna@p.example) already exists.")))
    assert "anna" not in told
    assert told.endswith("django.db.utils.IntegrityError")
    assert "test_log_lines.py" in told


@pytest.mark.parametrize(
    "error", [OperationalError("connection refused"), RecordNotFound(id="ord_1"), ConnectionError("reset")]
)
def test_what_quotes_nothing_keeps_its_words(error):
    assert logged(fails(error)).endswith(str(error))


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"anna@p.example": (550, b"no")}),
        requests.ConnectionError("https://x.example/?token=anna"),
        FileNotFoundError(2, "no such file", "/uploads/anna.pdf"),
    ],
)
def test_what_libraries_call_trouble_with_the_system_may_quote_too(error):
    assert "anna" not in logged(fails(error))


def test_what_led_to_an_error_is_told_before_it_without_its_words():
    told = logged(fails(RecordNotFound(id="ord_1"), KeyError("S3CRET-CODE"), cause=True))
    assert "S3CRET" not in told
    assert told.index("\nthen:\n") > told.index("KeyError")
    assert told.endswith("RecordNotFound: resource_not_found {'id': 'ord_1'}")


def test_what_was_put_aside_is_not_told():
    assert "KeyError" not in logged(fails(RecordNotFound(id="ord_1"), KeyError("x")))
