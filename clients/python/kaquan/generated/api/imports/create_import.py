from __future__ import annotations

from typing import Any

import httpx

from ....errors import UnexpectedAnswer
from ...models.import_file_input import ImportFileInput
from ...models.import_input import ImportInput
from ...models.operation import Operation
from ...types import UNSET, Unset


def request(
    body: ImportInput | ImportFileInput,
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx is to send."""
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/imports",
    }
    if isinstance(body, ImportInput):
        _kwargs["json"] = body.to_dict()

    if isinstance(body, ImportFileInput):
        _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def parse(response: httpx.Response) -> Operation:
    """The answer of a request that succeeded."""
    if response.status_code == 202:
        response_202 = Operation.from_dict(response.json())

        return response_202

    raise UnexpectedAnswer(response)
