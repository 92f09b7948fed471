"""The Python client: what it sends again and what never, what it says of an outcome, and that it shows no secret."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from pathlib import Path

import attrs
import httpx
import pytest
from kaquan import ApiError, Conflict, ConnectionFailed, Kaquan, KaquanError, RateLimited, UnexpectedAnswer, models
from kaquan.generated.models.code import Code
from kaquan.generated.models.issuance import Issuance

from clients.python.generate import DOCUMENT, GENERATED, generate

KEY = "kq_live_abcdefgh_SECRET"
ORDER = models.IssuanceInput(external_id="T-1", lines=[models.IssuanceLineInput(sku="sku_1", quantity=1)])
ISSUANCE = {
    "amount": 1, "buyer": None, "codes": {"count": 1, "url": "/"}, "completed_at": None, "currency": "CNY",
    "created_at": "2026-12-01T00:00:00Z", "external_id": "T-1", "id": "iss_1", "lines": [], "livemode": True,
    "metadata": {}, "notify_url": None, "object": "issuance", "quantity": 1, "status": "of_next_year",
    "member_of_next_year": 1,
}  # fmt: skip
Step = httpx.Response | Exception


def problem(
    status: int, code: str, *, outcome: str = "not_executed", retryable: bool = True, after: int | None = 0
) -> httpx.Response:
    said = {
        "code": code, "detail": "No.", "doc_url": "https://x", "outcome": outcome, "request_id": "req_1",
        "retryable": retryable, "status": status, "title": "No", "type": "https://x",
    }  # fmt: skip
    return httpx.Response(status, json=said, headers={} if after is None else {"Retry-After": str(after)})


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaquan.transport._wait", lambda state: 0.0)


def played(*steps: Step) -> tuple[Kaquan, list[httpx.Request]]:
    """A client whose server answers these, one after the other; and what was sent."""
    sent: list[httpx.Request] = []
    left = list(steps)

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        step = left.pop(0)
        if isinstance(step, Exception):
            raise step
        return step

    http = httpx.Client(transport=httpx.MockTransport(answer))
    return Kaquan(KEY, base_url="https://api.example.com/v1/", http=http), sent


def made() -> httpx.Response:
    return httpx.Response(201, json=ISSUANCE)


@pytest.mark.parametrize(
    "first",
    [
        httpx.ReadTimeout("late"), httpx.ConnectError("refused"), problem(429, "rate_limited"),
        problem(503, "database_unavailable", outcome="unknown"), problem(500, "internal_error", outcome="unknown"),
        problem(409, "idempotency_in_progress", outcome="in_progress"), httpx.Response(502, text="<html>"),
    ],
)  # fmt: skip
def test_what_carries_a_key_is_sent_again_with_the_same_key(first: Step) -> None:
    kaquan, sent = played(first, made())
    assert kaquan.issuances.create_issuance(ORDER).id == "iss_1"
    one, two = sent
    assert one.headers["Idempotency-Key"] == two.headers["Idempotency-Key"]
    assert one.content == two.content
    assert str(one.url) == "https://api.example.com/v1/issuances"


def test_each_call_has_a_key_of_its_own_unless_one_is_given() -> None:
    kaquan, sent = played(made(), made(), made())
    for key in (models.UNSET, models.UNSET, "mine"):
        kaquan.issuances.create_issuance(ORDER, idempotency_key=key)
    keys = [request.headers["Idempotency-Key"] for request in sent]
    assert len(set(keys)) == 3
    assert keys[2] == "mine"


@pytest.mark.parametrize("lost", [httpx.ReadTimeout("late"), problem(500, "internal_error", outcome="unknown")])
def test_without_a_key_what_may_have_been_done_is_not_sent_again(lost: Step) -> None:
    kaquan, sent = played(lost, made())
    with pytest.raises(KaquanError) as caught:
        kaquan.issuances.cancel_issuance("iss_1")
    assert len(sent) == 1
    assert caught.value.outcome == "unknown"
    assert "Idempotency-Key" not in sent[0].headers


@pytest.mark.parametrize("refused", [httpx.ConnectError("refused"), problem(429, "rate_limited")])
def test_without_a_key_what_was_certainly_not_done_is_sent_again(refused: Step) -> None:
    kaquan, sent = played(refused, httpx.Response(200, json=ISSUANCE))
    kaquan.issuances.cancel_issuance("iss_1")
    assert len(sent) == 2


@pytest.mark.parametrize(
    "final",
    [
        problem(409, "insufficient_stock", after=30), problem(422, "idempotency_key_reused", retryable=False),
        problem(429, "code_guess_limited", after=600), problem(401, "api_key_revoked", retryable=False),
    ],
)  # fmt: skip
def test_what_waiting_does_not_cure_is_raised_at_once(final: httpx.Response) -> None:
    kaquan, sent = played(final, made())
    with pytest.raises(ApiError) as caught:
        kaquan.issuances.create_issuance(ORDER)
    assert len(sent) == 1
    assert (caught.value.outcome, caught.value.request_id) == ("not_executed", "req_1")


@pytest.mark.parametrize(
    "last",
    [
        httpx.ConnectError("refused"), problem(429, "rate_limited", after=60),
        problem(401, "api_key_revoked", retryable=False), problem(409, "lock_timeout", after=60),
    ],
)  # fmt: skip
def test_after_a_lost_answer_a_refusal_of_the_repeat_alone_says_not_that_nothing_was_done(last: Step) -> None:
    kaquan, _ = played(httpx.ReadTimeout("late"), last, last, last)
    with pytest.raises(KaquanError) as caught:
        kaquan.issuances.create_issuance(ORDER)
    assert caught.value.outcome == "unknown"


def test_after_a_lost_answer_the_repeat_says_what_became_of_the_request() -> None:
    kaquan, _ = played(httpx.ReadTimeout("late"), problem(409, "insufficient_stock", after=30))
    with pytest.raises(Conflict) as caught:
        kaquan.issuances.create_issuance(ORDER)
    assert (caught.value.code, caught.value.outcome) == ("insufficient_stock", "not_executed")


def test_it_gives_up_and_says_why() -> None:
    kaquan, sent = played(*[problem(429, "rate_limited") for _ in range(9)])
    with pytest.raises(RateLimited):
        kaquan.meta.ping()
    assert len(sent) == 4
    kaquan, sent = played(*[httpx.ConnectError("refused") for _ in range(9)])
    with pytest.raises(ConnectionFailed) as caught:
        kaquan.issuances.create_issuance(ORDER)
    assert (len(sent), caught.value.outcome) == (4, "not_executed")


def test_the_pause_is_at_least_what_the_answer_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    kaquan, _ = played(problem(429, "rate_limited", after=7), httpx.ConnectError("refused"), made())
    kaquan.issuances.create_issuance(ORDER)
    assert slept[0] >= 7
    assert 0 <= slept[1] <= 8


def test_an_answer_of_next_year_is_read() -> None:
    kaquan, _ = played(made(), problem(409, "of_next_year", retryable=False))
    issuance: Issuance = kaquan.issuances.create_issuance(ORDER)
    assert issuance.status == "of_next_year"
    assert issuance["member_of_next_year"] == 1
    with pytest.raises(Conflict, match="of_next_year"):
        kaquan.issuances.create_issuance(ORDER)


def test_an_answer_of_something_in_between_is_an_error() -> None:
    kaquan, _ = played(httpx.Response(302, headers={"Location": "/"}))
    with pytest.raises(UnexpectedAnswer):
        kaquan.issuances.create_issuance(ORDER)


def test_a_list_is_followed_through_its_pages() -> None:
    def page(code: str, cursor: str | None) -> httpx.Response:
        found = {"code": code, "expires_on": None, "id": code, "line": "isl_1", "object": "code", "sku": "sku_1"}
        more = {"has_more": cursor is not None, "next_cursor": cursor, "prev_cursor": None, "object": "list"}
        return httpx.Response(200, json={"data": [found], **more})

    kaquan, sent = played(page("A", "c1"), page("B", None))
    assert [code.code for code in kaquan.each(kaquan.issuances.list_issuance_codes, "iss_1", limit=1)] == ["A", "B"]
    assert [request.url.query for request in sent] == [b"limit=1", b"cursor=c1&limit=1"]


SHOWN: list[Callable[[], object]] = [
    lambda: played()[0],
    lambda: Code(code="CANARY", expires_on=None, id="code_1", line="isl_1", object_="code", sku="sku_1"),
    lambda: models.RedeemInput(code="CANARY"),
    lambda: models.ValidateInput(code="CANARY"),
    lambda: models.ImportInput(rows=[models.ImportRowInput(code="CANARY")], sku="sku_1", supplier="sup_1"),
]


@pytest.mark.parametrize("make", SHOWN)
def test_no_repr_shows_a_secret(make: Callable[[], object]) -> None:
    assert "CANARY" not in f"{make()!r} {make()}"
    assert "SECRET" not in f"{make()!r} {make()}"


def test_what_the_document_gives_as_a_secret_is_in_no_repr() -> None:
    secrets = {
        (model.__name__, field.name): field.repr
        for model in vars(models).values()
        if attrs.has(model)
        for field in attrs.fields(model)
        if re.search("secret|password|download_url", field.name)
    }
    assert {("Key", "secret"), ("ExportOperation", "archive_password"), ("Export", "download_url")} <= secrets.keys()
    assert not any(secrets.values()), "generate.py: SECRETS"


def test_no_log_line_and_no_error_shows_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    kaquan, _ = played(httpx.ReadTimeout("late"), problem(404, "resource_not_found", retryable=False))
    with pytest.raises(ApiError) as caught:
        kaquan.codes.redeem_code(models.RedeemInput(code="CANARY"))
    shown = caplog.text + repr(caught.value) + str(caught.value)
    assert "resource_not_found" in shown
    assert "CANARY" not in shown
    assert "SECRET" not in shown


def test_a_client_without_key_or_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAQUAN_API_KEY", raising=False)
    monkeypatch.delenv("KAQUAN_BASE_URL", raising=False)
    with pytest.raises(ValueError, match="KAQUAN_API_KEY"):
        Kaquan(base_url="https://api.example.com")
    with pytest.raises(ValueError, match="KAQUAN_BASE_URL"):
        Kaquan(KEY)


def _written(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__", ".ruff_cache"} & set(path.parts)
    }


def test_the_generated_part_is_what_the_document_gives(tmp_path: Path) -> None:
    generate(tmp_path / "generated")
    kept, given = _written(GENERATED), _written(tmp_path / "generated")
    different = sorted(name for name in kept.keys() | given.keys() if kept.get(name) != given.get(name))
    assert different == [], "run: uv run python clients/python/generate.py"
    assert len(given) > 200


def test_every_operation_of_the_document_has_its_method() -> None:
    kaquan, _ = played()
    wanted = {
        (tag, operation["operationId"])
        for methods in json.loads(DOCUMENT.read_text(encoding="utf-8"))["paths"].values()
        for operation in methods.values()
        for tag in operation["tags"]
    }
    assert len(wanted) > 60
    assert {
        (tag, name) for tag, name in wanted if not callable(getattr(getattr(kaquan, tag, None), name, None))
    } == set()
