"""The only reader of ``os.environ``: every setting that comes from outside, with its default.

Where a key is not set, the state file that a running ``manage.py up`` leaves in the data folder is asked, so that
commands such as ``create_merchant --data-dir D`` find the embedded services without any setting.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_FILE = "runtime.json"


@dataclass(frozen=True)
class Env:
    """Settings from outside; see ``.env.example`` for what each one means."""

    data_dir: Path
    database_url: str
    database_login: str
    redis_url: str
    port: int
    platform_host: str
    public_scheme: str
    public_port: int | None
    secret_key: str
    master_key: str
    debug: bool
    environment: str
    sentry_dsn: str
    log_level: str
    role_suffix: str
    trusted_proxies: tuple[str, ...]
    event_waiters: int
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: str
    smtp_security: str
    mail_api: str
    mail_api_key: str
    mail_from: str
    stripe_key: str
    stripe_webhook_secrets: tuple[str, ...]
    metrics_token: str
    dns_servers: tuple[str, ...]
    person_signals: str
    require_second_factor: str
    require_qualification: str
    clamd: str
    log_days: str
    retention_profile: str
    goal_hours: str
    transfer_second_from: str
    watch_lists: tuple[str, ...]
    plans_file: str
    billing: str
    billing_webhook_secrets: tuple[str, ...]
    bank_transfer: str
    alive_file: str


class GivenServices(NamedTuple):
    """Addresses of services that somebody named for us; empty where none was named."""

    database_url: str
    redis_url: str


def _state(data_dir: Path) -> dict[str, str]:
    """What a running ``up`` wrote about its services; empty when none runs on this data folder."""
    try:
        loaded = json.loads((data_dir / STATE_FILE).read_text())
    except (OSError, ValueError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def _read(state: dict[str, str], key: str, default: str = "") -> str:
    value = os.environ.get(key)
    if value is None or value == "":
        value = str(state.get(key.lower(), "") or default)
    return value


def _mail() -> dict[str, Any]:
    return {
        "smtp_host": os.environ.get("KAQUAN_SMTP_HOST", ""),
        "smtp_port": int(os.environ.get("KAQUAN_SMTP_PORT") or 587),
        "smtp_user": os.environ.get("KAQUAN_SMTP_USER", ""),
        "smtp_password": os.environ.get("KAQUAN_SMTP_PASSWORD", ""),
        "smtp_security": os.environ.get("KAQUAN_SMTP_SECURITY") or "starttls",
        "mail_api": os.environ.get("KAQUAN_MAIL_API", ""),
        "mail_api_key": os.environ.get("KAQUAN_MAIL_API_KEY", ""),
        "mail_from": os.environ.get("KAQUAN_MAIL_FROM", ""),
    }


@cache
def env() -> Env:
    """Read the environment once.

    Returns:
        The settings. Missing keys have the defaults of a single machine with embedded services.
    """
    data_dir = Path(os.environ.get("KAQUAN_DATA_DIR") or BASE_DIR / ".kaquan").resolve()
    state = _state(data_dir)
    port = int(_read(state, "KAQUAN_PORT", "8000"))
    public_port = _read(state, "KAQUAN_PUBLIC_PORT", str(port))
    return Env(
        data_dir=data_dir,
        database_url=_read(state, "DATABASE_URL"),
        database_login=os.environ.get("KAQUAN_DATABASE_LOGIN", "web"),
        redis_url=_read(state, "REDIS_URL"),
        port=port,
        platform_host=_read(state, "KAQUAN_PLATFORM_HOST", "kaquan.localhost"),
        public_scheme=_read(state, "KAQUAN_PUBLIC_SCHEME", "http"),
        public_port=None if public_port in {"80", "443", ""} else int(public_port),
        secret_key=os.environ.get("KAQUAN_SECRET_KEY", ""),
        master_key=os.environ.get("KAQUAN_MASTER_KEY", ""),
        debug=os.environ.get("KAQUAN_DEBUG", "") == "1",
        environment=os.environ.get("KAQUAN_ENVIRONMENT", "local"),
        sentry_dsn=os.environ.get("SENTRY_DSN", ""),
        log_level=os.environ.get("KAQUAN_LOG_LEVEL", "INFO"),
        role_suffix=os.environ.get("KAQUAN_ROLE_SUFFIX", ""),
        trusted_proxies=tuple(os.environ.get("KAQUAN_TRUSTED_PROXIES", "").replace(",", " ").split()),
        event_waiters=int(os.environ.get("KAQUAN_EVENT_WAITERS") or 4),
        **_mail(),
        stripe_key=os.environ.get("KAQUAN_STRIPE_KEY", ""),
        stripe_webhook_secrets=tuple(os.environ.get("KAQUAN_STRIPE_WEBHOOK_SECRETS", "").split()),
        metrics_token=os.environ.get("KAQUAN_METRICS_TOKEN", "").strip(),
        dns_servers=tuple(os.environ.get("KAQUAN_DNS_SERVERS", "").split()),
        person_signals=os.environ.get("KAQUAN_PERSON_SIGNALS", "").strip(),
        require_second_factor=os.environ.get("KAQUAN_REQUIRE_SECOND_FACTOR", "").strip(),
        require_qualification=os.environ.get("KAQUAN_REQUIRE_QUALIFICATION", "").strip(),
        clamd=os.environ.get("KAQUAN_CLAMD", "").strip(),
        log_days=os.environ.get("KAQUAN_LOG_DAYS", "").strip(),
        retention_profile=os.environ.get("KAQUAN_RETENTION_PROFILE", "").strip() or "standard",
        goal_hours=os.environ.get("KAQUAN_GOAL_HOURS", "").strip(),
        transfer_second_from=os.environ.get("KAQUAN_TRANSFER_SECOND_FROM", "").strip(),
        watch_lists=tuple(os.environ.get("KAQUAN_WATCH_LISTS", "").split()),
        plans_file=os.environ.get("KAQUAN_PLANS_FILE", ""),
        billing=os.environ.get("KAQUAN_BILLING", ""),
        billing_webhook_secrets=tuple(os.environ.get("KAQUAN_BILLING_WEBHOOK_SECRETS", "").split()),
        bank_transfer=os.environ.get("KAQUAN_BANK_TRANSFER", "").strip(),
        alive_file=os.environ.get("KAQUAN_ALIVE_FILE", ""),
    )


def given_services() -> GivenServices:
    """The services that the environment itself names, for ``up``.

    The state file is not asked: what stands there when ``up`` begins are the services of an earlier run that was
    killed, and taking their addresses for given ones would keep it from starting its own.
    """
    return GivenServices(os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", ""))
