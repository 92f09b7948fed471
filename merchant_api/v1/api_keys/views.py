from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.once import Body, make_once
from merchant_api.pagination import paginate_newest_first, read_flag
from merchant_api.parameters import COUNTED_PAGE, IDEMPOTENCY_KEY
from merchant_api.problems import ApiProblem
from merchant_api.serializers import validated
from merchant_api.v1.api_keys.serializers import (
    KeyChanges,
    KeyInput,
    KeySerializer,
    RollInput,
    of_changes,
    read_products,
    render_key,
)
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id
from platform_core.tenancy.context import tenant_context
from tenants.access.authenticate import forget_keys
from tenants.access.enums import FULL_ACCESS, PRESETS
from tenants.access.limits import KeyLimits
from tenants.access.models import ApiKey
from tenants.access.services.create_api_key import create_api_key
from tenants.access.services.revoke_api_key import revoke_api_key
from tenants.access.services.roll_api_key import roll_api_key
from tenants.access.services.update_api_key import update_api_key

SCOPE = "keys:manage"


class KeyView(ApiView):
    """All keys stand in the live shop, test keys too; only a key that a person made may touch them."""

    scopes: ClassVar[dict[str, str]] = {"GET": SCOPE, "POST": SCOPE, "PATCH": SCOPE, "DELETE": SCOPE}

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """In the live shop, whatever the mode of the caller."""
        super().initial(request, *args, **kwargs)
        caller = caller_of(request)
        if not caller.made_by_staff:
            raise ApiProblem("scope_missing", scope=SCOPE)
        self._stack.enter_context(tenant_context(caller.live_tenant))


class KeyList(KeyView):
    """API keys."""

    puts_up: ClassVar[frozenset[str]] = frozenset({"POST"})  # rolling and narrowing a key go on
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": ("mode_mismatch", "key_limit_invalid", "encryption_key_invalid")
    }

    @extend_schema(
        operation_id="list_api_keys",
        tags=["api_keys"],
        summary="List API keys",
        parameters=[*COUNTED_PAGE, OpenApiParameter("livemode", bool, description="Live keys, or test keys.")],
        responses=KeySerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first, revoked ones too."""
        rows = _visible(request)
        if (livemode := read_flag(request, "livemode")) is not None:
            rows = rows.filter(livemode=livemode)
        return Response(paginate_newest_first(request, rows, render_key))

    @extend_schema(
        operation_id="create_api_key",
        tags=["api_keys"],
        summary="Create an API key",
        parameters=[IDEMPOTENCY_KEY],
        request=KeyInput,
        responses={201: KeySerializer},
    )
    def post(self, request: Request) -> Response:
        """The secret is in this one answer. A key that is made here cannot manage keys."""
        body, caller = validated(KeyInput(data=request.data)), caller_of(request)
        if "preset" in body and "scopes" in body:
            raise ApiProblem("invalid_parameter", param="preset", reason="either preset or scopes")
        if caller.livemode is False and body.get("livemode"):
            raise ApiProblem("mode_mismatch", param="livemode")

        def make() -> tuple[uuid.UUID, Body]:
            made = create_api_key(
                name=body["name"],
                livemode=body.get("livemode", caller.livemode),
                tenant_code=caller.live_tenant.code,
                now=now(),
                scopes=body.get("scopes") or PRESETS.get(body.get("preset", ""), FULL_ACCESS),
                limits=KeyLimits(
                    ip_allowlist=body.get("ip_allowlist", ()),
                    product_ids=read_products(body.get("products", [])),
                    daily_quota=body.get("daily_quota"),
                    max_amount=body.get("max_amount"),
                    expires_at=body.get("expires_at"),
                ),
                made_by=caller.public_key_id,
                encryption_key=body.get("encryption_key"),
            )
            return made.key.id, render_key(made.key, made.secret)

        return _private(make_once(request, "/v1/api_keys", make=make, show=_shown))


class KeyDetail(KeyView):
    """One API key."""

    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "PATCH": ("key_not_usable", "key_limit_invalid", "encryption_key_invalid")
    }

    @extend_schema(operation_id="get_api_key", tags=["api_keys"], summary="Get an API key", responses=KeySerializer)
    def get(self, request: Request, key_id: str) -> Response:
        """Without its secret."""
        return Response(_shown(_target(request, key_id)))

    @extend_schema(
        operation_id="update_api_key",
        tags=["api_keys"],
        summary="Change an API key",
        parameters=[IDEMPOTENCY_KEY],
        request=KeyChanges,
        responses=KeySerializer,
    )
    def patch(self, request: Request, key_id: str) -> Response:
        """Works everywhere within 5 seconds."""
        changes, target = of_changes(validated(KeyChanges(data=request.data))), _target(request, key_id)

        def make() -> tuple[uuid.UUID, Body]:
            return target, render_key(update_api_key(key_id=target, changes=changes, now=now()))

        answer = make_once(request, f"/v1/api_keys/{key_id}", make=make, show=_shown, status=200)
        forget_keys()
        return answer

    @extend_schema(
        operation_id="revoke_api_key",
        tags=["api_keys"],
        summary="Revoke an API key",
        responses={200: KeySerializer},
    )
    def delete(self, request: Request, key_id: str) -> Response:
        """For good; every process refuses it within 5 seconds. Revoking twice changes nothing."""
        key = revoke_api_key(key_id=_target(request, key_id), now=now())
        forget_keys()
        return Response(render_key(key))


class KeyRoll(KeyView):
    """A successor for a key."""

    problems: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("key_not_usable",)}

    @extend_schema(
        operation_id="roll_api_key",
        tags=["api_keys"],
        summary="Roll an API key",
        parameters=[IDEMPOTENCY_KEY],
        request=RollInput,
        responses={201: KeySerializer},
    )
    def post(self, request: Request, key_id: str) -> Response:
        """Answers the new key with its secret, once; the old one works on for ``overlap_seconds``."""
        overlap = validated(RollInput(data=request.data))["overlap_seconds"]
        caller, target = caller_of(request), _target(request, key_id)

        def make() -> tuple[uuid.UUID, Body]:
            made = roll_api_key(
                key_id=target,
                overlap=dt.timedelta(seconds=overlap),
                tenant_code=caller.live_tenant.code,
                now=now(),
            )
            return made.key.id, render_key(made.key, made.secret)

        answer = _private(make_once(request, f"/v1/api_keys/{key_id}/roll", make=make, show=_shown))
        forget_keys()
        return answer


def _visible(request: Request) -> QuerySet[ApiKey]:
    """A test key sees test keys only."""
    return ApiKey.objects.all() if caller_of(request).livemode else ApiKey.objects.filter(livemode=False)


def _target(request: Request, key_id: str) -> uuid.UUID:
    """The key that is meant."""
    wanted = parse_public_id("key", key_id)
    return _visible(request).values_list("id", flat=True).get(pk=wanted)


def _shown(key_id: uuid.UUID) -> Body:
    return render_key(ApiKey.objects.get(pk=key_id))


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
