from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.code_step_from_state import CodeStepFromState, check_code_step_from_state
from ..models.code_step_to_state import CodeStepToState, check_code_step_to_state
from ..models.code_step_verb import CodeStepVerb, check_code_step_verb

T = TypeVar("T", bound="CodeStep")


@_attrs_define
class CodeStep:
    """Documents a step in the history of a code.

    Attributes:
        actor (str):
        at (datetime.datetime):
        code (str):
        from_state (CodeStepFromState):
        left (int | None):
        number (int):
        object_ (str):
        reason (str):
        subject (None | str): void_…, rdm_…, rvs_…, rpl_… or rfd_…
        to_state (CodeStepToState):
        value (int | None): Minor units or uses, taken from it or put back.
        verb (CodeStepVerb):
    """

    actor: str
    at: datetime.datetime
    code: str
    from_state: CodeStepFromState
    left: int | None
    number: int
    object_: str
    reason: str
    subject: None | str
    to_state: CodeStepToState
    value: int | None
    verb: CodeStepVerb
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        actor = self.actor

        at = self.at.isoformat()

        code = self.code

        from_state: str = self.from_state

        left: int | None
        left = self.left

        number = self.number

        object_ = self.object_

        reason = self.reason

        subject: None | str
        subject = self.subject

        to_state: str = self.to_state

        value: int | None
        value = self.value

        verb: str = self.verb

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "actor": actor,
                "at": at,
                "code": code,
                "from_state": from_state,
                "left": left,
                "number": number,
                "object": object_,
                "reason": reason,
                "subject": subject,
                "to_state": to_state,
                "value": value,
                "verb": verb,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        actor = d.pop("actor")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        code = d.pop("code")

        from_state = check_code_step_from_state(d.pop("from_state"))

        def _parse_left(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        left = _parse_left(d.pop("left"))

        number = d.pop("number")

        object_ = d.pop("object")

        reason = d.pop("reason")

        def _parse_subject(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        subject = _parse_subject(d.pop("subject"))

        to_state = check_code_step_to_state(d.pop("to_state"))

        def _parse_value(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        value = _parse_value(d.pop("value"))

        verb = check_code_step_verb(d.pop("verb"))

        code_step = cls(
            actor=actor,
            at=at,
            code=code,
            from_state=from_state,
            left=left,
            number=number,
            object_=object_,
            reason=reason,
            subject=subject,
            to_state=to_state,
            value=value,
            verb=verb,
        )

        code_step.additional_properties = d
        return code_step

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
