from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.resend_operation_kind import (
    ResendOperationKind,
    check_resend_operation_kind,
)
from ..models.resend_operation_status import (
    ResendOperationStatus,
    check_resend_operation_status,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.resend_operation_error_type_0 import ResendOperationErrorType0
    from ..models.resend_operation_progress import ResendOperationProgress
    from ..models.resend_operation_result_type_0 import ResendOperationResultType0


T = TypeVar("T", bound="ResendOperation")


@_attrs_define
class ResendOperation:
    """Documents the operation of a resend.

    Attributes:
        created_at (datetime.datetime):
        error (None | ResendOperationErrorType0):
        id (str):
        kind (ResendOperationKind): What it does. There will be others.
        object_ (str):
        progress (ResendOperationProgress):
        result (None | ResendOperationResultType0):
        status (ResendOperationStatus):
        bulk_void (str | Unset): void_…, of kind bulk_void
        export (str | Unset): exp_…, of kind export
        import_ (str | Unset): imp_…, of kind import
        issuance (str | Unset): iss_…, of kind issuance
        refund (str | Unset): rfd_…, of kind refund
        webhook_endpoint (str | Unset): we_…, of kind redelivery, when it is of one endpoint
    """

    created_at: datetime.datetime
    error: None | ResendOperationErrorType0
    id: str
    kind: ResendOperationKind
    object_: str
    progress: ResendOperationProgress
    result: None | ResendOperationResultType0
    status: ResendOperationStatus
    bulk_void: str | Unset = UNSET
    export: str | Unset = UNSET
    import_: str | Unset = UNSET
    issuance: str | Unset = UNSET
    refund: str | Unset = UNSET
    webhook_endpoint: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.resend_operation_error_type_0 import ResendOperationErrorType0  # noqa: PLC0415
        from ..models.resend_operation_result_type_0 import ResendOperationResultType0  # noqa: PLC0415

        created_at = self.created_at.isoformat()

        error: dict[str, Any] | None
        if isinstance(self.error, ResendOperationErrorType0):
            error = self.error.to_dict()
        else:
            error = self.error

        id = self.id

        kind: str = self.kind

        object_ = self.object_

        progress = self.progress.to_dict()

        result: dict[str, Any] | None
        if isinstance(self.result, ResendOperationResultType0):
            result = self.result.to_dict()
        else:
            result = self.result

        status: str = self.status

        bulk_void = self.bulk_void

        export = self.export

        import_ = self.import_

        issuance = self.issuance

        refund = self.refund

        webhook_endpoint = self.webhook_endpoint

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "created_at": created_at,
                "error": error,
                "id": id,
                "kind": kind,
                "object": object_,
                "progress": progress,
                "result": result,
                "status": status,
            }
        )
        if bulk_void is not UNSET:
            field_dict["bulk_void"] = bulk_void
        if export is not UNSET:
            field_dict["export"] = export
        if import_ is not UNSET:
            field_dict["import"] = import_
        if issuance is not UNSET:
            field_dict["issuance"] = issuance
        if refund is not UNSET:
            field_dict["refund"] = refund
        if webhook_endpoint is not UNSET:
            field_dict["webhook_endpoint"] = webhook_endpoint

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.resend_operation_error_type_0 import ResendOperationErrorType0  # noqa: PLC0415
        from ..models.resend_operation_progress import ResendOperationProgress  # noqa: PLC0415
        from ..models.resend_operation_result_type_0 import ResendOperationResultType0  # noqa: PLC0415

        d = dict(src_dict)
        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_error(data: object) -> None | ResendOperationErrorType0:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                error_type_0 = ResendOperationErrorType0.from_dict(data)

                return error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ResendOperationErrorType0, data)

        error = _parse_error(d.pop("error"))

        id = d.pop("id")

        kind = check_resend_operation_kind(d.pop("kind"))

        object_ = d.pop("object")

        progress = ResendOperationProgress.from_dict(d.pop("progress"))

        def _parse_result(data: object) -> None | ResendOperationResultType0:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                result_type_0 = ResendOperationResultType0.from_dict(data)

                return result_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ResendOperationResultType0, data)

        result = _parse_result(d.pop("result"))

        status = check_resend_operation_status(d.pop("status"))

        bulk_void = d.pop("bulk_void", UNSET)

        export = d.pop("export", UNSET)

        import_ = d.pop("import", UNSET)

        issuance = d.pop("issuance", UNSET)

        refund = d.pop("refund", UNSET)

        webhook_endpoint = d.pop("webhook_endpoint", UNSET)

        resend_operation = cls(
            created_at=created_at,
            error=error,
            id=id,
            kind=kind,
            object_=object_,
            progress=progress,
            result=result,
            status=status,
            bulk_void=bulk_void,
            export=export,
            import_=import_,
            issuance=issuance,
            refund=refund,
            webhook_endpoint=webhook_endpoint,
        )

        resend_operation.additional_properties = d
        return resend_operation

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
