"""A logged request as a command for a shell, to try it again. What was hidden stays hidden; the key is the reader's own."""

from __future__ import annotations

import json
import shlex

import orjson

from platform_core.kernel.ids import public_id
from platform_core.tenancy.addresses import api_url
from tenants.access.models import RequestLogEntry
from webhooks.previewing import Preview

JSON, FORM = "application/json", "multipart/form-data"
FILE = "[file]"
HIDDEN = "[hidden]"


def pretty(body: str) -> str:
    """JSON for people, Chinese as it is written."""
    return json.dumps(orjson.loads(body), ensure_ascii=False, indent=2)


def as_curl(row: RequestLogEntry) -> str:
    """The command, one option a line. ``$KAQUAN_API_KEY`` is filled in by the shell; values never are."""
    url = api_url(row.path) + (f"?{row.query}" if row.query else "")
    # Braces and brackets of a hidden part are not curl's own.
    lines = [f"curl --globoff -X {shlex.quote(row.method)} {shlex.quote(url)}"]
    lines.append('-H "Authorization: Bearer $KAQUAN_API_KEY"')
    if row.version:
        lines.append(f"-H {shlex.quote(f'Kaquan-Version: {row.version}')}")
    if row.idempotency_key.startswith("*"):
        lines.append(f'-H "Idempotency-Key: {public_id("req", row.id)}"')  # the one that was sent is masked
    elif row.idempotency_key:
        lines.append(f"-H {shlex.quote(f'Idempotency-Key: {row.idempotency_key}')}")
    return " \\\n  ".join(lines + _body(row))


def _body(row: RequestLogEntry) -> list[str]:
    if row.content_type == FORM:
        fields = orjson.loads(row.request_body) if row.request_body else {}
        return [
            f"-F {shlex.quote(f'{name}=@{name}.txt')}"
            if value == FILE
            else f"--form-string {shlex.quote(f'{name}={value}')}"
            for name, value in fields.items()
        ]
    if not row.request_bytes:
        return []
    kind = [f"-H {shlex.quote(f'Content-Type: {JSON}')}"] if row.content_type == JSON else []
    sent = shlex.quote(pretty(row.request_body)) if row.request_body else ""
    return [*kind, f"--data-raw {sent}" if sent else "--data-binary @body"]


def as_signed_curl(preview: Preview) -> str:
    """A delivery as a command for a shell: the very bytes, signed for now. Values of the shop's own headers stay hidden."""
    headers = {"Content-Type": preview.content_type, **preview.headers, **dict.fromkeys(preview.hidden, HIDDEN)}
    lines = [f"curl --globoff -X POST {shlex.quote(preview.url)}"]
    lines += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in headers.items()]
    return " \\\n  ".join([*lines, f"--data-raw {shlex.quote(preview.body.decode())}"])
