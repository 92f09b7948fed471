from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.import_row_input import ImportRowInput


T = TypeVar("T", bound="ImportInput")


@_attrs_define
class ImportInput:
    """Up to 200 codes as JSON; send a file (multipart) for more.

    Attributes:
        rows (list[ImportRowInput]):
        sku (str): sku_…
        supplier (str): sup_…
        shared_uses (int | Unset):
        unit_cost (int | Unset):
    """

    rows: list[ImportRowInput]
    sku: str
    supplier: str
    shared_uses: int | Unset = UNSET
    unit_cost: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        rows = []
        for rows_item_data in self.rows:
            rows_item = rows_item_data.to_dict()
            rows.append(rows_item)

        sku = self.sku

        supplier = self.supplier

        shared_uses = self.shared_uses

        unit_cost = self.unit_cost

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "rows": rows,
                "sku": sku,
                "supplier": supplier,
            }
        )
        if shared_uses is not UNSET:
            field_dict["shared_uses"] = shared_uses
        if unit_cost is not UNSET:
            field_dict["unit_cost"] = unit_cost

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.import_row_input import ImportRowInput  # noqa: PLC0415

        d = dict(src_dict)
        rows = []
        _rows = d.pop("rows")
        for rows_item_data in _rows:
            rows_item = ImportRowInput.from_dict(rows_item_data)

            rows.append(rows_item)

        sku = d.pop("sku")

        supplier = d.pop("supplier")

        shared_uses = d.pop("shared_uses", UNSET)

        unit_cost = d.pop("unit_cost", UNSET)

        import_input = cls(
            rows=rows,
            sku=sku,
            supplier=supplier,
            shared_uses=shared_uses,
            unit_cost=unit_cost,
        )

        return import_input
