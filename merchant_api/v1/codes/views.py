"""Reading codes: which, in what state, with which history. What they say is read elsewhere, with a record of the look."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.idempotency import fingerprint, idempotency_key, version_of
from merchant_api.once import Body, make_once
from merchant_api.pagination import Field, paginate
from merchant_api.parameters import COUNTED_PAGE, IDEMPOTENCY_KEY, PAGE
from merchant_api.problems import ApiProblem
from merchant_api.replay import find_replay
from merchant_api.v1.codes.rendering import render_step, render_stored
from merchant_api.v1.codes.serializers import CodeStepSerializer, StoredCodeSerializer
from merchant_api.v1.codes.working import list_page, read_filters
from merchant_api.v1.issuances.code_views import readable_by
from merchant_api.v1.issuances.rendering import render_code
from merchant_api.v1.issuances.serializers import CodeSerializer
from merchant_api.views import ApiView
from platform_core.kernel.clock import local_date, now
from platform_core.kernel.ids import parse_public_id
from platform_core.tenancy.client_address import ip_of
from platform_core.tenancy.context import current_tenant
from tenants.issuance.enums import CodeStatus
from tenants.issuance.selectors import get_code, list_code_history
from tenants.issuance.services.reveal_code import reveal_code

NUMBER = Field("number", int, int)


def today() -> dt.date:
    """The date in the shop's calendar."""
    return local_date(now(), current_tenant().time_zone)


class CodeList(ApiView):
    """Codes."""

    scopes: ClassVar[dict[str, str]] = {"GET": "codes:read"}

    @extend_schema(
        operation_id="list_codes",
        tags=["codes"],
        summary="List codes",
        parameters=[
            *PAGE,
            OpenApiParameter("issuance", str, description="Codes of this issuance, line by line, in issue order."),
            OpenApiParameter("import", str, description="Codes of this import, in its own order."),
            OpenApiParameter("refund", str, description="Codes of this refund."),
            OpenApiParameter(
                "serial",
                str,
                description="The serial number of a generated code, or the card number of an imported one.",
            ),
            OpenApiParameter("state", str, enum=CodeStatus.values, description="What they are today."),
        ],
        responses=StoredCodeSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Filters combine. Without any but ``state``: the codes that something became of (activated, redeemed, suspended,
        voided …). A page looks at about 1,000 codes: it may hold fewer than `limit` and have more behind it.
        """
        livemode, date = caller_of(request).livemode, today()
        wanted = read_filters(request)
        return Response(
            list_page(request, wanted, date, lambda code: render_stored(code, livemode=livemode, today=date))
        )


class CodeDetail(ApiView):
    """One code."""

    scopes: ClassVar[dict[str, str]] = {"GET": "codes:read"}

    @extend_schema(operation_id="get_code", tags=["codes"], summary="Get a code", responses=StoredCodeSerializer)
    def get(self, request: Request, code_id: str) -> Response:
        """Its state and what is left of it, never what it says."""
        code = get_code(parse_public_id("code", code_id))
        return Response(render_stored(code, livemode=caller_of(request).livemode, today=today()))


class CodeHistoryList(ApiView):
    """What happened to a code."""

    scopes: ClassVar[dict[str, str]] = {"GET": "codes:read"}

    @extend_schema(
        operation_id="list_code_history",
        tags=["codes"],
        summary="Read the history of a code",
        parameters=COUNTED_PAGE,
        responses=CodeStepSerializer(many=True),
    )
    def get(self, request: Request, code_id: str) -> Response:
        """Every step since it was issued, oldest first; nobody can change it. A code that was only issued has none."""
        code = get_code(parse_public_id("code", code_id))
        steps = list_code_history(code.stored.id)
        return Response(paginate(request, steps, lambda page: [render_step(step) for step in page], by=(NUMBER,)))


class CodeReveal(ApiView):
    """Reading what one code says."""

    scopes: ClassVar[dict[str, str]] = {"POST": "codes:reveal"}
    problems: ClassVar[dict[str, tuple[str, ...]]] = {
        "POST": ("reveal_exhausted", "codes_not_kept", "encryption_key_missing")
    }

    @extend_schema(
        operation_id="reveal_code",
        tags=["codes"],
        summary="Read what a code says",
        parameters=[
            IDEMPOTENCY_KEY,
            OpenApiParameter("format", str, enum=["json", "jwe"], description="jwe: see `list_issuance_codes`."),
        ],
        request=None,
        responses={200: CodeSerializer},
    )
    def post(self, request: Request, code_id: str) -> Response:
        """Only once it was issued. Who looked, when and from where is recorded before the code leaves.

        Where its product limits how often a code is read (`reveal_limit`), this is one look. A repeat with the same
        Idempotency-Key within 10 minutes is the same look, should the answer be lost; it is recorded too."""
        wanted = request.query_params.get("format", "json")
        if wanted not in {"json", "jwe"}:
            raise ApiProblem("invalid_parameter", param="format", reason="json or jwe")
        caller, target = caller_of(request), parse_public_id("code", code_id)
        key = readable_by(caller, wanted)

        def look(*, counted: bool = True) -> Body:
            address = ip_of(request) or None
            code = reveal_code(code_id=target, actor=caller.public_key_id, ip=address, now=now(), counted=counted)
            return render_code(code, key)

        template = f"/v1/codes/{code_id}/reveal"
        print_ = fingerprint("POST", template, version_of(request), None)  # it takes no body
        earlier = find_replay(idempotency_key(request), print_)
        answer = make_once(
            request,
            template,
            make=lambda: (target, look()),
            show=lambda _: look(counted=not (earlier and earlier.lately)),
            status=200,
            print_=print_,
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer
