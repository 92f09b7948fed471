"""Codes that somebody shows: are they worth something, and taking it. Guessing is limited before anything is looked up."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.idempotency import Fingerprint, fingerprint_of
from merchant_api.numbered import Number
from merchant_api.once import Body, make_once
from merchant_api.parameters import IDEMPOTENCY_KEY_REQUIRED
from merchant_api.problems import ApiProblem
from merchant_api.serializers import validated
from merchant_api.throttling.guesses import guessing
from merchant_api.v1.codes.rendering import render_redemption
from merchant_api.v1.codes.serializers import (
    RedeemInput,
    RedemptionSerializer,
    ValidateInput,
    ValidationSerializer,
)
from merchant_api.v1.codes.views import today
from merchant_api.views import ApiView
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.kernel.ids import public_id
from tenants.catalog.enums import RedemptionKind
from tenants.inventory.selectors import find_code_saying, list_codes_numbered
from tenants.inventory.stored import StoredCode, fingerprints_of
from tenants.issuance.codes import ON_SHELF, Code, check_usable
from tenants.issuance.enums import CodeStatus
from tenants.issuance.errors import AlreadyRedeemed, CodeExpired, CodeRecalled, CodeSuspended
from tenants.issuance.selectors import find_redemption_by_external_id, get_redemption, list_facts_of
from tenants.issuance.services.redeem_code import Wanted, redeem_code

SAYS: dict[type[DomainError], str] = {
    CodeSuspended: "suspended",
    CodeRecalled: "recalled",
    CodeExpired: "expired",
    AlreadyRedeemed: "already_redeemed",
}


def find_shown(request: Request, body: dict[str, Any]) -> StoredCode | None:
    """The code that somebody shows; a miss counts as a guess.

    Raises:
        ApiProblem: ``code_guess_limited``; ``serial_ambiguous``: several cards bear the number.
    """
    with guessing(request) as guess:
        if body["code"] is None:
            numbered = list_codes_numbered(body["serial"])
        else:
            stored = find_code_saying(body["code"], body.get("serial"))
            numbered = [stored] if stored else []
        if numbered:
            guess.hit()
    if len(numbered) > 1:
        raise ApiProblem("serial_ambiguous", param="serial")
    return numbered[0] if numbered else None


class CodeValidate(ApiView):
    """Asking what a code is worth."""

    scopes: ClassVar[dict[str, str]] = {"POST": "codes:validate"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": ("code_guess_limited", "code_not_named", "serial_ambiguous")
    }

    @extend_schema(
        operation_id="validate_code",
        tags=["codes"],
        summary="Ask whether a code is worth something",
        request=ValidateInput,
        responses={200: ValidationSerializer},
    )
    def post(self, request: Request) -> Response:
        """Changes nothing. A code that is not there is an answer (`not_found`), and a guess: ten misses a minute and address."""
        body = validated(ValidateInput(data=request.data))
        stored = find_shown(request, body)
        code = list_facts_of([stored])[0] if stored else None
        answer = {**_validation(code, caller_of(request).livemode), "context": body.get("context") or {}}
        return Response(answer, headers={"Cache-Control": "no-store"})


def _validation(code: Code | None, livemode: bool) -> dict[str, Any]:
    reason = _reason(code)
    kind = code.sku.redemption if code else None
    return {
        "object": "validation",
        "livemode": livemode,
        "valid": reason == "ok",
        "code": reason,
        "id": code.public_id if code else None,
        "state": code.status(today()).value if code else None,
        "sku": public_id("sku", code.sku.id) if code else None,
        "redemption": kind,
        "balance": code.left if code and kind == RedemptionKind.AMOUNT else None,
        "units_left": code.left if code and kind == RedemptionKind.UNITS else None,
        "currency": code.sku.currency if code else None,
        "expires_on": code.stored.expires_on if code else None,
    }


def _reason(code: Code | None) -> str:
    """Why a code is not worth anything, or ``ok``."""
    if code is None:
        return "not_found"
    try:
        check_usable(code, today())
    except DomainError as error:
        said = SAYS.get(type(error))
        if said:
            return said
        status = code.status(today())
        if status in ON_SHELF:
            return "not_issued"
        return "voided" if status == CodeStatus.VOIDED else "not_activated"
    return "ok"


class CodeRedeem(ApiView):
    """Taking something from a code."""

    scopes: ClassVar[dict[str, str]] = {"POST": "codes:redeem"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": (
            "code_state_invalid",
            "code_suspended",
            "code_recalled",
            "code_guess_limited",
            "code_not_named",
            "code_expired",
            "already_redeemed",
            "redemption_exceeds_balance",
            "code_not_redeemable",
            "external_id_conflict",
        )
    }

    @extend_schema(
        operation_id="redeem_code",
        tags=["codes"],
        summary="Redeem a code",
        parameters=[IDEMPOTENCY_KEY_REQUIRED],
        request=RedeemInput,
        responses={201: RedemptionSerializer, 200: RedemptionSerializer},
    )
    def post(self, request: Request) -> Response:
        """An amount of its balance or so many uses, all of it or nothing, whoever else asks at the same time."""
        body, caller = validated(RedeemInput(data=request.data)), caller_of(request)
        external_id = body.get("external_id")
        number = Number("rdm", lambda: find_redemption_by_external_id(external_id)) if external_id else None
        stored = find_shown(request, body)
        if stored is None:
            raise ApiProblem("resource_not_found", param="code")
        print_ = _blind(request, body)
        wanted = Wanted(
            body.get("amount"), body.get("units"), external_id, print_.digest, print_.parts, body.get("context") or {}
        )

        def make() -> tuple[uuid.UUID, Body]:
            row = redeem_code(code_id=stored.id, wanted=wanted, actor=caller.public_key_id, today=today(), now=now())
            return row.id, render_redemption(row, livemode=caller.livemode)

        def show(redemption_id: uuid.UUID) -> Body:
            return render_redemption(get_redemption(redemption_id), livemode=caller.livemode)

        return make_once(request, "/v1/codes/redeem", make=make, show=show, print_=print_, number=number)


def _blind(request: Request, body: dict[str, Any]) -> Fingerprint:
    """The request's fingerprint with the code's keyed one in place of what was shown: a short code (or card number) must not be
    found by trying hashes."""
    hidden = fingerprints_of(body["code"], body.get("serial"))[0].hex()
    shown = {"code", "serial", "pin"}
    rest = {name: value for name, value in dict(request.data).items() if name not in shown}
    return fingerprint_of(request, "/v1/codes/redeem", {**rest, "code": hidden})
