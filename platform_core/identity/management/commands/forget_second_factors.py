from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from platform_core.identity.models import User
from platform_core.identity.selectors import list_factors
from platform_core.identity.services.remove_factor import remove_factor
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context


class Command(BaseCommand):
    """``manage.py forget_second_factors``: for an owner who lost phone and recovery codes, once it is known that it is them."""

    help = "Take away every second factor of a person, who is told by mail; their password logs them in to set up a new one."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("email")
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--port", type=int, help="port of a running `up`")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take them away, and say how many there were."""
        with platform_context():
            user = User.objects.filter(email=options["email"].strip().lower()).first()
            if user is None:
                raise CommandError("nobody logs in with this address")
            factors = list_factors(user.id)
            for factor in factors:
                remove_factor(user_id=user.id, factor_id=factor.id, now=now())
        self.stdout.write(f"removed {len(factors)}")
