from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from platform_core.identity.enums import StaffRole
from platform_core.identity.errors import StaffRoleRefused
from platform_core.identity.models import User
from platform_core.identity.services.change_staff_roles import change_staff_roles
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context


class Command(BaseCommand):
    """``manage.py grant_staff``: the first of the platform's staff, and the way back when nobody can log in as an operator."""

    help = "Give a person who has an account exactly these roles of the platform's staff; none takes them all."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("email")
        parser.add_argument("--role", action="append", default=[], choices=StaffRole.values)
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--port", type=int, help="port of a running `up`")

    def handle(self, *args: Any, **options: Any) -> None:
        """Give them, and say which they are."""
        with platform_context():
            user = User.objects.filter(email=options["email"].strip().lower()).first()
            if user is None:
                raise CommandError("nobody has an account with this address")
            try:
                change_staff_roles(user_id=user.id, roles=options["role"], by="operator", now=now())
            except StaffRoleRefused as error:
                raise CommandError(f"refused: {error.data['reason']}") from error
        self.stdout.write(f"{user.email} {' '.join(sorted(set(options['role']))) or 'none'}")
