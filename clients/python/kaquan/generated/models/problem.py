from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.problem_code import ProblemCode, check_problem_code
from ..models.problem_outcome import ProblemOutcome, check_problem_outcome
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.problem_errors_item import ProblemErrorsItem


T = TypeVar("T", bound="Problem")


@_attrs_define
class Problem:
    """An error (RFC 9457). `outcome` says whether anything was executed: refund your buyer only on `not_executed`.

    Attributes:
        code (ProblemCode): Never changes its meaning. New codes are added: go by `status` when you meet one.
        detail (str): For people; English or Chinese (`Accept-Language`).
        doc_url (str):
        outcome (ProblemOutcome):
        request_id (str):
        retryable (bool):
        status (int):
        title (str):
        type_ (str):
        current_price (int | Unset): Of `price_exceeds_limit`, in minor units.
        current_state (str | Unset): Why it cannot be done now.
        errors (list[ProblemErrorsItem] | Unset): Everything that is wrong, not only the first.
        existing_id (str | Unset): Of `external_id_conflict`: what has the number.
        ip (str | Unset): Of `ip_not_allowed`: the address that you call from.
        original_request_id (str | Unset): The request that came with this key first.
        param (str | Unset): What part of the request is wrong.
        request_log_url (str | Unset): In the back office; once a key is known.
        scope (str | Unset): Of `scope_missing`.
        upgrade_url (str | Unset): Where the shop's owner pays, or takes a larger plan.
    """

    code: ProblemCode
    detail: str
    doc_url: str
    outcome: ProblemOutcome
    request_id: str
    retryable: bool
    status: int
    title: str
    type_: str
    current_price: int | Unset = UNSET
    current_state: str | Unset = UNSET
    errors: list[ProblemErrorsItem] | Unset = UNSET
    existing_id: str | Unset = UNSET
    ip: str | Unset = UNSET
    original_request_id: str | Unset = UNSET
    param: str | Unset = UNSET
    request_log_url: str | Unset = UNSET
    scope: str | Unset = UNSET
    upgrade_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code: str = self.code

        detail = self.detail

        doc_url = self.doc_url

        outcome: str = self.outcome

        request_id = self.request_id

        retryable = self.retryable

        status = self.status

        title = self.title

        type_ = self.type_

        current_price = self.current_price

        current_state = self.current_state

        errors: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.errors, Unset):
            errors = []
            for errors_item_data in self.errors:
                errors_item = errors_item_data.to_dict()
                errors.append(errors_item)

        existing_id = self.existing_id

        ip = self.ip

        original_request_id = self.original_request_id

        param = self.param

        request_log_url = self.request_log_url

        scope = self.scope

        upgrade_url = self.upgrade_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "detail": detail,
                "doc_url": doc_url,
                "outcome": outcome,
                "request_id": request_id,
                "retryable": retryable,
                "status": status,
                "title": title,
                "type": type_,
            }
        )
        if current_price is not UNSET:
            field_dict["current_price"] = current_price
        if current_state is not UNSET:
            field_dict["current_state"] = current_state
        if errors is not UNSET:
            field_dict["errors"] = errors
        if existing_id is not UNSET:
            field_dict["existing_id"] = existing_id
        if ip is not UNSET:
            field_dict["ip"] = ip
        if original_request_id is not UNSET:
            field_dict["original_request_id"] = original_request_id
        if param is not UNSET:
            field_dict["param"] = param
        if request_log_url is not UNSET:
            field_dict["request_log_url"] = request_log_url
        if scope is not UNSET:
            field_dict["scope"] = scope
        if upgrade_url is not UNSET:
            field_dict["upgrade_url"] = upgrade_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.problem_errors_item import ProblemErrorsItem  # noqa: PLC0415

        d = dict(src_dict)
        code = check_problem_code(d.pop("code"))

        detail = d.pop("detail")

        doc_url = d.pop("doc_url")

        outcome = check_problem_outcome(d.pop("outcome"))

        request_id = d.pop("request_id")

        retryable = d.pop("retryable")

        status = d.pop("status")

        title = d.pop("title")

        type_ = d.pop("type")

        current_price = d.pop("current_price", UNSET)

        current_state = d.pop("current_state", UNSET)

        _errors = d.pop("errors", UNSET)
        errors: list[ProblemErrorsItem] | Unset = UNSET
        if _errors is not UNSET:
            errors = []
            for errors_item_data in _errors:
                errors_item = ProblemErrorsItem.from_dict(errors_item_data)

                errors.append(errors_item)

        existing_id = d.pop("existing_id", UNSET)

        ip = d.pop("ip", UNSET)

        original_request_id = d.pop("original_request_id", UNSET)

        param = d.pop("param", UNSET)

        request_log_url = d.pop("request_log_url", UNSET)

        scope = d.pop("scope", UNSET)

        upgrade_url = d.pop("upgrade_url", UNSET)

        problem = cls(
            code=code,
            detail=detail,
            doc_url=doc_url,
            outcome=outcome,
            request_id=request_id,
            retryable=retryable,
            status=status,
            title=title,
            type_=type_,
            current_price=current_price,
            current_state=current_state,
            errors=errors,
            existing_id=existing_id,
            ip=ip,
            original_request_id=original_request_id,
            param=param,
            request_log_url=request_log_url,
            scope=scope,
            upgrade_url=upgrade_url,
        )

        problem.additional_properties = d
        return problem

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
