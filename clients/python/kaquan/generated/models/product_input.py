from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.product_input_fulfilment import (
    ProductInputFulfilment,
    check_product_input_fulfilment,
)
from ..models.product_input_kind import ProductInputKind, check_product_input_kind
from ..models.product_input_nature import ProductInputNature, check_product_input_nature
from ..models.product_input_purchase_mode import (
    ProductInputPurchaseMode,
    check_product_input_purchase_mode,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.card_terms_input import CardTermsInput
    from ..models.sku_input import SkuInput


T = TypeVar("T", bound="ProductInput")


@_attrs_define
class ProductInput:
    """A product with its SKUs.

    Attributes:
        name (str):
        skus (list[SkuInput]):
        active (bool | Unset): On sale at once; else a draft, of which no rule is asked yet. Default: True.
        brand (str | Unset):  Default: ''.
        card_terms (CardTermsInput | Unset): Of prepaid cards and own vouchers.
        category (None | str | Unset): A category's slug.
        description (str | Unset):  Default: ''.
        fulfilment (ProductInputFulfilment | Unset): In the shop: whether codes are delivered with the payment, or by a
            person.
        instructions (str | Unset):  Default: ''.
        kind (ProductInputKind | Unset):  Default: 'gift_card'.
        name_en (str | Unset):  Default: ''.
        named (bool | Unset): A prepaid card in its buyer's name. Default: False.
        nature (ProductInputNature | Unset): What the law takes it for: goods (a code for a membership, a licence, a
            top-up), game (a game card, for adults), prepaid (a single-purpose prepaid card of somebody else), own_voucher
            (a voucher that this shop issues and redeems). Rules about cards are asked where it is not goods. Default:
            'goods'.
        purchase_mode (ProductInputPurchaseMode | Unset): In the shop: whether codes are held for an order, or taken
            when it is paid.
        reveal_limit (int | None | Unset): How often each code may be read in the clear through the API, the answer that
            issues it included; null: no limit.
        summary (str | Unset):  Default: ''.
    """

    name: str
    skus: list[SkuInput]
    active: bool | Unset = True
    brand: str | Unset = ""
    card_terms: CardTermsInput | Unset = UNSET
    category: None | str | Unset = UNSET
    description: str | Unset = ""
    fulfilment: ProductInputFulfilment | Unset = UNSET
    instructions: str | Unset = ""
    kind: ProductInputKind | Unset = "gift_card"
    name_en: str | Unset = ""
    named: bool | Unset = False
    nature: ProductInputNature | Unset = "goods"
    purchase_mode: ProductInputPurchaseMode | Unset = UNSET
    reveal_limit: int | None | Unset = UNSET
    summary: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        skus = []
        for skus_item_data in self.skus:
            skus_item = skus_item_data.to_dict()
            skus.append(skus_item)

        active = self.active

        brand = self.brand

        card_terms: dict[str, Any] | Unset = UNSET
        if not isinstance(self.card_terms, Unset):
            card_terms = self.card_terms.to_dict()

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

        named = self.named

        nature: str | Unset = UNSET
        if not isinstance(self.nature, Unset):
            nature = self.nature

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
        if active is not UNSET:
            field_dict["active"] = active
        if brand is not UNSET:
            field_dict["brand"] = brand
        if card_terms is not UNSET:
            field_dict["card_terms"] = card_terms
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
        if named is not UNSET:
            field_dict["named"] = named
        if nature is not UNSET:
            field_dict["nature"] = nature
        if purchase_mode is not UNSET:
            field_dict["purchase_mode"] = purchase_mode
        if reveal_limit is not UNSET:
            field_dict["reveal_limit"] = reveal_limit
        if summary is not UNSET:
            field_dict["summary"] = summary

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.card_terms_input import CardTermsInput  # noqa: PLC0415
        from ..models.sku_input import SkuInput  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        skus = []
        _skus = d.pop("skus")
        for skus_item_data in _skus:
            skus_item = SkuInput.from_dict(skus_item_data)

            skus.append(skus_item)

        active = d.pop("active", UNSET)

        brand = d.pop("brand", UNSET)

        _card_terms = d.pop("card_terms", UNSET)
        card_terms: CardTermsInput | Unset
        if isinstance(_card_terms, Unset):
            card_terms = UNSET
        else:
            card_terms = CardTermsInput.from_dict(_card_terms)

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

        named = d.pop("named", UNSET)

        _nature = d.pop("nature", UNSET)
        nature: ProductInputNature | Unset
        if isinstance(_nature, Unset):
            nature = UNSET
        else:
            nature = check_product_input_nature(_nature)

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
            active=active,
            brand=brand,
            card_terms=card_terms,
            category=category,
            description=description,
            fulfilment=fulfilment,
            instructions=instructions,
            kind=kind,
            name_en=name_en,
            named=named,
            nature=nature,
            purchase_mode=purchase_mode,
            reveal_limit=reveal_limit,
            summary=summary,
        )

        return product_input
