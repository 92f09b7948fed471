from __future__ import annotations

import datetime as dt
import json
import secrets
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from platform_core.identity.models import User
from platform_core.identity.services.register_user import register_user
from platform_core.kernel.clock import back_in, now
from platform_core.tenancy import directory
from platform_core.tenancy.addresses import api_url, platform_url, shop_url
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.directory import shop_host
from platform_core.tenancy.models import Tenant
from tenants.demo.seeding.sales import sell
from tenants.demo.seeding.shops import fill_shop, load_catalogue
from tenants.demo.seeding.subscriptions import count_usage, fall_behind, grow, try_plan
from tenants.demo.services.open_shop import open_shop


class Past(NamedTuple):
    """What a demo shop has behind it: how many days ago it was opened, and on how many of the last it sold."""

    days: int
    sold: int


# One that grew and pays, one that tries, one whose card refused a bill: after a trial of 14 days and a month of 28 to 31 it is
# in its days of grace.
SHOPS: Final = {"demo": Past(140, 35), "game": Past(5, 5), "cafe": Past(47, 12)}
STAFF = "staff@kaquan.localhost"


class Command(BaseCommand):
    """``manage.py seed_demo``: shops with believable goods and a past, and who can log in; a second run changes nothing."""

    help = "Make the demo shops."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--data-dir", help="data folder of a running `up`")
        parser.add_argument("--port", help="port of a running `up`")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing; write where everything is."""
        path = Path(settings.KAQUAN_DATA_DIR) / "demo.json"
        try:
            kept: dict[str, Any] = json.loads(path.read_text())
        except (OSError, ValueError):
            kept = {"secrets": {}}
        known: dict[str, Any] = kept.setdefault("secrets", {})
        until = now()
        for slug, past in SHOPS.items():
            with platform_context():
                there = Tenant.objects.filter(slug=slug).exists()
            if not there:
                known[slug] = self._open(slug, past, until)
            self._subscribe(slug, until)
        self._staff(known)
        count_usage(now=now())
        partial = path.with_suffix(".new")
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)  # before the first secret is in it
        partial.write_text(json.dumps(self._facts(known), ensure_ascii=False, indent=1))
        partial.rename(path)

    def _password(self) -> str:
        return f"demo-{secrets.token_hex(3)}-{secrets.token_hex(3)}"

    def _open(self, slug: str, past: Past, until: dt.datetime) -> dict[str, str]:
        catalogue = load_catalogue(slug)
        with transaction.atomic():
            with back_in(until - dt.timedelta(days=past.days)):
                shop = open_shop(
                    name=catalogue["name"],
                    slug=slug,
                    email=f"{slug}@kaquan.localhost",
                    preset=catalogue["preset"],
                    positioning=catalogue["positioning"],
                    password=self._password(),
                    now=now(),
                )
                fill_shop(tenant=shop.tenant, now=now())
            sell(tenant=shop.tenant, days=past.sold, until=until)
        return {"password": shop.password, "live": shop.api_key_live, "test": shop.api_key_test}

    def _subscribe(self, slug: str, until: dt.datetime) -> None:
        with platform_context():
            row = Tenant.objects.get(slug=slug)
            tenant = directory.reference(row, shop_host(slug))
        by = f"{slug}@kaquan.localhost"
        if slug == "game":
            try_plan(tenant=tenant, by=by, opened=row.created_at)
        else:
            live = grow if slug == "demo" else fall_behind
            live(tenant=tenant, by=by, opened=row.created_at, until=until)

    def _staff(self, known: dict[str, Any]) -> None:
        with platform_context():
            if not User.objects.filter(email=STAFF).exists():
                password = self._password()
                register_user(email=STAFF, password=password, display_name="平台运营", now=now(), is_staff=True)
                known["staff"] = {"password": password}

    def _facts(self, known: dict[str, Any]) -> dict[str, Any]:
        lost = "（见首次启动 / shown at first start）"
        logins = [
            {
                "who": load_catalogue(slug)["name"],
                "email": f"{slug}@kaquan.localhost",
                "password": known.get(slug, {}).get("password", lost),
                "url": platform_url("/login"),
            }
            for slug in SHOPS
        ]
        logins.append(
            {
                "who": "平台运营 Staff",
                "email": STAFF,
                "password": known.get("staff", {}).get("password", lost),
                "url": platform_url("/staff/login"),
            }
        )
        live = known.get("demo", {}).get("live", "")
        return {
            "secrets": known,
            "logins": logins,
            "shops": [
                {"slug": slug, "name": load_catalogue(slug)["name"], "url": shop_url(shop_host(slug))} for slug in SHOPS
            ],
            "api_key_live": live,
            "api_key_test": known.get("demo", {}).get("test", ""),
            "curl": f'curl -s -H "Authorization: Bearer {live}" {api_url("/v1/ping")}',
        }
