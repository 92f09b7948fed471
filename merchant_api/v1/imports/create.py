from __future__ import annotations

import re
import uuid
from typing import Any

import orjson
from django.db import IntegrityError, transaction
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of, request_id
from merchant_api.idempotency import Fingerprint, fingerprint_of, idempotency_key
from merchant_api.operations import render_import_operation
from merchant_api.problems import ApiProblem
from merchant_api.replay import find_replay, wait_for_other
from merchant_api.serializers import validated
from merchant_api.sku_ids import parse_sku_id
from merchant_api.v1.imports.serializers import ImportInput
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id
from tenants.access.services.record_idempotency import IdempotencyClaim, record_idempotency
from tenants.catalog.models import Sku
from tenants.inventory.models import CodeImport
from tenants.inventory.reading import ReadFormat
from tenants.inventory.selectors import find_contract, get_import
from tenants.inventory.services.start_import import start_import
from tenants.inventory.uploads import SealedFile, StoredUpload, delete_upload, store_upload

MAXIMUM_ROWS = 200
TEMPLATE = "/v1/imports"
COLUMNS = frozenset({"secret", "card_number", "face_value", "expires_on", "ignore"})
FIELDS = frozenset({"file", "sku", "supplier", "unit_cost", "shared_uses", "format"})


class Source:
    """Where the codes come from and what the request says of them."""

    def __init__(self, stored: StoredUpload, filename: str, given: ReadFormat | None, fields: dict[str, Any]) -> None:
        self.stored, self.filename, self.given, self.fields = stored, filename, given, fields
        self.started = False


def create_import(request: Request) -> Response:
    """``POST /v1/imports``: seal what came, note it, answer an operation. A repeated key answers the same one."""
    key = idempotency_key(request)
    multipart = (request.content_type or "").startswith("multipart/form-data")
    source = _from_file(request) if multipart else _from_rows(request)
    try:
        return _create(request, source, key)
    except BaseException:
        if not source.started:  # else it is the job's
            delete_upload(source.stored.name)
        raise


def _create(request: Request, source: Source, key: str | None) -> Response:
    body = {**source.fields, "sha256": source.stored.sha256.hex()}
    print_ = fingerprint_of(request, TEMPLATE, body)
    replayed = _replay(key, print_)
    if replayed is not None:
        delete_upload(source.stored.name)
        return replayed
    sku, contract_id = _targets(source.fields)
    unit_cost = _number(source.fields, "unit_cost", sku.cost, 10**12)
    shared_uses = _number(source.fields, "shared_uses", 0, 10**6)
    moment = now()
    try:
        with transaction.atomic():
            row = start_import(
                sku_id=sku.id,
                contract_id=contract_id,
                upload=source.stored.name,
                filename=source.filename,
                bytes=source.stored.size,
                given=source.given,
                unit_cost=unit_cost,
                shared_uses=shared_uses,
                created_by=caller_of(request).public_key_id,
                now=moment,
            )
            if key is not None:
                claim = IdempotencyClaim(key, print_.digest, request_id(request), 202)
                record_idempotency(claim=claim, resource_id=row.id, now=moment)
    except IntegrityError as error:
        delete_upload(source.stored.name)
        return wait_for_other(error, lambda: _replay(key, print_))
    source.started = True
    return _accepted(get_import(row.id), {})


def _accepted(row: CodeImport, headers: dict[str, str]) -> Response:
    body = render_import_operation(row)
    location = {"Location": f"/v1/operations/{body['id']}", "Retry-After": "1"}
    return Response(body, status=202, headers={**location, **headers})


def _replay(key: str | None, print_: Fingerprint) -> Response | None:
    record = find_replay(key, print_)
    return _accepted(get_import(record.resource_id), record.headers) if record else None


def _number(fields: dict[str, Any], name: str, default: int, maximum: int) -> int:
    raw = fields.get(name)
    if raw is None:
        return default
    if not re.fullmatch(r"[0-9]{1,13}", str(raw)) or int(raw) > maximum:
        raise ApiProblem("invalid_parameter", param=name, reason=f"a whole number up to {maximum} is expected")
    return int(raw)


def _targets(fields: dict[str, Any]) -> tuple[Sku, uuid.UUID]:
    found: dict[str, Any] = {}
    for name, prefix in (("sku", "sku"), ("supplier", "sup")):
        if not fields.get(name):
            raise ApiProblem("parameter_missing", param=name)
        try:
            text = str(fields[name])
            identifier = parse_sku_id(text) if name == "sku" else parse_public_id(prefix, text)
        except RecordNotFound as error:
            raise ApiProblem("resource_not_found", param=name) from error
        row = Sku.objects.filter(pk=identifier).first() if name == "sku" else find_contract(identifier)
        if row is None:
            raise ApiProblem("resource_not_found", param=name)
        found[name] = row
    return found["sku"], found["supplier"].id


def _from_file(request: Request) -> Source:
    data: Any = request.data
    file = data.get("file")
    fields = {name: value for name, value in data.items() if name != "file"}
    for name, value in fields.items():
        if name not in FIELDS or isinstance(value, SealedFile):
            raise ApiProblem("parameter_unknown", param=name)
    if not isinstance(file, SealedFile):
        raise ApiProblem("parameter_missing", param="file")
    given = _format(fields.get("format"))
    return Source(file.stored, file.name or "upload", given, fields)


def _format(raw: Any) -> ReadFormat | None:
    if not raw:
        return None
    try:
        given = ReadFormat.from_json(orjson.loads(raw))
        b"a".decode(given.encoding or "utf-8", errors="replace")
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise ApiProblem("invalid_parameter", param="format", reason="encoding, separator, columns") from error
    columns = given.columns or ("secret",)
    if given.kind is not None or not set(columns) <= COLUMNS or columns.count("secret") != 1:
        reason = f"columns are a list of {', '.join(sorted(COLUMNS))}, one of them secret"
        raise ApiProblem("invalid_parameter", param="format", reason=reason)
    return given


def _from_rows(request: Request) -> Source:
    rows = request.data.get("rows") if isinstance(request.data, dict) else None
    if isinstance(rows, list) and len(rows) > MAXIMUM_ROWS:
        raise ApiProblem("batch_too_large", param="rows", maximum=MAXIMUM_ROWS)
    body = validated(ImportInput(data=request.data))
    codes = [
        {
            "card_number": row.get("card_number", ""),
            "secret": row["code"],
            "face_value": row.get("face_value"),
            "expires_on": row["expires_on"].isoformat() if row.get("expires_on") else None,
        }
        for row in body.pop("rows")
    ]
    return Source(store_upload(orjson.dumps(codes)), "rows.json", ReadFormat.of_rows(), body)
