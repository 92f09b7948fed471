"""``expand[]``: an answer with whole objects where it would have their ids."""

from __future__ import annotations

from collections.abc import Collection

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from merchant_api.authentication import caller_of
from merchant_api.problems import ApiProblem

DEEPEST = 2


def expandable(*paths: str) -> OpenApiParameter:
    """The parameter, as the reference documents it: these paths can be expanded."""
    schema = {"type": "array", "items": {"type": "string", "enum": list(paths)}}
    return OpenApiParameter("expand[]", schema, explode=True, description="Whole objects instead of their ids.")


def read_expand(request: Request, paths: Collection[str], *, scope: str) -> bool:
    """Is something to be expanded? What the operation does not name is refused, not ignored.

    Args:
        scope: what a key needs to see those objects.

    Raises:
        ApiProblem: ``invalid_expand``, ``scope_missing``
    """
    wanted = request.query_params.getlist("expand[]")
    for path in wanted:
        if path not in paths or path.count(".") >= DEEPEST:
            raise ApiProblem("invalid_expand", param="expand[]", path=path[:80], known=", ".join(sorted(paths)))
    if wanted and scope not in caller_of(request).scopes:
        raise ApiProblem("scope_missing", scope=scope)
    return bool(wanted)
