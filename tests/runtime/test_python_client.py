"""A day of a merchant's system through the Python client, on a real server."""

from __future__ import annotations

import io
from collections.abc import Iterator

import httpx
import pytest
from kaquan import Conflict, Forbidden, InvalidRequest, Kaquan, NotFound, OperationFailed, Unauthorized, models

from tests.runtime.stack import WatchedUp

CODES = [f"CLNT-{number:04d}" for number in range(120)]


@pytest.fixture(scope="module")
def merchant(demo_up: WatchedUp) -> dict[str, str]:
    """A shop of these tests alone."""
    facts = demo_up.create_merchant("client", "--preset", "vertical", "--with-supplier", "Supplier")
    return {name: str(facts[name]) for name in ("api_key_live", "api_key_test", "supplier_id")}


def client_of(demo_up: WatchedUp, key: str) -> Kaquan:
    """A client that finds the API without a name server."""
    http = httpx.Client(trust_env=False, timeout=60, headers={"Host": f"api.kaquan.localhost:{demo_up.port}"})
    return Kaquan(key, base_url=f"http://127.0.0.1:{demo_up.port}", http=http)


@pytest.fixture
def kaquan(demo_up: WatchedUp, merchant: dict[str, str]) -> Iterator[Kaquan]:
    with client_of(demo_up, merchant["api_key_live"]) as client:
        yield client


def make_sku(kaquan: Kaquan, **terms: object) -> str:
    """A product with one SKU; its ``sku_…``."""
    sku = models.SkuInput(**{"name": "50", "price": 4800, "face_value": 5000, **terms})
    return kaquan.products.create_product(models.ProductInput(name="Card", skus=[sku])).skus[0].id


def order(number: str, sku: str, quantity: int, **terms: object) -> models.IssuanceInput:
    line = models.IssuanceLineInput(sku=sku, quantity=quantity)
    return models.IssuanceInput(external_id=number, lines=[line], **terms)


def test_from_stock_to_codes_and_back(kaquan: Kaquan, merchant: dict[str, str]) -> None:
    sku = make_sku(kaquan, sku_code="STOCK")
    file = models.File(io.BytesIO("\n".join(CODES).encode()), "codes.txt", "text/plain")
    upload = models.ImportFileInput(file=file, sku=sku, supplier=merchant["supplier_id"])
    operation = kaquan.wait_for(kaquan.imports.create_import(upload), patience=60)
    assert operation.result is not None
    assert operation.result["accepted"] == len(CODES)

    wanted = models.QuoteLineInput(sku=sku, quantity=len(CODES))
    assert kaquan.quotes.create_quote(models.QuoteInput(lines=[wanted])).issuable
    first = kaquan.issuances.create_issuance(order("C-1", sku, 100))
    assert kaquan.issuances.create_issuance(order("C-1", sku, 100)).id == first.id
    read = list(kaquan.each(kaquan.issuances.list_issuance_codes, first.id, limit=30))
    assert len({code.code for code in read} & set(CODES)) == len(read) == 100
    assert "CLNT" not in repr(read)

    with pytest.raises(Conflict) as none_left:
        kaquan.issuances.create_issuance(order("C-2", sku, 21))
    assert (none_left.value.code, none_left.value.outcome) == ("insufficient_stock", "not_executed")
    assert none_left.value.request_id.startswith("req_")
    assert kaquan.skus.list_stock(sku_ids=[sku]).data[0].available == 20

    refund = models.RefundInput(issuance=first.id, codes=[read[0].id], disposition="void", external_id="R-1")
    assert kaquan.refunds.create_refund(refund).amount == 4800
    followed = kaquan.follow(types=["issuance.completed", "refund.succeeded", "import.completed"], wait=1)
    seen = [next(followed) for _ in range(3)]
    assert [event.type_ for event in seen] == ["import.completed", "issuance.completed", "refund.succeeded"]
    assert next(kaquan.follow(after=seen[0].id, types=["issuance.*"], wait=1)).id == seen[1].id


def test_a_gift_card_is_redeemed_once_per_key(kaquan: Kaquan) -> None:
    sku = make_sku(kaquan, sku_code="GIFT", code_mode="generated", redemption="amount")
    issuance = kaquan.issuances.create_issuance(order("G-1", sku, 1), include="codes")
    (code,) = issuance.codes.data
    till = models.RedeemInput(code=code.code, amount=1500)
    first = kaquan.codes.redeem_code(till, idempotency_key="till-1")
    assert kaquan.codes.redeem_code(till, idempotency_key="till-1").id == first.id
    assert first.balance_after == 3500
    assert kaquan.codes.redeem_code(till).balance_after == 2000
    assert kaquan.codes.validate_code(models.ValidateInput(code=code.code)).balance == 2000
    with pytest.raises(Conflict, match="redemption_exceeds_balance"):
        kaquan.codes.redeem_code(models.RedeemInput(code=code.code, amount=2001))


def test_errors_are_typed(demo_up: WatchedUp, kaquan: Kaquan, merchant: dict[str, str]) -> None:
    with pytest.raises(NotFound, match="resource_not_found"):
        kaquan.issuances.get_issuance("iss_01KB9Q4W3A5C7E9G1J3M5P7R9T")
    with pytest.raises(InvalidRequest) as senseless:
        kaquan.issuances.create_issuance(models.IssuanceInput(external_id="no spaces", lines=[]))
    assert senseless.value.status == 400
    with pytest.raises(Forbidden, match="scope_missing"):
        kaquan.api_keys.list_api_keys()
    with client_of(demo_up, "kq_live_unknownx_unknown") as stranger, pytest.raises(Unauthorized):
        stranger.meta.ping()
    sku = make_sku(kaquan, sku_code="UNREADABLE")
    file = models.File(io.BytesIO(b"\x00\x01\x02 not a workbook"), "codes.xlsx")
    upload = models.ImportFileInput(file=file, sku=sku, supplier=merchant["supplier_id"])
    with pytest.raises((OperationFailed, InvalidRequest), match=r"op_|import_refused"):
        kaquan.wait_for(kaquan.imports.create_import(upload), patience=60)


def test_test_mode_is_a_shop_of_its_own(demo_up: WatchedUp, kaquan: Kaquan, merchant: dict[str, str]) -> None:
    with client_of(demo_up, merchant["api_key_test"]) as trial:
        assert (trial.meta.ping().livemode, kaquan.meta.ping().livemode) == (False, True)
        sku = make_sku(trial, sku_code="GIFT", code_mode="generated", redemption="amount")
        issuance = trial.issuances.create_issuance(order("G-1", sku, 1))
        (code,) = trial.each(trial.issuances.list_issuance_codes, issuance.id)
        assert code.code.startswith("TEST-")
        with pytest.raises(NotFound):
            kaquan.issuances.get_issuance(issuance.id)
