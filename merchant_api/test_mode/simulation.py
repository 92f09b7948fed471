"""``Kaquan-Simulate``: a test key asks for an answer that is otherwise hard to come by."""

from __future__ import annotations

import enum
from typing import Any

from django.http.response import HttpResponseBase
from rest_framework.request import Request

from merchant_api.authentication import caller_of
from merchant_api.problems import ApiProblem
from merchant_api.sku_ids import parse_sku_id
from merchant_api.test_mode.lost_answer import lost_answer
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id

HEADER = "Kaquan-Simulate"
META = "HTTP_KAQUAN_SIMULATE"
WRITES = {"POST", "PATCH", "DELETE"}


class Simulation(enum.StrEnum):
    """What can be asked for."""

    RATE_LIMITED = "rate_limited"
    INTERNAL_ERROR = "internal_error"
    INSUFFICIENT_STOCK = "insufficient_stock"
    TIMEOUT_AFTER_COMMIT = "timeout_after_commit"


def possible(method: str, *, takes_stock: bool) -> list[str]:
    """What makes sense for an operation."""
    found = [Simulation.RATE_LIMITED, Simulation.INTERNAL_ERROR]
    if takes_stock and method == "POST":
        found.append(Simulation.INSUFFICIENT_STOCK)
    if method in WRITES:
        found.append(Simulation.TIMEOUT_AFTER_COMMIT)
    return [each.value for each in found]


def component_of(method: str, *, takes_stock: bool) -> str:
    """The name of the header's component in the OpenAPI document, for an operation."""
    if method not in WRITES:
        return "KaquanSimulateRead"
    return "KaquanSimulateIssue" if takes_stock and method == "POST" else "KaquanSimulateWrite"


def components_of_header() -> dict[str, Any]:
    """The header in the OpenAPI document: a component for each set of values."""
    return {
        component_of(method, takes_stock=takes_stock): {
            "name": HEADER,
            "in": "header",
            "description": "Test keys only: answer like this.",
            "schema": {"type": "string", "enum": possible(method, takes_stock=takes_stock)},
        }
        for method, takes_stock in (("GET", False), ("PATCH", False), ("POST", True))
    }


def simulate(request: Request, *, takes_stock: bool) -> bool:
    """Answer as the header of this request asks.

    Args:
        takes_stock: the operation could run out of it.

    Returns:
        Whether the answer is to be lost after all was done.

    Raises:
        ApiProblem: the one that was asked for; or ``invalid_parameter``: a live key, an unknown value, or one that makes no
            sense for this operation.
    """
    if caller_of(request).livemode:
        raise ApiProblem("invalid_parameter", param=HEADER, reason="test keys only")
    wanted, known = request.META[META], possible(str(request.method), takes_stock=takes_stock)
    if wanted not in known:
        raise ApiProblem("invalid_parameter", param=HEADER, reason="one of " + ", ".join(known))
    if wanted == Simulation.TIMEOUT_AFTER_COMMIT:
        return True
    if wanted == Simulation.INSUFFICIENT_STOCK:
        raise _out_of_stock(request.data)
    raise ApiProblem(wanted)


def lose(response: HttpResponseBase) -> HttpResponseBase:
    """Lose the answer to what was just done; a refusal, or the answer to a retry, arrives."""
    done = response.status_code < 400 and "Idempotent-Replayed" not in response.headers
    return lost_answer(response) if done else response


def _out_of_stock(body: Any) -> ApiProblem:
    """As the operation itself says it, of the first SKU that was asked for."""
    lines = body.get("lines") if isinstance(body, dict) else None
    line, param = body, "quantity"
    if isinstance(lines, list) and lines:
        line, param = lines[0], "lines[0].quantity"
    asked: dict[str, Any] = line if isinstance(line, dict) else {}
    try:
        sku = public_id("sku", parse_sku_id(str(asked.get("sku"))))
    except RecordNotFound:
        return ApiProblem("resource_not_found", param=param.replace("quantity", "sku"))
    return ApiProblem("insufficient_stock", param=param, sku=sku, available=0, requested=asked.get("quantity"))
