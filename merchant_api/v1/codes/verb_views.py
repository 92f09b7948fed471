"""What can be done to a code that one knows by its id: activate, suspend, resume, void, replace."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ClassVar

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.once import Body, make_once
from merchant_api.parameters import IDEMPOTENCY_KEY, IDEMPOTENCY_KEY_REQUIRED
from merchant_api.serializers import StrictSerializer, validated
from merchant_api.v1.codes.rendering import render_replacement, render_stored
from merchant_api.v1.codes.serializers import (
    BulkVoidInput,
    BulkVoidSerializer,
    GivenReasonInput,
    ReasonInput,
    ReplacementSerializer,
    StoredCodeSerializer,
)
from merchant_api.v1.codes.views import today
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.ids import new_id, parse_public_id, public_id
from tenants.inventory.errors import CodeStockExhausted
from tenants.inventory.selectors import list_codes
from tenants.issuance.codes import Code
from tenants.issuance.enums import CodeStatus
from tenants.issuance.selectors import get_code, get_replacement, list_facts_of, list_voided
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


class CodeBulkVoid(ApiView):
    """Voiding many."""

    scopes: ClassVar[dict[str, str]] = {"POST": "codes:void"}

    @extend_schema(
        operation_id="void_codes",
        tags=["codes"],
        summary="Void up to 100 codes",
        parameters=[IDEMPOTENCY_KEY_REQUIRED],
        request=BulkVoidInput,
        responses={200: BulkVoidSerializer},
    )
    def post(self, request: Request) -> Response:
        """Each by itself: one that cannot be voided says why and does not stop the others."""
        body, caller = validated(BulkVoidInput(data=request.data)), caller_of(request)

        ids = [_id_of(text) for text in body["codes"]]

        def make() -> tuple[uuid.UUID, Body]:
            made = new_id()
            for code_id in sorted({each for each in ids if each}):  # two calls lock in one order
                with suppress(DomainError), transaction.atomic():  # why not, is seen from what it is
                    void_code(
                        code_id=code_id, actor=caller.public_key_id, reason=body["reason"], now=now(), void_id=made
                    )
            return made, show(made)

        def show(made: uuid.UUID) -> Body:
            """From the history of the codes: a repeat answers what this very call did."""
            voided = set(list_voided(made).values_list("code_id", flat=True))
            states = {each.stored.id: each.path_status for each in list_facts_of(list_codes([x for x in ids if x]))}
            items = [
                _bulk_item(index, text, states.get(code_id) if code_id else None, code_id in voided)
                for index, (text, code_id) in enumerate(zip(body["codes"], ids, strict=True))
            ]
            done = sum(item["voided"] for item in items)
            head = {"id": public_id("void", made), "object": "bulk_void", "livemode": caller.livemode}
            return {**head, "voided": done, "failed": len(items) - done, "items": items}

        return make_once(request, "/v1/codes:bulk_void", make=make, show=show, status=200)


def _id_of(text: str) -> uuid.UUID | None:
    try:
        return parse_public_id("code", text)
    except RecordNotFound:
        return None


def _bulk_item(index: int, text: str, state: CodeStatus | None, voided: bool) -> dict[str, Any]:
    problem = None if voided else "resource_not_found" if state is None else "code_state_invalid"
    if problem and state == CodeStatus.REDEEMED:
        problem = "already_redeemed"
    return {
        "index": index, "code": text, "voided": voided, "state": state.value if state else None, "problem": problem,
    }  # fmt: skip
