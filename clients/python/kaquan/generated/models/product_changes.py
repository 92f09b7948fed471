from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.product_changes_fulfilment import (
    ProductChangesFulfilment,
    check_product_changes_fulfilment,
)
from ..models.product_changes_kind import ProductChangesKind, check_product_changes_kind
from ..models.product_changes_nature import (
    ProductChangesNature,
    check_product_changes_nature,
)
from ..models.product_changes_purchase_mode import (
    ProductChangesPurchaseMode,
    check_product_changes_purchase_mode,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.card_terms_input import CardTermsInput


T = TypeVar("T", bound="ProductChanges")


@_attrs_define
class ProductChanges:
    """What can be changed of a product. ``active: false`` archives it.

    Attributes:
        active (bool | Unset):
        brand (str | Unset):
        card_terms (CardTermsInput | Unset): Of prepaid cards and own vouchers.
        category (None | str | Unset): A category's slug.
        description (str | Unset):
        fulfilment (ProductChangesFulfilment | Unset): In the shop: whether codes are delivered with the payment, or by
            a person.
        instructions (str | Unset):
        kind (ProductChangesKind | Unset):
        name (str | Unset):
        name_en (str | Unset):
        named (bool | Unset): A prepaid card in its buyer's name.
        nature (ProductChangesNature | Unset): What the law takes it for: goods (a code for a membership, a licence, a
            top-up), game (a game card, for adults), prepaid (a single-purpose prepaid card of somebody else), own_voucher
            (a voucher that this shop issues and redeems). Rules about cards are asked where it is not goods.
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
    card_terms: CardTermsInput | Unset = UNSET
    category: None | str | Unset = UNSET
    description: str | Unset = UNSET
    fulfilment: ProductChangesFulfilment | Unset = UNSET
    instructions: str | Unset = UNSET
    kind: ProductChangesKind | Unset = UNSET
    name: str | Unset = UNSET
    name_en: str | Unset = UNSET
    named: bool | Unset = UNSET
    nature: ProductChangesNature | Unset = UNSET
    pinned: bool | Unset = UNSET
    position: int | Unset = UNSET
    purchase_mode: ProductChangesPurchaseMode | Unset = UNSET
    reveal_limit: int | None | Unset = UNSET
    summary: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
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

        name = self.name

        name_en = self.name_en

        named = self.named

        nature: str | Unset = UNSET
        if not isinstance(self.nature, Unset):
            nature = self.nature

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
        if name is not UNSET:
            field_dict["name"] = name
        if name_en is not UNSET:
            field_dict["name_en"] = name_en
        if named is not UNSET:
            field_dict["named"] = named
        if nature is not UNSET:
            field_dict["nature"] = nature
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
        from ..models.card_terms_input import CardTermsInput  # noqa: PLC0415

        d = dict(src_dict)
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

        named = d.pop("named", UNSET)

        _nature = d.pop("nature", UNSET)
        nature: ProductChangesNature | Unset
        if isinstance(_nature, Unset):
            nature = UNSET
        else:
            nature = check_product_changes_nature(_nature)

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
            card_terms=card_terms,
            category=category,
            description=description,
            fulfilment=fulfilment,
            instructions=instructions,
            kind=kind,
            name=name,
            name_en=name_en,
            named=named,
            nature=nature,
            pinned=pinned,
            position=position,
            purchase_mode=purchase_mode,
            reveal_limit=reveal_limit,
            summary=summary,
        )

        return product_changes
