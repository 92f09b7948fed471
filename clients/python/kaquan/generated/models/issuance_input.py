from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.issuance_input_currency_type_0 import (
    IssuanceInputCurrencyType0,
    check_issuance_input_currency_type_0,
)
from ..models.issuance_input_fulfillment_policy import (
    IssuanceInputFulfillmentPolicy,
    check_issuance_input_fulfillment_policy,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.buyer_input import BuyerInput
    from ..models.delivery_input import DeliveryInput
    from ..models.issuance_input_metadata_type_0 import IssuanceInputMetadataType0
    from ..models.issuance_line_input import IssuanceLineInput


T = TypeVar("T", bound="IssuanceInput")


@_attrs_define
class IssuanceInput:
    """Documents the body of an issuance.

    Attributes:
        external_id (str): Your own order number; unique for ever.
        lines (list[IssuanceLineInput]):
        buyer (BuyerInput | None | Unset):
        currency (IssuanceInputCurrencyType0 | None | Unset):
        delivery (DeliveryInput | None | Unset):
        fulfillment_policy (IssuanceInputFulfillmentPolicy | Unset): When there are too few codes: refuse; issue what is
            there (none at all is refused); or issue what is there and the rest as stock arrives, first come, first served.
            While somebody waits for a SKU, nobody is served before them. backorder answers 202.
        max_total (int | None | Unset):
        metadata (IssuanceInputMetadataType0 | None | Unset):
        notify_url (None | str | Unset): Called once the issuance is over (`issuance.completed`, `partially_completed`,
            `failed`, `canceled`), with the event as `GET /v1/events/{id}` answers it in the version of this call, signed
            (Standard Webhooks), up to 10 times in 76 hours until you answer 2xx. https on port 443 or 8443; with test keys
            http on 80 or 8080 too. Ever only addresses on the internet.
    """

    external_id: str
    lines: list[IssuanceLineInput]
    buyer: BuyerInput | None | Unset = UNSET
    currency: IssuanceInputCurrencyType0 | None | Unset = UNSET
    delivery: DeliveryInput | None | Unset = UNSET
    fulfillment_policy: IssuanceInputFulfillmentPolicy | Unset = UNSET
    max_total: int | None | Unset = UNSET
    metadata: IssuanceInputMetadataType0 | None | Unset = UNSET
    notify_url: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.buyer_input import BuyerInput  # noqa: PLC0415
        from ..models.delivery_input import DeliveryInput  # noqa: PLC0415
        from ..models.issuance_input_metadata_type_0 import IssuanceInputMetadataType0  # noqa: PLC0415

        external_id = self.external_id

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        buyer: dict[str, Any] | None | Unset
        if isinstance(self.buyer, Unset):
            buyer = UNSET
        elif isinstance(self.buyer, BuyerInput):
            buyer = self.buyer.to_dict()
        else:
            buyer = self.buyer

        currency: None | str | Unset
        if isinstance(self.currency, Unset):
            currency = UNSET
        elif isinstance(self.currency, str):
            currency = self.currency
        else:
            currency = self.currency

        delivery: dict[str, Any] | None | Unset
        if isinstance(self.delivery, Unset):
            delivery = UNSET
        elif isinstance(self.delivery, DeliveryInput):
            delivery = self.delivery.to_dict()
        else:
            delivery = self.delivery

        fulfillment_policy: str | Unset = UNSET
        if not isinstance(self.fulfillment_policy, Unset):
            fulfillment_policy = self.fulfillment_policy

        max_total: int | None | Unset
        if isinstance(self.max_total, Unset):
            max_total = UNSET
        else:
            max_total = self.max_total

        metadata: dict[str, Any] | None | Unset
        if isinstance(self.metadata, Unset):
            metadata = UNSET
        elif isinstance(self.metadata, IssuanceInputMetadataType0):
            metadata = self.metadata.to_dict()
        else:
            metadata = self.metadata

        notify_url: None | str | Unset
        if isinstance(self.notify_url, Unset):
            notify_url = UNSET
        else:
            notify_url = self.notify_url

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "external_id": external_id,
                "lines": lines,
            }
        )
        if buyer is not UNSET:
            field_dict["buyer"] = buyer
        if currency is not UNSET:
            field_dict["currency"] = currency
        if delivery is not UNSET:
            field_dict["delivery"] = delivery
        if fulfillment_policy is not UNSET:
            field_dict["fulfillment_policy"] = fulfillment_policy
        if max_total is not UNSET:
            field_dict["max_total"] = max_total
        if metadata is not UNSET:
            field_dict["metadata"] = metadata
        if notify_url is not UNSET:
            field_dict["notify_url"] = notify_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.buyer_input import BuyerInput  # noqa: PLC0415
        from ..models.delivery_input import DeliveryInput  # noqa: PLC0415
        from ..models.issuance_input_metadata_type_0 import IssuanceInputMetadataType0  # noqa: PLC0415
        from ..models.issuance_line_input import IssuanceLineInput  # noqa: PLC0415

        d = dict(src_dict)
        external_id = d.pop("external_id")

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = IssuanceLineInput.from_dict(lines_item_data)

            lines.append(lines_item)

        def _parse_buyer(data: object) -> BuyerInput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                buyer_type_0 = BuyerInput.from_dict(data)

                return buyer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BuyerInput | None | Unset, data)

        buyer = _parse_buyer(d.pop("buyer", UNSET))

        def _parse_currency(data: object) -> IssuanceInputCurrencyType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                currency_type_0 = check_issuance_input_currency_type_0(data)

                return currency_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(IssuanceInputCurrencyType0 | None | Unset, data)

        currency = _parse_currency(d.pop("currency", UNSET))

        def _parse_delivery(data: object) -> DeliveryInput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                delivery_type_0 = DeliveryInput.from_dict(data)

                return delivery_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeliveryInput | None | Unset, data)

        delivery = _parse_delivery(d.pop("delivery", UNSET))

        _fulfillment_policy = d.pop("fulfillment_policy", UNSET)
        fulfillment_policy: IssuanceInputFulfillmentPolicy | Unset
        if isinstance(_fulfillment_policy, Unset):
            fulfillment_policy = UNSET
        else:
            fulfillment_policy = check_issuance_input_fulfillment_policy(_fulfillment_policy)

        def _parse_max_total(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_total = _parse_max_total(d.pop("max_total", UNSET))

        def _parse_metadata(data: object) -> IssuanceInputMetadataType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                metadata_type_0 = IssuanceInputMetadataType0.from_dict(data)

                return metadata_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(IssuanceInputMetadataType0 | None | Unset, data)

        metadata = _parse_metadata(d.pop("metadata", UNSET))

        def _parse_notify_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        notify_url = _parse_notify_url(d.pop("notify_url", UNSET))

        issuance_input = cls(
            external_id=external_id,
            lines=lines,
            buyer=buyer,
            currency=currency,
            delivery=delivery,
            fulfillment_policy=fulfillment_policy,
            max_total=max_total,
            metadata=metadata,
            notify_url=notify_url,
        )

        return issuance_input
