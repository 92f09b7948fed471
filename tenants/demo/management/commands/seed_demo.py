from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """placeholder until the demo catalogue lands"""

    def handle(self, *args: Any, **options: Any) -> None:
        pass
