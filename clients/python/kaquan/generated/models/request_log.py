from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.answered import Answered
    from ..models.idempotency import Idempotency
    from ..models.sent import Sent


T = TypeVar("T", bound="RequestLog")


@_attrs_define
class RequestLog:
    """Documents an entry of the request log.

    Attributes:
        created_at (datetime.datetime):
        duration_ms (int):
        external_id (None | str): Null also where the request made no sense (400, 404, 422); it is found by it all the
            same.
        id (str): The `Request-Id` of the answer.
        idempotency (Idempotency): Documents the Idempotency-Key of a request, masked unless it is the request's
            ``external_id``.
        ip (None | str):
        key (str):
        livemode (bool):
        method (str):
        object_ (str):
        operation (None | str): Its `operationId` in this document.
        path (str): Parts that could be a secret stand as `{name}`.
        problem (None | str): `code` of the problem that was answered.
        query (str):
        request (Sent): Documents what was sent. ``body`` is in the answer for one entry only.
        response (Answered): Documents what was answered. ``body`` is in the answer for one entry only.
        status (int):
        user_agent (str):
        version (None | str): `Kaquan-Version` of the answer.
    """

    created_at: datetime.datetime
    duration_ms: int
    external_id: None | str
    id: str
    idempotency: Idempotency
    ip: None | str
    key: str
    livemode: bool
    method: str
    object_: str
    operation: None | str
    path: str
    problem: None | str
    query: str
    request: Sent
    response: Answered
    status: int
    user_agent: str
    version: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        created_at = self.created_at.isoformat()

        duration_ms = self.duration_ms

        external_id: None | str
        external_id = self.external_id

        id = self.id

        idempotency = self.idempotency.to_dict()

        ip: None | str
        ip = self.ip

        key = self.key

        livemode = self.livemode

        method = self.method

        object_ = self.object_

        operation: None | str
        operation = self.operation

        path = self.path

        problem: None | str
        problem = self.problem

        query = self.query

        request = self.request.to_dict()

        response = self.response.to_dict()

        status = self.status

        user_agent = self.user_agent

        version: None | str
        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "created_at": created_at,
                "duration_ms": duration_ms,
                "external_id": external_id,
                "id": id,
                "idempotency": idempotency,
                "ip": ip,
                "key": key,
                "livemode": livemode,
                "method": method,
                "object": object_,
                "operation": operation,
                "path": path,
                "problem": problem,
                "query": query,
                "request": request,
                "response": response,
                "status": status,
                "user_agent": user_agent,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.answered import Answered  # noqa: PLC0415
        from ..models.idempotency import Idempotency  # noqa: PLC0415
        from ..models.sent import Sent  # noqa: PLC0415

        d = dict(src_dict)
        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        duration_ms = d.pop("duration_ms")

        def _parse_external_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        external_id = _parse_external_id(d.pop("external_id"))

        id = d.pop("id")

        idempotency = Idempotency.from_dict(d.pop("idempotency"))

        def _parse_ip(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        ip = _parse_ip(d.pop("ip"))

        key = d.pop("key")

        livemode = d.pop("livemode")

        method = d.pop("method")

        object_ = d.pop("object")

        def _parse_operation(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        operation = _parse_operation(d.pop("operation"))

        path = d.pop("path")

        def _parse_problem(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        problem = _parse_problem(d.pop("problem"))

        query = d.pop("query")

        request = Sent.from_dict(d.pop("request"))

        response = Answered.from_dict(d.pop("response"))

        status = d.pop("status")

        user_agent = d.pop("user_agent")

        def _parse_version(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        version = _parse_version(d.pop("version"))

        request_log = cls(
            created_at=created_at,
            duration_ms=duration_ms,
            external_id=external_id,
            id=id,
            idempotency=idempotency,
            ip=ip,
            key=key,
            livemode=livemode,
            method=method,
            object_=object_,
            operation=operation,
            path=path,
            problem=problem,
            query=query,
            request=request,
            response=response,
            status=status,
            user_agent=user_agent,
            version=version,
        )

        request_log.additional_properties = d
        return request_log

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
