"""What a merchant's engineer does on the first day: make a shop, a product, import a large file, issue, read back."""

import logging
import random
import time

import httpx

from tests.live import available, import_file, make_sku, open_folder, read_codes

logging.getLogger("httpx").setLevel(logging.WARNING)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
QUANTITIES = (1, 10, 100, 10_000)


def write_stock(path, count):
    """A CSV of about 60 bytes a line; the codes in it by card number."""
    draw, codes = random.Random(count), {}
    with path.open("w") as out:
        out.write("卡号,卡密,有效期\n")
        for number in range(count):
            code = "".join(draw.choices(LETTERS, k=24))
            codes[f"8801{number:014d}"] = code
            out.write(f"8801{number:014d},{code},2036-12-31\n")
    return codes


def issue(client, sku, number, quantity):
    """One order, done; what the issuance says."""
    body = {"external_id": number, "lines": [{"sku": sku, "quantity": quantity}]}
    answer = client.post("/v1/issuances", json=body, headers={"Idempotency-Key": number})
    assert answer.status_code == (201 if quantity <= 100 else 202), answer.text
    deadline = time.monotonic() + 60
    while (issuance := client.get(f"/v1/issuances/{answer.json()['id']}").json())["status"] != "completed":
        assert time.monotonic() < deadline, issuance
        time.sleep(0.1)
    assert issuance["codes"]["count"] == quantity
    return issuance


def test_every_code_of_a_large_file_is_issued_once_and_stock_is_exact(demo_up, request):
    size = 1_000_000 if request.config.getoption("--long") else 100_000
    path = open_folder() / "stock.csv"
    codes = write_stock(path, size)
    merchant = demo_up.create_merchant("first-day", "--preset", "vertical", "--with-supplier", "Supplier")
    with demo_up.client(merchant["api_key_live"], timeout=httpx.Timeout(60)) as client, path.open("rb") as stream:
        sku = make_sku(client, "FIRST")
        begun = time.monotonic()
        operation = import_file(client, sku, merchant["supplier_id"], (path.name, stream), patience=300)
        seconds = time.monotonic() - begun
        result = operation["result"]
        assert (result["accepted"], result["rejected"]) == (size, 0)
        assert result["duplicates"] == {"in_file": 0, "in_stock": 0}
        print(f"{path.stat().st_size / 1e6:.0f} MB, {size:,} codes imported over HTTP in {seconds:.1f} s")
        assert available(client, sku) == size

        seen = []
        for number, quantity in enumerate(QUANTITIES):
            begun = time.monotonic()
            issuance = issue(client, sku, f"D-{number}", quantity)
            issued = time.monotonic() - begun
            mine = read_codes(client, issuance["id"])
            print(f"{quantity:,} issued in {issued:.2f} s, read in {time.monotonic() - begun - issued:.2f} s")
            assert len(mine) == quantity
            assert issue(client, sku, f"D-{number}", quantity) == issuance
            seen += mine
        assert len(set(seen)) == len(seen) == sum(QUANTITIES)
        assert set(seen) <= set(codes.values())
        assert available(client, sku) == size - sum(QUANTITIES)


def test_a_file_is_imported_once_when_it_is_sent_again(demo_up):
    path = open_folder() / "stock.csv"
    codes = write_stock(path, 2_000)
    merchant = demo_up.create_merchant("again", "--preset", "vertical", "--with-supplier", "Supplier")
    with demo_up.client(merchant["api_key_live"]) as client:
        sku = make_sku(client, "AGAIN")
        results = []
        for _ in range(2):
            with path.open("rb") as stream:
                results.append(import_file(client, sku, merchant["supplier_id"], (path.name, stream), 60)["result"])
        assert [(each["accepted"], each["duplicates"]["in_stock"]) for each in results] == [(2_000, 0), (0, 2_000)]
        issuance = issue(client, sku, "A-1", 100)
        page = client.get(f"/v1/issuances/{issuance['id']}/codes", params={"limit": "100"}).json()["data"]
        assert len(page) == 100
        assert all(codes[each["card_number"]] == each["code"] for each in page)
