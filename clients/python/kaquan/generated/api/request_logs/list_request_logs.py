from __future__ import annotations

import datetime
from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.list_request_logs_method import (
    ListRequestLogsMethod,
)
from ...models.list_request_logs_problem import (
    ListRequestLogsProblem,
)
from ...models.request_log_page import RequestLogPage
from ...types import UNSET, Unset


def request(
    *,
    createdgte: datetime.datetime | Unset = UNSET,
    createdlt: datetime.datetime | Unset = UNSET,
    cursor: str | Unset = UNSET,
    external_id: str | Unset = UNSET,
    key: str | Unset = UNSET,
    limit: int | Unset = 20,
    method: ListRequestLogsMethod | Unset = UNSET,
    path: str | Unset = UNSET,
    problem: ListRequestLogsProblem | Unset = UNSET,
    status: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""

    params: dict[str, Any] = {}

    json_createdgte: str | Unset = UNSET
    if not isinstance(createdgte, Unset):
        json_createdgte = createdgte.isoformat()
    params["created[gte]"] = json_createdgte

    json_createdlt: str | Unset = UNSET
    if not isinstance(createdlt, Unset):
        json_createdlt = createdlt.isoformat()
    params["created[lt]"] = json_createdlt

    params["cursor"] = cursor

    params["external_id"] = external_id

    params["key"] = key

    params["limit"] = limit

    json_method: str | Unset = UNSET
    if not isinstance(method, Unset):
        json_method = method

    params["method"] = json_method

    params["path"] = path

    json_problem: str | Unset = UNSET
    if not isinstance(problem, Unset):
        json_problem = problem

    params["problem"] = json_problem

    params["status"] = status

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/request_logs",
        "params": params,
    }
    return _kwargs


def parse(response: httpx.Response) -> RequestLogPage:
    """The answer of a request that succeeded."""
    if response.status_code == 200:
        response_200 = RequestLogPage.from_dict(response.json())

        return response_200

    raise UnexpectedAnswer(response)
