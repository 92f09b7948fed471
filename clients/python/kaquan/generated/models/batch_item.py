from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.batch_item_status import BatchItemStatus, check_batch_item_status

if TYPE_CHECKING:
    from ..models.batch_item_problem_type_0 import BatchItemProblemType0


T = TypeVar("T", bound="BatchItem")


@_attrs_define
class BatchItem:
    """Documents an item of a batch, in input order.

    Attributes:
        external_id (str):
        index (int):
        issuance (None | str):
        object_ (str):
        problem (BatchItemProblemType0 | None): As the call by itself would have answered, with `outcome`.
        replayed (bool): It was issued before, by the same request alone or in another batch.
        status (BatchItemStatus):
    """

    external_id: str
    index: int
    issuance: None | str
    object_: str
    problem: BatchItemProblemType0 | None
    replayed: bool
    status: BatchItemStatus
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.batch_item_problem_type_0 import BatchItemProblemType0  # noqa: PLC0415

        external_id = self.external_id

        index = self.index

        issuance: None | str
        issuance = self.issuance

        object_ = self.object_

        problem: dict[str, Any] | None
        if isinstance(self.problem, BatchItemProblemType0):
            problem = self.problem.to_dict()
        else:
            problem = self.problem

        replayed = self.replayed

        status: str = self.status

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "external_id": external_id,
                "index": index,
                "issuance": issuance,
                "object": object_,
                "problem": problem,
                "replayed": replayed,
                "status": status,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.batch_item_problem_type_0 import BatchItemProblemType0  # noqa: PLC0415

        d = dict(src_dict)
        external_id = d.pop("external_id")

        index = d.pop("index")

        def _parse_issuance(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        issuance = _parse_issuance(d.pop("issuance"))

        object_ = d.pop("object")

        def _parse_problem(data: object) -> BatchItemProblemType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                problem_type_0 = BatchItemProblemType0.from_dict(data)

                return problem_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BatchItemProblemType0 | None, data)

        problem = _parse_problem(d.pop("problem"))

        replayed = d.pop("replayed")

        status = check_batch_item_status(d.pop("status"))

        batch_item = cls(
            external_id=external_id,
            index=index,
            issuance=issuance,
            object_=object_,
            problem=problem,
            replayed=replayed,
            status=status,
        )

        batch_item.additional_properties = d
        return batch_item

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
