"""Examples of products and SKUs."""

from typing import Any

from merchant_api.examples import CREATED_AT, PRODUCT, SKU, UPDATED_AT

ASKED_FOR = {
    "name": "account",
    "label": "充值账号",
    "label_en": "Account to top up",
    "type": "phone",
    "required": True,
    "max_length": 20,
    "options": [],
}
SKU_INPUT = {
    "sku_code": "STEAM-50",
    "name": "50 元",
    "face_value": 5000,
    "price": 4600,
    "cost": 4300,
    "max_quantity": 100,
    "input_schema": [ASKED_FOR],
}
SKU_OF_PRODUCT_INPUT = {
    "product": PRODUCT,
    "sku_code": "STEAM-100",
    "name": "100 元",
    "face_value": 10000,
    "price": 9200,
}
SKU_CHANGES = {"price": 4500, "low_stock_threshold": 20}
PRODUCT_INPUT = {
    "name": "Steam 充值卡",
    "name_en": "Steam gift card",
    "kind": "gift_card",
    "brand": "Steam",
    "category": "games",
    "skus": [SKU_INPUT],
}
PRODUCT_CHANGES = {"summary": "国区可用，自动发卡", "pinned": True}
ONE_SKU: dict[str, Any] = {
    "id": SKU,
    "object": "sku",
    "product": PRODUCT,
    "sku_code": "STEAM-50",
    "name": "50 元",
    "face_value": 5000,
    "price": 4500,
    "list_price": 5000,
    "currency": "CNY",
    "code_mode": "single",
    "redemption": "amount",
    "units": 1,
    "needs_activation": False,
    "valid_days": None,
    "limits": {"min": 1, "max": 100, "multiple": 1},
    "input_schema": [ASKED_FOR],
    "min_days_left": 0,
    "low_stock_threshold": 20,
    "active": True,
    "position": 0,
    "version": 3,
    "livemode": True,
    "created_at": CREATED_AT,
    "updated_at": UPDATED_AT,
}
ONE_PRODUCT = {
    "id": PRODUCT,
    "object": "product",
    "name": "Steam 充值卡",
    "name_en": "Steam gift card",
    "kind": "gift_card",
    "brand": "Steam",
    "summary": "国区可用，自动发卡",
    "description": "",
    "instructions": "在 Steam 客户端的“兑换钱包充值码”中输入。",
    "category": "games",
    "reveal_limit": 3,
    "purchase_mode": "reserve_first",
    "fulfilment": "automatic",
    "nature": "goods",
    "named": False,
    "card_terms": {
        "revivable": False,
        "one_good": False,
        "filing_number": "",
        "unlisted": False,
        "cooling_off_days": 0,
        "refund_within_days": 30,
        "has_fees": False,
        "fees_after_months": 0,
        "fees_a_month": 0,
        "fees_disclosed": False,
    },
    "active": True,
    "pinned": True,
    "position": 0,
    "version": 2,
    "livemode": True,
    "skus": [ONE_SKU],
    "created_at": CREATED_AT,
    "updated_at": UPDATED_AT,
}
