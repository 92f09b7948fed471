"""What an integration of 2026-11-24 was answered, it is answered today: recorded from the API as it was then.

``golden/2026-11-24.json`` was made by this very file on the revision before the change (``KAQUAN_RECORD=<file>``). What has been
added to an answer since is no difference.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from platform_core.kernel.clock import now
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tests.world import api, make_key, make_shelf, stock

VERSION = "2026-11-24"
GOLDEN = Path(__file__).parent / "golden" / f"{VERSION}.json"
ID = re.compile(r"\b([a-z]{2,4})_[0-9A-HJKMNP-TV-Z]{26}\b")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
CODE = re.compile(r"S-\d+-\d+-\d{8}")


class Tape:
    """Calls and their answers, with ids and times replaced by names."""

    def __init__(self, client: Any) -> None:
        self.client, self.answers, self.names = client, {}, {}

    def call(self, name: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Call, keep the answer under a name."""
        if "KAQUAN_RECORD" not in os.environ:
            headers["Kaquan-Version"] = VERSION
        sent = b"" if body is None else json.dumps(body).encode()
        answer = self.client.generic(method, path, sent, content_type="application/json", headers=headers)
        kept = {name: answer.headers[name] for name in ("Idempotent-Replayed", "Retry-After") if name in answer.headers}
        self.answers[name] = {"status": answer.status_code, "headers": kept, "body": self.plain(answer.json())}
        return answer

    def plain(self, value: Any) -> Any:
        """A value with names for what differs from run to run."""
        if isinstance(value, dict):
            return {key: self.plain(each) for key, each in value.items() if key not in {"request_id", "next_cursor"}}
        if isinstance(value, list):
            return [self.plain(each) for each in value]
        if isinstance(value, str):
            return CODE.sub("<code>", TIME.sub("<time>", ID.sub(self.name, value)))
        return value

    def name(self, match: re.Match[str]) -> str:
        """The same name for the same id."""
        known = self.names.setdefault(match[1], {})
        return f"<{match[1]} {known.setdefault(match[0], len(known) + 1)}>"


@pytest.fixture
def tape(tenant: Any) -> Tape:
    """The calls of an integration that was written against the API as it was, with a test key."""
    twin = ensure_twin(live=tenant, now=now())
    shelf = make_shelf(twin)
    stock(twin, shelf, 60)
    tape, line = Tape(api(make_key(tenant, livemode=False))), {"sku": shelf.sku_id, "quantity": 2}
    issue = ("POST", "/v1/issuances")
    tape.call("issued without a number", *issue, {"lines": [line]})
    tape.call("issued with a null number", *issue, {"external_id": None, "lines": [line]})
    made = tape.call("issued once", *issue, {"lines": [line]}, **{"Idempotency-Key": "g-1"})
    tape.call("issued once, again", *issue, {"lines": [line]}, **{"Idempotency-Key": "g-1"})
    tape.call("key of another request", *issue, {"lines": [{**line, "quantity": 1}]}, **{"Idempotency-Key": "g-1"})
    tape.call("read", "GET", f"/v1/issuances/{made.json()['id']}")
    tape.call(
        "issued with a number", *issue, {"external_id": "G-1", "lines": [line], "metadata": {"object": "issuance"}}
    )
    tape.call("number again", *issue, {"external_id": "G-1", "lines": [line], "metadata": {"object": "issuance"}})
    tape.call("number of another request", *issue, {"external_id": "G-1", "lines": [{**line, "quantity": 1}]})
    tape.call("read by number", "GET", "/v1/issuances/by-external-id/G-1")
    tape.call("empty inputs", *issue, {"external_id": "G-2", "lines": [{**line, "inputs": {}}]})
    tape.call("some inputs", *issue, {"external_id": "G-3", "lines": [{**line, "inputs": {"account": "1"}}]})
    tape.call("no buyer", *issue, {"external_id": "G-4", "lines": [line], "buyer": ""})
    tape.call("any address", *issue, {"external_id": "G-5", "lines": [line], "buyer": {"ref": "u", "ip": "unknown"}})
    tape.call("another currency", *issue, {"external_id": "G-6", "lines": [line], "currency": "USD"})
    tape.call("too many", *issue, {"external_id": "G-7", "lines": [{**line, "quantity": 90}]})
    tape.call("included nothing", "POST", "/v1/issuances?include=everything", {"external_id": "G-8", "lines": [line]})
    tape.call("included codes", "POST", "/v1/issuances?include=codes&x=1", {"external_id": "G-9", "lines": [line]})
    tape.call("mistyped filter", "GET", "/v1/issuances?externalid=G-1&limit=3")
    tape.call("filter", "GET", "/v1/issuances?external_id=G-1")
    tape.call("stock, the short way", "GET", f"/v1/stock?sku_ids={shelf.sku_id}")
    tape.call("stock", "GET", f"/v1/stock?sku_ids[]={shelf.sku_id}")
    tape.call("unknown field", *issue, {"external_id": "G-9", "lines": [line], "notes": ""})
    tape.client = api(make_key(tenant))
    tape.call("live without a number", *issue, {"lines": [line]})
    return tape


def differences(golden: Any, now_: Any, place: str = "") -> list[str]:
    """Where an answer is not what it was; what was added is none."""
    if isinstance(golden, dict) and isinstance(now_, dict):
        gone = [f"{place}.{key} is gone" for key in golden if key not in now_]
        both = [key for key in golden if key in now_]
        return gone + [text for key in both for text in differences(golden[key], now_[key], f"{place}.{key}")]
    if isinstance(golden, list) and isinstance(now_, list) and len(golden) == len(now_):
        pairs = enumerate(zip(golden, now_, strict=True))
        return [text for index, (old, new) in pairs for text in differences(old, new, f"{place}[{index}]")]
    return [] if golden == now_ else [f"{place}: {golden!r} became {now_!r}"]


def test_every_answer_is_what_it_was(tape):
    if file := os.environ.get("KAQUAN_RECORD"):
        Path(file).write_text(json.dumps(tape.answers, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
        pytest.skip("recorded")
    golden = json.loads(GOLDEN.read_text())
    assert sorted(golden) == sorted(tape.answers)
    assert differences(golden, tape.answers) == []


def test_a_changed_answer_would_be_seen():
    golden, changed = (json.loads(GOLDEN.read_text()) for _ in range(2))
    changed["issued without a number"]["body"]["external_id"] = "G-0"
    changed["another currency"]["status"] = 409
    del changed["read"]["body"]["lines"][0]["issued"]
    changed["read"]["body"]["added"] = 1
    assert len(differences(golden, changed)) == 3
