from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.product_fulfilment import ProductFulfilment, check_product_fulfilment
from ..models.product_nature import ProductNature, check_product_nature
from ..models.product_purchase_mode import (
    ProductPurchaseMode,
    check_product_purchase_mode,
)

if TYPE_CHECKING:
    from ..models.card_terms import CardTerms
    from ..models.sku import Sku


T = TypeVar("T", bound="Product")


@_attrs_define
class Product:
    """Documents a product.

    Attributes:
        active (bool):
        brand (str):
        card_terms (CardTerms): Documents what rules ask of prepaid cards and own vouchers.
        category (None | str):
        created_at (datetime.datetime):
        description (str):
        fulfilment (ProductFulfilment): In the shop: whether codes are delivered with the payment, or by a person.
        id (str):
        instructions (str):
        kind (str):
        livemode (bool):
        name (str):
        name_en (str):
        named (bool): A prepaid card in its buyer's name.
        nature (ProductNature): What the law takes it for: goods (a code for a membership, a licence, a top-up), game (a
            game card, for adults), prepaid (a single-purpose prepaid card of somebody else), own_voucher (a voucher that
            this shop issues and redeems). Rules about cards are asked where it is not goods.
        object_ (str):
        pinned (bool):
        position (int):
        purchase_mode (ProductPurchaseMode): In the shop: whether codes are held for an order, or taken when it is paid.
        reveal_limit (int | None): How often each code may be read in the clear through the API, the answer that issues
            it included; null: no limit.
        skus (list[Sku]):
        summary (str):
        updated_at (datetime.datetime):
        version (int):
    """

    active: bool
    brand: str
    card_terms: CardTerms
    category: None | str
    created_at: datetime.datetime
    description: str
    fulfilment: ProductFulfilment
    id: str
    instructions: str
    kind: str
    livemode: bool
    name: str
    name_en: str
    named: bool
    nature: ProductNature
    object_: str
    pinned: bool
    position: int
    purchase_mode: ProductPurchaseMode
    reveal_limit: int | None
    skus: list[Sku]
    summary: str
    updated_at: datetime.datetime
    version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        active = self.active

        brand = self.brand

        card_terms = self.card_terms.to_dict()

        category: None | str
        category = self.category

        created_at = self.created_at.isoformat()

        description = self.description

        fulfilment: str = self.fulfilment

        id = self.id

        instructions = self.instructions

        kind = self.kind

        livemode = self.livemode

        name = self.name

        name_en = self.name_en

        named = self.named

        nature: str = self.nature

        object_ = self.object_

        pinned = self.pinned

        position = self.position

        purchase_mode: str = self.purchase_mode

        reveal_limit: int | None
        reveal_limit = self.reveal_limit

        skus = []
        for skus_item_data in self.skus:
            skus_item = skus_item_data.to_dict()
            skus.append(skus_item)

        summary = self.summary

        updated_at = self.updated_at.isoformat()

        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "active": active,
                "brand": brand,
                "card_terms": card_terms,
                "category": category,
                "created_at": created_at,
                "description": description,
                "fulfilment": fulfilment,
                "id": id,
                "instructions": instructions,
                "kind": kind,
                "livemode": livemode,
                "name": name,
                "name_en": name_en,
                "named": named,
                "nature": nature,
                "object": object_,
                "pinned": pinned,
                "position": position,
                "purchase_mode": purchase_mode,
                "reveal_limit": reveal_limit,
                "skus": skus,
                "summary": summary,
                "updated_at": updated_at,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.card_terms import CardTerms  # noqa: PLC0415
        from ..models.sku import Sku  # noqa: PLC0415

        d = dict(src_dict)
        active = d.pop("active")

        brand = d.pop("brand")

        card_terms = CardTerms.from_dict(d.pop("card_terms"))

        def _parse_category(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        category = _parse_category(d.pop("category"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        description = d.pop("description")

        fulfilment = check_product_fulfilment(d.pop("fulfilment"))

        id = d.pop("id")

        instructions = d.pop("instructions")

        kind = d.pop("kind")

        livemode = d.pop("livemode")

        name = d.pop("name")

        name_en = d.pop("name_en")

        named = d.pop("named")

        nature = check_product_nature(d.pop("nature"))

        object_ = d.pop("object")

        pinned = d.pop("pinned")

        position = d.pop("position")

        purchase_mode = check_product_purchase_mode(d.pop("purchase_mode"))

        def _parse_reveal_limit(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        reveal_limit = _parse_reveal_limit(d.pop("reveal_limit"))

        skus = []
        _skus = d.pop("skus")
        for skus_item_data in _skus:
            skus_item = Sku.from_dict(skus_item_data)

            skus.append(skus_item)

        summary = d.pop("summary")

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        version = d.pop("version")

        product = cls(
            active=active,
            brand=brand,
            card_terms=card_terms,
            category=category,
            created_at=created_at,
            description=description,
            fulfilment=fulfilment,
            id=id,
            instructions=instructions,
            kind=kind,
            livemode=livemode,
            name=name,
            name_en=name_en,
            named=named,
            nature=nature,
            object_=object_,
            pinned=pinned,
            position=position,
            purchase_mode=purchase_mode,
            reveal_limit=reveal_limit,
            skus=skus,
            summary=summary,
            updated_at=updated_at,
            version=version,
        )

        product.additional_properties = d
        return product

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
