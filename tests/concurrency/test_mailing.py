"""Mails while workers are killed with -9: each one arrives, whatever was alive when its cause committed."""

from __future__ import annotations

import email
import time
from email.policy import default

import pytest

from tests.live import import_codes, make_sku


@pytest.fixture(scope="module")
def merchant(platform):
    return platform.create_merchant("mailers", "--with-supplier", "Supplier")


def mails_in(folder):
    return [email.message_from_bytes(path.read_bytes(), policy=default) for path in folder.glob("*.log")]


def test_every_mail_arrives_though_workers_are_killed(platform, merchant):
    with platform.client(merchant["api_key_live"]) as client:
        sku = make_sku(client, "MAIL")
        import_codes(client, sku, merchant["supplier_id"], [f"MAIL-{number:04d}" for number in range(12)])
        issued = {}
        for number in range(12):
            if number % 4 == 1:
                platform.kill("worker")
                platform.end_leases()
            body = {
                "external_id": f"MAIL-{number}",
                "lines": [{"sku": sku, "quantity": 1}],
                "delivery": {"method": "email", "email": f"buyer-{number}@example.com"},
            }
            answer = client.post("/v1/issuances", json=body)
            assert answer.status_code == 201, answer.text
            issued[answer.json()["id"]] = f"buyer-{number}@example.com"
        deadline, waiting = time.monotonic() + 90, set(issued)
        while waiting:
            assert time.monotonic() < deadline, waiting
            statuses = {each: client.get(f"/v1/issuances/{each}").json()["delivery"]["status"] for each in waiting}
            assert set(statuses.values()) <= {"queued", "sent"}
            waiting = {each for each, status in statuses.items() if status == "queued"}
            time.sleep(0.5)
    mails = mails_in(platform.data_dir / "mails")
    readers = {mail["Message-ID"]: mail["To"] for mail in mails if str(mail["To"]).startswith("buyer-")}
    assert sorted(readers.values()) == sorted(issued.values()), "one message for each, however often it was sent"
