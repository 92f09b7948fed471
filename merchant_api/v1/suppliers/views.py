from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.examples import CREATED_AT, SUPPLIER
from merchant_api.pagination import ID, paginate
from merchant_api.parameters import COUNTED_PAGE
from merchant_api.views import ApiView
from platform_core.compliance.selectors import find_clearances
from platform_core.kernel.ids import public_id
from tenants.inventory.selectors import list_contracts


class SupplierSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a supplier link."""

    example = {
        "id": SUPPLIER,
        "object": "supplier",
        "name": "Star Cards Ltd",
        "clearance": "cleared",
        "created_at": CREATED_AT,
    }

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["supplier"])
    name = serializers.CharField()
    clearance = serializers.ChoiceField(choices=["registered", "cleared", "suspended"])
    created_at = serializers.DateTimeField()


class SupplierList(ApiView):
    """The merchant's own suppliers."""

    scopes: ClassVar[dict[str, str]] = {"GET": "inventory:write"}

    @extend_schema(
        operation_id="list_suppliers",
        tags=["imports"],
        summary="List your suppliers",
        parameters=COUNTED_PAGE,
        responses=SupplierSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first, with their clearance at this moment."""
        return Response(paginate(request, list_contracts(), _rendered, by=(ID,), newest_first=True))


def _rendered(page: list[Any]) -> list[dict[str, Any]]:
    clearances = find_clearances([contract.supplier_id for contract in page])
    return [
        {
            "id": public_id("sup", contract.supplier_id),
            "object": "supplier",
            "name": contract.name,
            "clearance": clearances[contract.supplier_id],
            "created_at": contract.created_at,
        }
        for contract in page
    ]
