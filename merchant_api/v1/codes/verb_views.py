"""What can be done to a code that one knows by its id: activate, suspend, resume, void, replace."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.once import Body, make_once
from merchant_api.parameters import IDEMPOTENCY_KEY, IDEMPOTENCY_KEY_REQUIRED
from merchant_api.serializers import StrictSerializer, validated
from merchant_api.v1.codes.rendering import render_replacement, render_stored
from merchant_api.v1.codes.serializers import (
    GivenReasonInput,
    ReasonInput,
    ReplacementSerializer,
    StoredCodeSerializer,
)
from merchant_api.v1.codes.views import today
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id, public_id
from tenants.inventory.errors import CodeStockExhausted
from tenants.issuance.codes import Code
from tenants.issuance.selectors import get_code, get_replacement
from tenants.issuance.services.activate_code import activate_code
from tenants.issuance.services.replace_code import replace_code
from tenants.issuance.services.resume_code import resume_code
from tenants.issuance.services.suspend_code import suspend_code
from tenants.issuance.services.void_code import void_code

Step = Callable[[uuid.UUID, str, str], Code]  # of a code, by an actor, for a reason


def take_step(
    request: Request, code_id: str, verb: str, step: Step, form: type[StrictSerializer] = ReasonInput
) -> Response:
    """Answer a POST that takes a code one step further."""
    reason, caller = validated(form(data=request.data))["reason"], caller_of(request)
    target = parse_public_id("code", code_id)

    def render(code: Code) -> Body:
        return render_stored(code, livemode=caller.livemode, today=today())

    def make() -> tuple[uuid.UUID, Body]:
        code = step(target, caller.public_key_id, reason)
        return target, render(get_code(code.stored.id))

    def show(_: uuid.UUID) -> Body:
        return render(get_code(target))

    template = f"/v1/codes/{code_id}/{verb}"
    return make_once(request, template, make=make, show=show, status=200)


class CodeActivate(ApiView):
    """Activating."""

    scopes: ClassVar[dict[str, str]] = {"POST": "codes:manage"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": (
            "code_state_invalid",
            "code_suspended",
            "code_recalled",
            "code_expired",
        )
    }

    @extend_schema(
        operation_id="activate_code",
        tags=["codes"],
        summary="Activate a code",
        parameters=[IDEMPOTENCY_KEY],
        request=ReasonInput,
        responses={200: StoredCodeSerializer},
    )
    def post(self, request: Request, code_id: str) -> Response:
        """An issued code becomes usable, e.g. when a printed card is paid for at the till."""
        return take_step(
            request,
            code_id,
            "activate",
            lambda code, actor, why: activate_code(code_id=code, actor=actor, reason=why, today=today(), now=now()),
        )


class CodeSuspend(ApiView):
    """Freezing."""

    scopes: ClassVar[dict[str, str]] = {"POST": "codes:manage"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": (
            "code_state_invalid",
            "code_suspended",
            "code_recalled",
        )
    }

    @extend_schema(
        operation_id="suspend_code",
        tags=["codes"],
        summary="Suspend a code",
        parameters=[IDEMPOTENCY_KEY],
        request=ReasonInput,
        responses={200: StoredCodeSerializer},
    )
    def post(self, request: Request, code_id: str) -> Response:
        """On the shelf it is not sold, with its buyer it is not redeemed, until it is resumed."""
        return take_step(
            request,
            code_id,
            "suspend",
            lambda code, actor, why: suspend_code(code_id=code, actor=actor, reason=why, now=now()),
        )


class CodeResume(ApiView):
    """Thawing."""

    scopes: ClassVar[dict[str, str]] = {"POST": "codes:manage"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": (
            "code_state_invalid",
            "code_recalled",
        )
    }

    @extend_schema(
        operation_id="resume_code",
        tags=["codes"],
        summary="Resume a suspended code",
        parameters=[IDEMPOTENCY_KEY],
        request=ReasonInput,
        responses={200: StoredCodeSerializer},
    )
    def post(self, request: Request, code_id: str) -> Response:
        """It is again what it was before."""
        return take_step(
            request,
            code_id,
            "resume",
            lambda code, actor, why: resume_code(code_id=code, actor=actor, reason=why, now=now()),
        )


class CodeVoid(ApiView):
    """Voiding."""

    scopes: ClassVar[dict[str, str]] = {"POST": "codes:void"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {"POST": ("code_state_invalid",)}

    @extend_schema(
        operation_id="void_code",
        tags=["codes"],
        summary="Void a code",
        parameters=[IDEMPOTENCY_KEY_REQUIRED],
        request=GivenReasonInput,
        responses={200: StoredCodeSerializer},
    )
    def post(self, request: Request, code_id: str) -> Response:
        """For ever. On the shelf it is written off; with its buyer it is worth nothing any more."""
        return take_step(
            request,
            code_id,
            "void",
            lambda code, actor, why: void_code(code_id=code, actor=actor, reason=why, now=now()),
            GivenReasonInput,
        )


class CodeReplace(ApiView):
    """Replacing."""

    scopes: ClassVar[dict[str, str]] = {"POST": "codes:manage"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": (
            "code_state_invalid",
            "code_recalled",
            "insufficient_stock",
        )
    }

    @extend_schema(
        operation_id="replace_code",
        tags=["codes"],
        summary="Replace a code",
        parameters=[IDEMPOTENCY_KEY_REQUIRED],
        request=GivenReasonInput,
        responses={201: ReplacementSerializer},
    )
    def post(self, request: Request, code_id: str) -> Response:
        """The old one is void; another of its SKU is issued for it, free of charge, with what was left of the old one."""
        reason, caller = validated(GivenReasonInput(data=request.data))["reason"], caller_of(request)
        target = parse_public_id("code", code_id)

        def make() -> tuple[uuid.UUID, Body]:
            try:
                row = replace_code(code_id=target, actor=caller.public_key_id, reason=reason, today=today(), now=now())
            except CodeStockExhausted as error:
                error.data["sku"] = public_id("sku", error.data["sku"])
                raise
            return row.id, render_replacement(row, livemode=caller.livemode)

        def show(replacement_id: uuid.UUID) -> Body:
            return render_replacement(get_replacement(replacement_id), livemode=caller.livemode)

        return make_once(request, f"/v1/codes/{code_id}/replace", make=make, show=show)
