from __future__ import annotations

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from merchant_api.authentication import caller_of
from merchant_api.problems import ApiProblem


class HasScope(BasePermission):
    """The key has the scope that the view names for the method."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """True, or the problem that names the missing scope."""
        wanted = view.scopes.get(request.method)
        if wanted is None or wanted in caller_of(request).scopes:
            return True
        raise ApiProblem("scope_missing", scope=wanted)
