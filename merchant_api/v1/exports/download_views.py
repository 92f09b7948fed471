from __future__ import annotations

from typing import Any

from django.http import FileResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from merchant_api.problems import ApiProblem
from platform_core.kernel.clock import now
from platform_core.tenancy import directory
from platform_core.tenancy.client_address import ip_of
from platform_core.tenancy.context import tenant_context
from tenants.reporting.enums import ExportFormat
from tenants.reporting.services.open_download import open_download
from tenants.reporting.vault import read_link

KINDS = {ExportFormat.CSV.value: "text/csv; charset=utf-8", ExportFormat.JSONL.value: "application/jsonl"}


@extend_schema(exclude=True)
class Download(APIView):
    """The file behind the link of an export, for a browser or a program without a key."""

    authentication_classes: Any = []
    permission_classes: Any = [AllowAny]

    def get(self, request: Request, link: str) -> HttpResponseBase:
        """Sent while it is opened; the download is on record before the first byte leaves."""
        linked = read_link(link)
        tenant = directory.find_by_id(linked.tenant_id)
        if tenant is None:
            raise ApiProblem("resource_not_found")
        with tenant_context(tenant):
            found = open_download(export_id=linked.export_id, ip=ip_of(request) or None, now=now())
        row = found.export
        kind = "application/zip" if row.reveal else KINDS[row.format]
        answer = FileResponse(found.content, as_attachment=True, filename=row.filename, content_type=kind)
        answer.headers["Content-Length"] = str(row.bytes)
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "no-referrer"
        return answer
