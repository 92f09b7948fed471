"""The receivers that docs/webhooks.md gives away: they take what we send, once, and nothing else."""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import pytest

from tests.integration.webhooks.calling import call
from tests.integration.webhooks.orders import attempts, event_bytes, order, send, stocked
from tests.integration.webhooks.snippets import LANGUAGES, SECRET, Snippet, missing, started
from webhooks.signing import new_key_pair, new_secret, sign

_numbers = itertools.count(1)
OTHER = "whsec_" + "A" * 43 + "="


@pytest.fixture(scope="module", params=sorted(LANGUAGES))
def language(request: pytest.FixtureRequest) -> str:
    """Each in which a receiver can run here."""
    if reason := missing(request.param):
        pytest.skip(reason)
    return str(request.param)


@pytest.fixture(scope="module")
def snippet(language: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snippet]:
    """One process for all tests of a language."""
    with started(language, tmp_path_factory.mktemp(language)) as running:
        assert running.process.poll() is None, running.log
        yield running


def new_id() -> str:
    return f"evt_01K{next(_numbers):023d}"


def signed(
    body: bytes = b"{}", *, secrets: tuple[str, ...] = (SECRET,), shift: int = 0, event_id: str = ""
) -> dict[str, str]:
    """Headers of an attempt that is made so many seconds from now."""
    at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=shift)
    return sign(secrets, message_id=event_id or new_id(), at=at, body=body)


def test_an_order_that_is_over_arrives_as_the_api_answers_it(snippet, tenant, monkeypatch):
    monkeypatch.setattr("webhooks.sealing.new_secret", lambda: SECRET)
    shelf, before = stocked(tenant), snippet.kept()
    for _ in range(3):
        order(tenant, shelf, snippet.url, metadata={"买家": "小王 ☺"})
    send()
    assert attempts(tenant) == [(1, 204, "")] * 3
    came = {key: body for key, body in snippet.kept().items() if key not in before}
    assert {orjson.loads(body)["type"] for body in came.values()} == {"issuance.completed"}
    assert came == {key: event_bytes(tenant, key) for key in came}
    assert len(came) == 3


def test_what_another_secret_signed_is_refused(snippet, tenant):
    shelf, before = stocked(tenant), snippet.kept()
    order(tenant, shelf, snippet.url)
    send()
    assert attempts(tenant) == [(1, 400, "")]
    assert snippet.kept() == before


def test_a_repetition_is_answered_as_the_first_and_kept_once(snippet):
    for _ in range(3):
        attempt = call(snippet.url)
        assert (attempt.status, attempt.error) == (204, "")
    assert snippet.kept()["evt_1"] == b"{}"
    first, again = signed(b'{"n":1}', event_id="evt_2"), signed(b'{"n":1}', event_id="evt_2", shift=5)
    assert [snippet.post(headers, b'{"n":1}') for headers in (first, again)] == [204, 204]
    assert first["webhook-signature"] != again["webhook-signature"]
    assert sorted(key for key in snippet.kept() if key in {"evt_1", "evt_2"}) == ["evt_1", "evt_2"]


def test_what_was_kept_is_not_written_again(snippet):
    headers = signed()
    assert snippet.post(headers, b"{}") == 204
    path = snippet.folder / "inbox" / f"{headers['webhook-id']}.json"
    path.write_bytes(b"done")
    assert snippet.post(headers, b"{}") == 204
    assert path.read_bytes() == b"done"


def test_repetitions_at_the_same_moment_leave_one_whole_event(snippet):
    body = orjson.dumps({"metadata": "x" * 200_000})
    headers = signed(body)
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: snippet.post(headers, body), range(16)))
    assert set(statuses) == {204}
    assert snippet.kept()[headers["webhook-id"]] == body
    assert sorted(path.suffix for path in (snippet.folder / "inbox").iterdir() if path.suffix != ".json") == []


@pytest.mark.parametrize(
    "secrets",
    [(OTHER, SECRET), (SECRET, OTHER), (new_key_pair()[0], OTHER, SECRET)],
    ids=["the old one", "the new one", "with a v1a before it"],
)
def test_one_of_several_signatures_is_enough(snippet, secrets):
    headers = signed(secrets=secrets)
    assert snippet.post(headers, b"{}") == 204
    assert headers["webhook-id"] in snippet.kept()


@pytest.mark.parametrize(
    "body",
    [b'{ "a" :  1.0,\r\n "b": "\\u5361" }\n', '{"a":"卡"}'.encode(), b"\x00\xff\xfe{", b"", b"x" * 999_999],
    ids=["spaces", "chinese", "no utf-8", "empty", "long"],
)
def test_the_raw_body_is_what_counts(snippet, body):
    headers = signed(body)
    assert snippet.post(headers, body) == 204
    assert snippet.kept()[headers["webhook-id"]] == body


@pytest.mark.parametrize(("shift", "status"), [(-290, 204), (290, 204), (-302, 400), (302, 400), (-86_400, 400)])
def test_five_minutes_are_tolerated_and_no_more(snippet, shift, status):
    headers = signed(shift=shift)
    assert snippet.post(headers, b"{}") == status
    assert (headers["webhook-id"] in snippet.kept()) == (status == 204)


def forgeries() -> dict[str, Any]:
    """What an attacker may say: changes of honest headers."""
    private, _ = new_key_pair()

    def field(name: str, change: Any) -> Any:
        return lambda honest: {**honest, f"webhook-{name}": change(honest[f"webhook-{name}"])}

    def without(name: str) -> Any:
        return lambda honest: {key: value for key, value in honest.items() if key != f"webhook-{name}"}

    return {
        "nothing": lambda honest: {},
        "no id": without("id"),
        "no timestamp": without("timestamp"),
        "no signature": without("signature"),
        "another id": field("id", lambda _: "evt_00000000000000000000000000"),
        "a later second": field("timestamp", lambda text: str(int(text) + 1)),
        "no number": field("timestamp", lambda text: f"{text}.0"),
        "a huge number": field("timestamp", lambda _: "9" * 40),
        "an empty signature": field("signature", lambda _: ""),
        "a signature of nothing": field("signature", lambda _: "v1,"),
        "no version": field("signature", lambda text: text.removeprefix("v1,")),
        "another version": field("signature", lambda text: text.replace("v1,", "v1a,")),
        "half of it": field("signature", lambda text: text[:20]),
        "more than it": field("signature", lambda text: text + "AAAA"),
        "not ascii": field("signature", lambda text: text + "\xfc"),
        "another secret": lambda honest: signed(secrets=(OTHER,)),
        "a key of its own": lambda honest: signed(secrets=(private,)),
        "many that are wrong": lambda honest: signed(secrets=tuple(new_secret() for _ in range(20))),
        "a name of another folder": lambda honest: signed(event_id="evt_1/../../outside"),
    }


@pytest.mark.parametrize("change", [pytest.param(change, id=name) for name, change in forgeries().items()])
def test_a_forgery_is_refused_and_leaves_nothing(snippet, change):
    before = snippet.kept()
    assert snippet.post(change(signed()), b"{}") == 400
    assert snippet.kept() == before
    assert not list(snippet.folder.parent.glob("outside*"))


@pytest.mark.parametrize("body", [b"{ }", b"{}\n", b"", b'{"a":1}'], ids=["space", "line end", "empty", "other"])
def test_a_changed_body_is_refused(snippet, body):
    headers = signed(b"{}")
    assert snippet.post(headers, body) == 400
    assert headers["webhook-id"] not in snippet.kept()


def test_a_body_without_end_is_not_taken_in(snippet):
    body = b"x" * 3_000_000
    headers = signed(body)
    assert snippet.post(headers, body) in {400, None}  # None: the answer was lost, since not all of it was read
    assert headers["webhook-id"] not in snippet.kept()
    assert snippet.post(signed(), b"{}") == 204


def test_a_receiver_that_cannot_keep_an_event_does_not_say_that_it_did(snippet):
    inbox, aside = snippet.folder / "inbox", snippet.folder / "aside"
    headers = signed()
    inbox.rename(aside)
    inbox.write_bytes(b"")
    assert snippet.post(headers, b"{}") in {500, None}
    inbox.unlink()
    aside.rename(inbox)
    assert snippet.post(headers, b"{}") == 204
    assert headers["webhook-id"] in snippet.kept()


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_AAAA"], ids=["empty", "prefix", "short"])
def test_without_a_secret_nothing_is_taken(language, tmp_path, secret):
    with started(language, tmp_path, secret) as running:
        for key in (b"", b"\0\0\0"):
            assert running.post(guessed(key), b"{}") in {400, 500, None}
        assert running.kept() == {}


def guessed(key: bytes) -> dict[str, str]:
    """Headers signed with a key that anybody can guess."""
    honest = signed()
    content = f"{honest['webhook-id']}.{honest['webhook-timestamp']}.{{}}".encode()
    return {**honest, "webhook-signature": "v1," + base64.b64encode(hmac.digest(key, content, "sha256")).decode()}
