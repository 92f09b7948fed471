from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.product_input_fulfilment import (
    ProductInputFulfilment,
    check_product_input_fulfilment,
)
from ..models.product_input_kind import ProductInputKind, check_product_input_kind
from ..models.product_input_purchase_mode import (
    ProductInputPurchaseMode,
    check_product_input_purchase_mode,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.sku_input import SkuInput


T = TypeVar("T", bound="ProductInput")


@_attrs_define
class ProductInput:
    """A product with its SKUs.

    Attributes:
        name (str):
        skus (list[SkuInput]):
        brand (str | Unset):  Default: ''.
        category (None | str | Unset): A category's slug.
        description (str | Unset):  Default: ''.
        fulfilment (ProductInputFulfilment | Unset): In the shop: whether codes are delivered with the payment, or by a
            person.
        instructions (str | Unset):  Default: ''.
        kind (ProductInputKind | Unset):  Default: 'gift_card'.
        name_en (str | Unset):  Default: ''.
        purchase_mode (ProductInputPurchaseMode | Unset): In the shop: whether codes are held for an order, or taken
            when it is paid.
        reveal_limit (int | None | Unset): How often each code may be read in the clear through the API, the answer that
            issues it included; null: no limit.
        summary (str | Unset):  Default: ''.
    """

    name: str
    skus: list[SkuInput]
    brand: str | Unset = ""
    category: None | str | Unset = UNSET
    description: str | Unset = ""
    fulfilment: ProductInputFulfilment | Unset = UNSET
    instructions: str | Unset = ""
    kind: ProductInputKind | Unset = "gift_card"
    name_en: str | Unset = ""
    purchase_mode: ProductInputPurchaseMode | Unset = UNSET
    reveal_limit: int | None | Unset = UNSET
    summary: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        skus = []
        for skus_item_data in self.skus:
            skus_item = skus_item_data.to_dict()
            skus.append(skus_item)

        brand = self.brand

        category: None | str | Unset
        if isinstance(self.category, Unset):
            category = UNSET
        else:
            category = self.category

        description = self.description

        fulfilment: str | Unset = UNSET
        if not isinstance(self.fulfilment, Unset):
            fulfilment = self.fulfilment

        instructions = self.instructions

        kind: str | Unset = UNSET
        if not isinstance(self.kind, Unset):
            kind = self.kind

        name_en = self.name_en

        purchase_mode: str | Unset = UNSET
        if not isinstance(self.purchase_mode, Unset):
            purchase_mode = self.purchase_mode

        reveal_limit: int | None | Unset
        if isinstance(self.reveal_limit, Unset):
            reveal_limit = UNSET
        else:
            reveal_limit = self.reveal_limit

        summary = self.summary

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "skus": skus,
            }
        )
        if brand is not UNSET:
            field_dict["brand"] = brand
        if category is not UNSET:
            field_dict["category"] = category
        if description is not UNSET:
            field_dict["description"] = description
        if fulfilment is not UNSET:
            field_dict["fulfilment"] = fulfilment
        if instructions is not UNSET:
            field_dict["instructions"] = instructions
        if kind is not UNSET:
            field_dict["kind"] = kind
        if name_en is not UNSET:
            field_dict["name_en"] = name_en
        if purchase_mode is not UNSET:
            field_dict["purchase_mode"] = purchase_mode
        if reveal_limit is not UNSET:
            field_dict["reveal_limit"] = reveal_limit
        if summary is not UNSET:
            field_dict["summary"] = summary

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.sku_input import SkuInput  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        skus = []
        _skus = d.pop("skus")
        for skus_item_data in _skus:
            skus_item = SkuInput.from_dict(skus_item_data)

            skus.append(skus_item)

        brand = d.pop("brand", UNSET)

        def _parse_category(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        category = _parse_category(d.pop("category", UNSET))

        description = d.pop("description", UNSET)

        _fulfilment = d.pop("fulfilment", UNSET)
        fulfilment: ProductInputFulfilment | Unset
        if isinstance(_fulfilment, Unset):
            fulfilment = UNSET
        else:
            fulfilment = check_product_input_fulfilment(_fulfilment)

        instructions = d.pop("instructions", UNSET)

        _kind = d.pop("kind", UNSET)
        kind: ProductInputKind | Unset
        if isinstance(_kind, Unset):
            kind = UNSET
        else:
            kind = check_product_input_kind(_kind)

        name_en = d.pop("name_en", UNSET)

        _purchase_mode = d.pop("purchase_mode", UNSET)
        purchase_mode: ProductInputPurchaseMode | Unset
        if isinstance(_purchase_mode, Unset):
            purchase_mode = UNSET
        else:
            purchase_mode = check_product_input_purchase_mode(_purchase_mode)

        def _parse_reveal_limit(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        reveal_limit = _parse_reveal_limit(d.pop("reveal_limit", UNSET))

        summary = d.pop("summary", UNSET)

        product_input = cls(
            name=name,
            skus=skus,
            brand=brand,
            category=category,
            description=description,
            fulfilment=fulfilment,
            instructions=instructions,
            kind=kind,
            name_en=name_en,
            purchase_mode=purchase_mode,
            reveal_limit=reveal_limit,
            summary=summary,
        )

        return product_input
