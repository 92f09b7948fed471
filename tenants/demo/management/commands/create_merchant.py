from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser
from django.core.validators import validate_email
from django.db import OperationalError

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.kernel.ids import public_id
from platform_core.tenancy.addresses import api_url, shop_url
from platform_core.tenancy.enums import Preset
from tenants.demo.services.open_shop import OpenedShop, open_shop

LONGEST = {"name": 80, "email": 254, "positioning": 200, "with_supplier": 120}


class Command(BaseCommand):
    """``manage.py create_merchant``: a shop by the operator's hand, also while ``up`` is running."""

    help = "Create a merchant with its shop, owner and API keys."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--name", required=True)
        parser.add_argument("--slug", required=True)
        parser.add_argument("--email", required=True)
        parser.add_argument("--preset", choices=Preset.values, default=Preset.VERTICAL)
        parser.add_argument("--positioning", default="")
        parser.add_argument("--password", default="", help="made up when not given")
        parser.add_argument(
            "--with-supplier", default="", metavar="NAME", help="the operator vouches for it, and for the merchant"
        )
        parser.add_argument("--plan", default="", help="plan with limits; without one there are none")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--port", type=int, help="port of a running `up`")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and print it."""
        try:
            self._check(options)
            shop = open_shop(
                name=options["name"],
                slug=options["slug"],
                email=options["email"],
                preset=options["preset"],
                positioning=options["positioning"],
                password=options["password"],
                supplier=options["with_supplier"],
                plan=options["plan"],
                now=now(),
            )
        except ValidationError as error:
            self._refuse(options, f"{error.message}_invalid", {})
        except OperationalError as error:
            self._refuse(options, "database_unreachable", {"reason": str(error).splitlines()[0]})
        except DomainError as error:
            self._refuse(options, error.code, error.data)
        else:
            self._print(options, self._facts(shop, generated=not options["password"]))

    def _check(self, options: dict[str, Any]) -> None:
        for name, longest in LONGEST.items():
            value = options[name]
            if len(value) > longest or (name == "name" and not value.strip()) or not value.isprintable():
                raise ValidationError(name)
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise ValidationError("email") from error

    def _facts(self, shop: OpenedShop, *, generated: bool) -> dict[str, Any]:
        facts = {
            "tenant_id": public_id("ten", shop.tenant.id),
            "slug": shop.tenant.slug,
            "shop_url": shop_url(shop.tenant.host),
            "console_url": shop_url(shop.tenant.host, "/console/"),
            "api_base": api_url("/v1"),
            "api_key_live": shop.api_key_live,
            "api_key_test": shop.api_key_test,
        }
        if shop.supplier_id:
            facts["supplier_id"] = shop.supplier_id
        if generated:
            facts["owner_password"] = shop.password
        return facts

    def _print(self, options: dict[str, Any], facts: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
        else:
            for name, value in facts.items():
                self.stdout.write(f"{name:16} {value}")

    def _refuse(self, options: dict[str, Any], code: str, data: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"error": code, "detail": {k: str(v) for k, v in data.items()}}))
        else:
            self.stderr.write(f"{code} {data}")
        raise SystemExit(1)
