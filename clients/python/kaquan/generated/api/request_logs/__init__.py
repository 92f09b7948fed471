from __future__ import annotations

import datetime
from typing import Any, cast

from ....resource import Resource
from ...models.list_request_logs_method import (
    ListRequestLogsMethod,
    check_list_request_logs_method,
)
from ...models.list_request_logs_problem import (
    ListRequestLogsProblem,
    check_list_request_logs_problem,
)
from ...models.request_log import RequestLog
from ...models.request_log_page import RequestLogPage
from ...types import UNSET, File, Unset
from . import get_request_log as _get_request_log
from . import list_request_logs as _list_request_logs


class RequestLogsResource(Resource):
    """What the API does with request logs."""

    def get_request_log(
        self,
        request_id: str,
    ) -> RequestLog:
        """Get an entry of the request log.

        By its `Request-Id`, with what was sent and answered. Only what cannot be a secret is kept of it.

        Scope: `logs:read`

        Rate limit: `read`
        """
        return self._ask(
            _get_request_log.request(
                request_id=request_id,
            ),
            _get_request_log.parse,
            keyed=False,
        )

    def list_request_logs(
        self,
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
    ) -> RequestLogPage:
        """Search the request log.

        Newest first, without bodies. A call is in it within two seconds; kept 183 days or more, in test mode 7.

        A page looks at 50,000 entries at most: with filters it may hold fewer than `limit`, even none, while
        `has_more` is
        true. `external_id` finds at once.

        Scope: `logs:read`

        Rate limit: `read`
        """
        return self._ask(
            _list_request_logs.request(
                createdgte=createdgte,
                createdlt=createdlt,
                cursor=cursor,
                external_id=external_id,
                key=key,
                limit=limit,
                method=method,
                path=path,
                problem=problem,
                status=status,
            ),
            _list_request_logs.parse,
            keyed=False,
        )
