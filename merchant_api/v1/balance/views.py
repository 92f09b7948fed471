from __future__ import annotations

from typing import ClassVar, Final

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.views import ApiView

TEST_BALANCE: Final = 5_000_000  # 50,000.00 CNY, for show: nothing is taken from it


class BalanceSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents what a customer has prepaid with the shop that the key is of."""

    example = {"object": "balance", "livemode": False, "available": TEST_BALANCE, "currency": "CNY"}

    object = serializers.ChoiceField(choices=["balance"])
    livemode = serializers.BooleanField()
    available = serializers.IntegerField(allow_null=True, help_text="In minor units. Null: your calls need none.")
    currency = serializers.CharField(allow_null=True)


class BalanceDetail(ApiView):
    """The balance that calls are paid from."""

    scopes: ClassVar[dict[str, str]] = {"GET": "balance:read"}

    @extend_schema(
        operation_id="get_balance", tags=["balance"], summary="What is left to spend", responses=BalanceSerializer
    )
    def get(self, request: Request) -> Response:
        """Customers who dock with a shop prepay it; the shop itself does not, so its own live keys get null.

        Test keys see 50,000.00 CNY, so that what shows or watches a balance can be tried. Issuing takes nothing from it, and
        a shop's own calls are never refused for want of balance.
        """
        livemode = caller_of(request).livemode
        shown = {"available": None, "currency": None} if livemode else {"available": TEST_BALANCE, "currency": "CNY"}
        return Response({"object": "balance", "livemode": livemode, **shown})
