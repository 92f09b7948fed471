"""Reading the body of ``POST /v1/issuance_batches``. Each issuance is read as ``POST /v1/issuances`` reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from merchant_api.problems import ApiProblem
from merchant_api.v1.issuances.request import invalid, read_issuance_request
from tenants.issuance.enums import Atomicity

KNOWN = frozenset({"atomicity", "issuances"})
MOST = {Atomicity.INDEPENDENT: (1_000, 10_000), Atomicity.ALL_OR_NOTHING: (100, 1_000)}  # issuances, codes
AT_ONCE = 20  # issuances that all_or_nothing makes before it answers


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """A checked body; ``issuances`` as they came."""

    atomicity: Atomicity
    issuances: list[dict[str, Any]]

    @property
    def at_once(self) -> bool:
        """Is it made before the answer? It depends on the request alone, so that a repeat is answered alike."""
        return self.atomicity == Atomicity.ALL_OR_NOTHING and len(self.issuances) <= AT_ONCE


def read_batch_request(data: Any) -> BatchRequest:
    """Check the form of a body. What depends on the shop's data is refused item by item, later.

    Raises:
        ApiProblem: with the exact parameter; nothing was executed.
    """
    if not isinstance(data, dict):
        raise invalid("body", "an object is expected")
    for key in data:
        if key not in KNOWN:
            raise ApiProblem("parameter_unknown", param=key)
    atomicity = data.get("atomicity", Atomicity.INDEPENDENT.value)
    if atomicity not in Atomicity.values:
        raise invalid("atomicity", "one of " + ", ".join(Atomicity.values))
    issuances = data.get("issuances")
    if issuances is None:
        raise ApiProblem("parameter_missing", param="issuances")
    if not isinstance(issuances, list) or not issuances:
        raise invalid("issuances", "a list of issuances is expected")
    most_issuances, most_codes = MOST[Atomicity(atomicity)]
    if len(issuances) > most_issuances:
        raise ApiProblem("batch_too_large", param="issuances", maximum=most_issuances)
    if sum(_codes(item, f"issuances[{index}]") for index, item in enumerate(issuances)) > most_codes:
        raise ApiProblem("batch_too_large", param="issuances[].lines[].quantity", maximum=most_codes)
    return BatchRequest(Atomicity(atomicity), issuances)


def _codes(item: Any, param: str) -> int:
    """How many codes an issuance wants; none if it can never be had, which its own problem says."""
    try:
        return read_issuance_request(item).quantity
    except ApiProblem as problem:
        if problem.problem_code == "resource_not_found":
            return 0
        inner = "" if problem.param in {None, "body"} else f".{problem.param}"
        raise ApiProblem(problem.problem_code, param=param + inner, **problem.data) from problem
