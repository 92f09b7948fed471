"""kill -9 of everything while cards are sold, paid with, voided, replaced and refunded: every step is taken once, the books agree."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import psycopg

from tests.faults.killing import Killer, ask

SEED, VALUE, FIRST, SECOND = 20261126, 5000, 1200, 700
LIABILITY = 6


class Life:
    """What is done with one card, each request repeated until its answer is final."""

    def __init__(self, platform, key, sku, number, deadline):
        self.platform, self.key, self.sku, self.number, self.deadline = platform, key, sku, number, deadline
        self.asked = []

    def ask(self, path, body, status):
        request = (path, body, f"{self.number}-{len(self.asked)}")
        answer = ask(self.platform, self.key, *request, self.deadline)
        assert answer.status_code in status, answer.text
        self.asked.append((request, answer.json()["id"]))
        return answer.json()

    def live(self):
        """The card that stands for this life's value in the end, its balance, and whether it may still be paid with."""
        sold = self.ask(
            "/v1/issuances?include=codes",
            {"external_id": f"C-{self.number}", "lines": [{"sku": self.sku, "quantity": 1}]},
            {201},
        )
        card = sold["codes"]["data"][0]
        paid = self.redeem(card, FIRST)
        numbered = self.redeem(card, SECOND, external_id=f"POS-{self.number}")
        assert (paid["balance_after"], numbered["balance_after"]) == (VALUE - FIRST, VALUE - FIRST - SECOND)
        left = VALUE - FIRST - SECOND
        match self.number % 4:
            case 0:
                self.ask(f"/v1/redemptions/{numbered['id']}/reverse", {}, {200, 201})
                return card["id"], left + SECOND, True
            case 1:
                self.ask(f"/v1/codes/{card['id']}/void", {"reason": "lost"}, {200, 201})
                return card["id"], left, False
            case 2:
                new = self.ask(f"/v1/codes/{card['id']}/replace", {"reason": "scratched"}, {200, 201})
                return new["new_code"], left, True
            case _:
                body = {
                    "external_id": f"RF-{self.number}",
                    "issuance": sold["id"],
                    "disposition": "void",
                    "amount": 100,
                }
                self.ask("/v1/refunds", body, {200, 201})
                return card["id"], left, False

    def redeem(self, card, amount, **more):
        return self.ask("/v1/codes/redeem", {"code": card["code"], "amount": amount, **more}, {200, 201})


def test_each_step_of_every_card_is_taken_once_when_everything_is_killed(platform, request):
    cards = 2_000 if request.config.getoption("--long") else 40
    merchant = platform.create_merchant("cards", "--with-supplier", "Supplier")
    key = merchant["api_key_live"]
    with platform.client(key) as client:
        gift = {"sku_code": "G", "name": "50", "price": 4500, "face_value": VALUE, "code_mode": "generated"}
        body = {"name": "礼品卡", "skus": [{**gift, "redemption": "amount"}]}
        sku = client.post("/v1/products", json=body).json()["skus"][0]["id"]

    deadline = time.monotonic() + (3_000 if cards > 1_000 else 480)
    lives, ends = [], []
    killer = Killer(platform, SEED)
    killer.start()
    try:
        with ThreadPoolExecutor(6) as pool:
            # A quick machine is through before everything was killed: then more of them.
            while len(lives) < cards or not killer.has_killed_all:
                more = [Life(platform, key, sku, len(lives) + number, deadline) for number in range(20)]
                lives += more
                ends += pool.map(Life.live, more)
    finally:
        killer.stop()

    with platform.client(key) as client:
        for code, balance, usable in ends:
            seen = client.get(f"/v1/codes/{code}").json()
            assert (seen["state"] == "voided") is not usable, seen
            assert seen["balance"] == balance or not usable, seen
        # Whatever was asked, asked again it is answered by what it made then.
        for life in lives[::11]:
            for (path, body, name), made in life.asked:
                again = ask(platform, key, path, body, name, time.monotonic() + 30)
                assert again.json()["id"] == made, again.text
                assert again.headers["Idempotent-Replayed"] == "true"
    _books_agree(platform, sum(balance for _, balance, usable in ends if usable), len(ends))
    print(f"seed {SEED}: {len(lives)} cards, kills {len(killer.kills)}: {sorted(killer.kills)}")


def _books_agree(platform, owed, cards):
    """What the shop owes is what is on the cards that can be paid with; every payment and reversal is booked once."""
    with psycopg.connect(platform.state()["database_url"], autocommit=True) as admin:
        schema = admin.execute("SELECT schema_name FROM public.tenancy_tenant WHERE slug = 'cards'").fetchone()[0]
        admin.execute(f"SET search_path TO {schema}, public")
        debited, credited, steps = admin.execute(
            "SELECT (SELECT sum(amount) FROM finance_ledgertransfer WHERE debit_id = %(owed)s),"
            " (SELECT sum(amount) FROM finance_ledgertransfer WHERE credit_id = %(owed)s),"
            " (SELECT count(*) FROM issuance_redemption)",
            {"owed": LIABILITY},
        ).fetchone()
    assert credited - debited == owed
    assert steps == 2 * cards
