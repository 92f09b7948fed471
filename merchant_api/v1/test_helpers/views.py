from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.once import Body, make_once
from merchant_api.parameters import IDEMPOTENCY_KEY
from merchant_api.problems import ApiProblem
from merchant_api.serializers import validated
from merchant_api.sku_ids import parse_sku_id
from merchant_api.v1.codes.rendering import render_stored
from merchant_api.v1.codes.serializers import StoredCodeSerializer
from merchant_api.v1.codes.views import today
from merchant_api.v1.issuances.rendering import render_issuance
from merchant_api.v1.issuances.serializers import IssuanceSerializer
from merchant_api.v1.stock.views import StockSerializer, render_stock
from merchant_api.v1.test_helpers.serializers import AdvanceInput, BreakInput, ClockSerializer, StockInput, render_clock
from merchant_api.v1.webhook_endpoints.rendering import render_endpoint, show_endpoint
from merchant_api.v1.webhook_endpoints.serializers import WebhookEndpointSerializer
from merchant_api.views import ApiView, tenant_of
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.services.advance_clock import advance_clock
from tenants.catalog.models import Sku
from tenants.inventory.selectors import list_stock
from tenants.inventory.services.set_test_stock import set_test_stock
from tenants.issuance.selectors import get_code, get_issuance
from tenants.issuance.services.complete_test_issuance import complete_test_issuance
from tenants.issuance.services.expire_code import expire_code
from tenants.issuance.services.fail_test_issuance import fail_test_issuance
from webhooks.services.break_endpoint import break_endpoint


class TestOnlyView(ApiView):
    """Something that live keys may not do."""

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Whatever its scopes, a live key is refused."""
        super().initial(request, *args, **kwargs)
        if caller_of(request).livemode:
            raise ApiProblem("mode_mismatch")


class ClockDetail(TestOnlyView):
    """The test clock."""

    scopes: ClassVar[dict[str, str]] = {"GET": "issuances:read"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {"GET": ("mode_mismatch",)}

    @extend_schema(
        operation_id="get_test_clock", tags=["test_helpers"], summary="Get the test clock", responses=ClockSerializer
    )
    def get(self, request: Request) -> Response:
        """What time it is in your test shop."""
        return Response(render_clock(current_tenant()))


class ClockAdvance(TestOnlyView):
    """Advancing the test clock."""

    scopes: ClassVar[dict[str, str]] = {"POST": "issuances:write"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("mode_mismatch", "clock_not_movable")}

    @extend_schema(
        operation_id="advance_test_clock",
        tags=["test_helpers"],
        summary="Advance the test clock",
        parameters=[IDEMPOTENCY_KEY],
        request=AdvanceInput,
        responses={200: ClockSerializer},
    )
    def post(self, request: Request) -> Response:
        """Forward only, two years at most. What is then due is done before the answer: codes expire, holds end, a new day's
        quota begins, and what is made from now on is dated so. Keys, idempotency, limits and jobs go by the real time.
        """
        body, twin = validated(AdvanceInput(data=request.data)), current_tenant()

        def make() -> tuple[uuid.UUID, Body]:
            by = body["to"] - now() if "to" in body else dt.timedelta(seconds=body["seconds"])
            return twin.id, render_clock(advance_clock(twin=twin, by=by))

        def show(_: uuid.UUID) -> Body:
            return render_clock(tenant_of(caller_of(request)))

        return make_once(request, "/v1/test_helpers/clock/advance", make=make, show=show, status=200)


class SkuSetStock(TestOnlyView):
    """Setting stock."""

    scopes: ClassVar[dict[str, str]] = {"POST": "inventory:write"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("mode_mismatch", "codes_are_generated")}

    @extend_schema(
        operation_id="set_test_stock",
        tags=["test_helpers"],
        summary="Set the stock of a SKU",
        parameters=[IDEMPOTENCY_KEY],
        request=StockInput,
        responses={200: StockSerializer},
    )
    def post(self, request: Request, sku_id: str) -> Response:
        """More are imported from the test supplier, `TEST-…` each; for fewer the SKU's imports are undone. What is held or
        issued stays. The magic SKUs go back to their own stock with the next issuance.
        """
        body = validated(StockInput(data=request.data))
        sku = Sku.objects.get(pk=parse_sku_id(sku_id))

        def make() -> tuple[uuid.UUID, Body]:
            moment = now()
            available = set_test_stock(sku=sku, available=body["available"], now=moment)
            return sku.id, render_stock(sku, available, moment)

        def show(_: uuid.UUID) -> Body:
            moment = now()
            return render_stock(sku, list_stock([sku.id], now=moment)[sku.id], moment)

        return make_once(request, f"/v1/test_helpers/skus/{sku_id}/set_stock", make=make, show=show, status=200)


class CodeExpire(TestOnlyView):
    """Expiring a code."""

    scopes: ClassVar[dict[str, str]] = {"POST": "codes:manage"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("mode_mismatch", "code_state_invalid")}

    @extend_schema(
        operation_id="expire_test_code",
        tags=["test_helpers"],
        summary="Expire a code",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: StoredCodeSerializer},
    )
    def post(self, request: Request, code_id: str) -> Response:
        """Yesterday was its last day. An imported code takes its lot along (same import, same date). To see a date pass by
        itself, advance the clock.
        """
        target, livemode = parse_public_id("code", code_id), caller_of(request).livemode

        def make() -> tuple[uuid.UUID, Body]:
            code = expire_code(code_id=target, today=today())
            return target, render_stored(code, livemode=livemode, today=today())

        def show(_: uuid.UUID) -> Body:
            return render_stored(get_code(target), livemode=livemode, today=today())

        return make_once(request, f"/v1/test_helpers/codes/{code_id}/expire", make=make, show=show, status=200)


Step = Callable[[uuid.UUID, str], None]  # with an issuance, by an actor


def _decide(request: Request, issuance_id: str, verb: str, step: Step) -> Response:
    """Answer a POST that decides how waiting ends."""
    target, caller = parse_public_id("iss", issuance_id), caller_of(request)

    def show(_: uuid.UUID) -> Body:
        return render_issuance(get_issuance(target), livemode=caller.livemode)

    def make() -> tuple[uuid.UUID, Body]:
        step(target, caller.public_key_id)
        return target, show(target)

    return make_once(request, f"/v1/test_helpers/issuances/{issuance_id}/{verb}", make=make, show=show, status=200)


class IssuanceComplete(TestOnlyView):
    """Ending the wait well."""

    scopes: ClassVar[dict[str, str]] = {"POST": "issuances:write"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("mode_mismatch", "issuance_not_waiting")}

    @extend_schema(
        operation_id="complete_test_issuance",
        tags=["test_helpers"],
        summary="Complete an issuance that waits for stock",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: IssuanceSerializer},
    )
    def post(self, request: Request, issuance_id: str) -> Response:
        """The codes arrive. Who waits for the same SKU gets his too: it is one queue."""

        def step(target: uuid.UUID, actor: str) -> None:
            complete_test_issuance(issuance_id=target, now=now())

        return _decide(request, issuance_id, "complete", step)


class IssuanceFail(TestOnlyView):
    """Ending the wait badly."""

    scopes: ClassVar[dict[str, str]] = {"POST": "issuances:write"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("mode_mismatch", "issuance_not_waiting")}

    @extend_schema(
        operation_id="fail_test_issuance",
        tags=["test_helpers"],
        summary="Fail an issuance that waits for stock",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: IssuanceSerializer},
    )
    def post(self, request: Request, issuance_id: str) -> Response:
        """The codes never arrive: it is `failed`, or `partially_completed` where it had some."""

        def step(target: uuid.UUID, actor: str) -> None:
            fail_test_issuance(issuance_id=target, actor=actor, now=now())

        return _decide(request, issuance_id, "fail", step)


class EndpointBreak(TestOnlyView):
    """Breaking a webhook endpoint."""

    scopes: ClassVar[dict[str, str]] = {"POST": "webhooks:manage"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("mode_mismatch", "endpoint_not_active")}

    @extend_schema(
        operation_id="break_test_webhook_endpoint",
        tags=["test_helpers"],
        summary="Break a webhook endpoint",
        parameters=[IDEMPOTENCY_KEY],
        request=BreakInput,
        responses={200: WebhookEndpointSerializer},
    )
    def post(self, request: Request, endpoint_id: str) -> Response:
        """To rehearse what follows: it is as if nothing had succeeded for a day (`webhook_endpoint.failing`), or for five days
        (`webhook_endpoint.disabled`); nobody is mailed. Of a failing one the next success ends it; a disabled one is resumed,
        and what happened meanwhile is recovered, as in production.
        """
        disabled = validated(BreakInput(data=request.data))["as"] == "disabled"
        target = parse_public_id("we", endpoint_id)

        def make() -> tuple[uuid.UUID, Body]:
            return target, render_endpoint(break_endpoint(endpoint_id=target, disabled=disabled, now=now()))

        template = f"/v1/test_helpers/webhooks/{endpoint_id}/break"
        return make_once(request, template, make=make, show=show_endpoint, status=200)
