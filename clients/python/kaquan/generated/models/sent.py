from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.sent_omitted_type_0 import SentOmittedType0, check_sent_omitted_type_0
from ..types import UNSET, Unset

T = TypeVar("T", bound="Sent")


@_attrs_define
class Sent:
    """Documents what was sent. ``body`` is in the answer for one entry only.

    Attributes:
        bytes_ (int):
        content_type (None | str):
        omitted (None | SentOmittedType0): Why the body is not kept; null: it is, or there was none.
        body (Any | Unset): Secrets, names and notes are `[hidden]`; long lists are cut. Null: there was none.
    """

    bytes_: int
    content_type: None | str
    omitted: None | SentOmittedType0
    body: Any | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        bytes_ = self.bytes_

        content_type: None | str
        content_type = self.content_type

        omitted: None | str
        if isinstance(self.omitted, str):
            omitted = self.omitted
        else:
            omitted = self.omitted

        body = self.body

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "bytes": bytes_,
                "content_type": content_type,
                "omitted": omitted,
            }
        )
        if body is not UNSET:
            field_dict["body"] = body

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        bytes_ = d.pop("bytes")

        def _parse_content_type(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        content_type = _parse_content_type(d.pop("content_type"))

        def _parse_omitted(data: object) -> None | SentOmittedType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                omitted_type_0 = check_sent_omitted_type_0(data)

                return omitted_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SentOmittedType0, data)

        omitted = _parse_omitted(d.pop("omitted"))

        body = d.pop("body", UNSET)

        sent = cls(
            bytes_=bytes_,
            content_type=content_type,
            omitted=omitted,
            body=body,
        )

        sent.additional_properties = d
        return sent

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
