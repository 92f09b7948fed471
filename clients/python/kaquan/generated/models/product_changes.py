from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.product_changes_fulfilment import (
    ProductChangesFulfilment,
    check_product_changes_fulfilment,
)
from ..models.product_changes_kind import ProductChangesKind, check_product_changes_kind
from ..models.product_changes_purchase_mode import (
    ProductChangesPurchaseMode,
    check_product_changes_purchase_mode,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="ProductChanges")


@_attrs_define
class ProductChanges:
    """What can be changed of a product. ``active: false`` archives it.

    Attributes:
        active (bool | Unset):
        brand (str | Unset):
        category (None | str | Unset): A category's slug.
        description (str | Unset):
        fulfilment (ProductChangesFulfilment | Unset): In the shop: whether codes are delivered with the payment, or by
            a person.
        instructions (str | Unset):
        kind (ProductChangesKind | Unset):
        name (str | Unset):
        name_en (str | Unset):
        pinned (bool | Unset):
        position (int | Unset):
        purchase_mode (ProductChangesPurchaseMode | Unset): In the shop: whether codes are held for an order, or taken
            when it is paid.
        reveal_limit (int | None | Unset): How often each code may be read in the clear through the API, the answer that
            issues it included; null: no limit.
        summary (str | Unset):
    """

    active: bool | Unset = UNSET
    brand: str | Unset = UNSET
    category: None | str | Unset = UNSET
    description: str | Unset = UNSET
    fulfilment: ProductChangesFulfilment | Unset = UNSET
    instructions: str | Unset = UNSET
    kind: ProductChangesKind | Unset = UNSET
    name: str | Unset = UNSET
    name_en: str | Unset = UNSET
    pinned: bool | Unset = UNSET
    position: int | Unset = UNSET
    purchase_mode: ProductChangesPurchaseMode | Unset = UNSET
    reveal_limit: int | None | Unset = UNSET
    summary: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        active = self.active

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

        name = self.name

        name_en = self.name_en

        pinned = self.pinned

        position = self.position

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

        field_dict.update({})
        if active is not UNSET:
            field_dict["active"] = active
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
        if name is not UNSET:
            field_dict["name"] = name
        if name_en is not UNSET:
            field_dict["name_en"] = name_en
        if pinned is not UNSET:
            field_dict["pinned"] = pinned
        if position is not UNSET:
            field_dict["position"] = position
        if purchase_mode is not UNSET:
            field_dict["purchase_mode"] = purchase_mode
        if reveal_limit is not UNSET:
            field_dict["reveal_limit"] = reveal_limit
        if summary is not UNSET:
            field_dict["summary"] = summary

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        active = d.pop("active", UNSET)

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
        fulfilment: ProductChangesFulfilment | Unset
        if isinstance(_fulfilment, Unset):
            fulfilment = UNSET
        else:
            fulfilment = check_product_changes_fulfilment(_fulfilment)

        instructions = d.pop("instructions", UNSET)

        _kind = d.pop("kind", UNSET)
        kind: ProductChangesKind | Unset
        if isinstance(_kind, Unset):
            kind = UNSET
        else:
            kind = check_product_changes_kind(_kind)

        name = d.pop("name", UNSET)

        name_en = d.pop("name_en", UNSET)

        pinned = d.pop("pinned", UNSET)

        position = d.pop("position", UNSET)

        _purchase_mode = d.pop("purchase_mode", UNSET)
        purchase_mode: ProductChangesPurchaseMode | Unset
        if isinstance(_purchase_mode, Unset):
            purchase_mode = UNSET
        else:
            purchase_mode = check_product_changes_purchase_mode(_purchase_mode)

        def _parse_reveal_limit(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        reveal_limit = _parse_reveal_limit(d.pop("reveal_limit", UNSET))

        summary = d.pop("summary", UNSET)

        product_changes = cls(
            active=active,
            brand=brand,
            category=category,
            description=description,
            fulfilment=fulfilment,
            instructions=instructions,
            kind=kind,
            name=name,
            name_en=name_en,
            pinned=pinned,
            position=position,
            purchase_mode=purchase_mode,
            reveal_limit=reveal_limit,
            summary=summary,
        )

        return product_changes
