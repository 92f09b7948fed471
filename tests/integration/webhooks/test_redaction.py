"""What is kept of a receiver's answer shows what went wrong and no secret; whatever it answers, others are sent to."""

from __future__ import annotations

import gzip
import re

import pytest

from platform_core.tenancy.context import platform_context
from tests.integration.webhooks.calling import call
from tests.integration.webhooks.orders import attempts, deliveries, order, send, stocked
from tests.integration.webhooks.receiver import Answer, Receiver
from webhooks.models import DeliveryAttempt
from webhooks.redaction import HIDDEN, LONGEST_EXCERPT, LOOKED_AT, keep_excerpt, keep_headers

SECRETS = {
    "a bearer token": ("Authorization: Bearer abcdefghij", "abcdefghij"),
    "a basic login": ("authorization=Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
    "all of a cookie": ("Cookie: sid=abc; theme=dark; csrf=xyz", "xyz"),
    "a cookie that is set": ("Set-Cookie: session=letters; Path=/", "letters"),
    "a password in JSON": ('{"password": "hunter"}', "hunter"),
    "a password with room around": ('{"password" : "hunter"}', "hunter"),
    "a Chinese label": ("密码：hunter", "hunter"),
    "an API key": ("api_key=letters-only", "letters-only"),
    "a webhook secret": ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    "a live key": ("used kq_live_4fJ2mQ81xZ", "4fJ2mQ81xZ"),
    "a token of three parts": ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmN", "eyJzdWIiOiIxMjM0In0"),
    "a code with dashes": ("code AB12-CD34-EF56 used", "CD34"),
    "a code of digits": ("卡号 6222021234567890 重复", "6222021234567890"),
    "a code of digits in groups": ("card 6222 0212 3456 7890", "0212"),
    "a phone number": ("call 138-0013-8000 back", "0013"),
    "an address of mail": ("no user zhang.san+x@mail.example.com here", "zhang.san"),
    "an address of mail without a dot": ("no user zhangsan@intranet here", "zhangsan"),
    "an address behind a sign": ("mailto:zhangsan@example.com", "zhangsan"),
    "a Chinese address": ("用户 张三@例子.中国 不存在", "张三"),
    "a code with a control character in it": ("code AB12\x01CD34EF", "CD34EF"),
}


@pytest.mark.parametrize(("said", "secret"), SECRETS.values(), ids=SECRETS.keys())
def test_what_looks_like_a_secret_is_hidden_in_excerpts_and_headers(said, secret):
    kept = keep_excerpt(f"Failed here: {said}".encode(), "text/plain; charset=utf-8")
    assert secret not in kept
    assert HIDDEN in kept
    assert kept.startswith("Failed here: ")
    assert secret not in keep_headers({"Server": said})["server"]


@pytest.mark.parametrize(
    "said",
    [
        "Internal Server Error",
        '{"error":{"code":"out_of_memory","status":500}}',
        "upstream timed out after 30 s (attempt 3 of 5)",
        "数据库连接失败",
        "<h1>502 Bad Gateway</h1><hr>nginx/1.25.3",
    ],
)
def test_what_says_what_went_wrong_is_kept(said):
    assert keep_excerpt(said.encode(), "text/html") == said


def test_of_the_headers_a_few_are_kept_and_never_a_cookie():
    answered = {
        "Content-Type": "text/html; charset=iso-8859-1",
        "Retry-After": "12000000",
        "Date": "Fri, 27 Nov 2026 01:08:21 GMT",
        "X-Request-Id": "0a1b2c3d4e5f",
        "Set-Cookie": "sid=1",
        "Authorization": "Bearer x",
        "X-Api-Key": "y",
        "Location": "https://m.example/?token=z",
        "Server": "x" * 5_000,
    }
    kept = keep_headers(answered)
    assert {name: kept[name] for name in ("content-type", "retry-after", "date", "x-request-id")} == {
        name.lower(): answered[name] for name in ("Content-Type", "Retry-After", "Date", "X-Request-Id")
    }
    assert set(kept) == {"content-type", "retry-after", "date", "x-request-id", "server"}
    assert len(kept["server"]) == 200


@pytest.mark.parametrize("secret", ["zhang.san@mail.example", "ab-QWERTYU-12345678", "password=hunter"])
def test_a_secret_that_stands_across_the_cut_does_not_show_its_first_half(secret):
    filling = (
        "x1" * 200 + " "
    ) * 20  # is hidden, which makes room: the end of what was looked at comes into the excerpt
    for place in range(LOOKED_AT - 24, LOOKED_AT + 2):
        answer = filling[: place - 1] + " " + secret + " the rest" * 10
        kept = keep_excerpt(answer.encode(), "text/plain")
        assert len(kept) < LONGEST_EXCERPT
        assert not re.search(r"zhan|QWE|hunt", kept)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "image/png"),
        (b"%PDF-1.7 text", "application/pdf"),
        (b"{}", "application/octet-stream"),
        (gzip.compress(b"Internal Server Error", mtime=0), "text/html"),
        (gzip.compress(b"Internal Server Error", mtime=0), ""),
        (b"text\0more", "text/plain"),
        (b"", "text/plain"),
    ],
    ids=["picture", "document", "octets", "packed text", "packed nothing", "text with a NUL", "nothing"],
)
def test_an_answer_that_is_no_text_is_not_kept(answer, kind):
    assert keep_excerpt(answer, kind) == ""


POISON = {
    "a header that is no UTF-8": ({"Server": "caf\xe9\xff"}, b""),
    "a date with an impossible zone": ({"Retry-After": "Thu, 26 Nov 2026 08:02:00 +99999999999999999999"}, b""),
    "a date with an impossible year": ({"Retry-After": "Thu, 26 Nov 99999999999999999999 08:02:00 GMT"}, b""),
    "a body with a NUL": ({"Content-Type": "text/plain"}, b"a\0b"),
    "a body that is no UTF-8": ({"Content-Type": "application/json"}, b'{"a": "\xff\xfe\xed\xa0\x80"}'),
    "a kind that is no UTF-8": ({"Content-Type": "text/\xff"}, b"text"),
}


@pytest.mark.parametrize(("headers", "body"), POISON.values(), ids=POISON.keys())
def test_an_answer_made_to_break_the_record_is_recorded_and_others_are_sent_to(
    tenant, other_tenant, receiver, headers, body
):
    poisoned = Receiver(Answer(503, headers, body))
    order(tenant, stocked(tenant), poisoned.url())
    order(other_tenant, stocked(other_tenant), receiver.url())
    assert send() == 2
    poisoned.stop()
    assert attempts(tenant) == [(1, 503, "")]
    assert [each.status for each in deliveries(tenant)] == ["failed"]
    assert [each.status for each in deliveries(other_tenant)] == ["succeeded"]


def test_a_whole_attempt_keeps_no_secret(tenant):
    said = b'{"error": "declined", "token": "letters", "buyer": "zhang@example.com"}'
    broken = Receiver(Answer(500, {"Content-Type": "application/json", "Set-Cookie": "sid=CANARY"}, said))
    attempt = call(broken.url())
    order(tenant, stocked(tenant), broken.url())
    send()
    broken.stop()
    assert "declined" in attempt.excerpt
    with platform_context():
        [row] = DeliveryAttempt.objects.filter(tenant_role=tenant.role_name)
    assert row.excerpt == attempt.excerpt
    for secret in ("letters", "zhang", "CANARY"):
        assert secret not in row.excerpt + repr(row.headers)
