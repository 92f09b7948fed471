from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError

from merchant_api.versions.calendar import VERSIONS, Version
from merchant_api.versions.compatibility import find_breaks
from merchant_api.versions.documents import document_of, kept_at, kept_document
from platform_core.kernel.clock import now


class Command(BaseCommand):
    """``manage.py write_openapi``: the documents of all versions into ``docs/openapi``; what breaks callers is refused."""

    requires_system_checks: list[str] = []
    help = "Write docs/openapi/<version>.json anew. A version that is out can only grow."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--accept-breaks``: of a version that is not out yet."""
        parser.add_argument("--accept-breaks", action="store_true", help="of versions that are not out yet")

    def handle(self, *args: Any, accept_breaks: bool = False, **options: Any) -> None:
        """Run it."""
        for version in VERSIONS:
            if not version.removed:
                self._write(version, accept_breaks)

    def _write(self, version: Version, accept_breaks: bool) -> None:
        place = kept_at(version.name)
        before = orjson.loads(place.read_bytes()) if place.exists() else None
        breaks = find_breaks(before, document_of(version.name)) if before else []
        for text in breaks:
            self.stderr.write(f"{version.name}: {text}")
        out = version.promised_on <= now().date()
        if breaks and (out or not accept_breaks):
            way = "make a version of it (ADR 22)" if out else "if that is meant, --accept-breaks"
            raise CommandError(f"{version.name} would break its callers: {way}")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(kept_document(version.name))
        self.stdout.write(f"wrote {place.name}")
