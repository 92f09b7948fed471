"""Database, cache and queue, all from two URLs."""

import hashlib
import urllib.parse
from typing import Any

from config import broker
from config.env import env
from config.settings.parts.secrets import derive_password


def _split(url: str) -> tuple[urllib.parse.SplitResult, dict[str, str]]:
    parts = urllib.parse.urlsplit(url)
    return parts, dict(urllib.parse.parse_qsl(parts.query))


DATABASE_NAME = urllib.parse.unquote(urllib.parse.urlsplit(env().database_url).path.lstrip("/")) or "kaquan"
# Roles are cluster-wide, databases are not: the suffix keeps two installs on one server apart.
ROLE_SUFFIX = env().role_suffix or hashlib.sha256(DATABASE_NAME.encode()).hexdigest()[:6]
ROLE_OWNER = f"kq_owner_{ROLE_SUFFIX}"
ROLE_WEB = f"kq_web_{ROLE_SUFFIX}"
ROLE_PLATFORM = f"kq_platform_{ROLE_SUFFIX}"
ROLE_TENANTS = f"kq_tenants_{ROLE_SUFFIX}"  # what every tenant role may do in public
ROLE_PASSWORDS = {role: derive_password(role) for role in (ROLE_OWNER, ROLE_WEB)}


def _login() -> tuple[str, str]:
    """User and password for this process: the administrator's own, the owner's, or (default) the web login."""
    parts, _ = _split(env().database_url)
    if env().database_login == "admin":
        return urllib.parse.unquote(parts.username or ""), urllib.parse.unquote(parts.password or "")
    role = ROLE_OWNER if env().database_login == "owner" else ROLE_WEB
    return role, ROLE_PASSWORDS[role]


def owner_conninfo() -> dict[str, str]:
    """libpq parameters of the owner's login: provisioning and migration only."""
    parts, query = _split(env().database_url)
    port = str(parts.port or query.get("port", "") or "")
    return {
        "dbname": DATABASE_NAME,
        "user": ROLE_OWNER,
        "password": ROLE_PASSWORDS[ROLE_OWNER],
        "host": query.get("host", "") or (parts.hostname or ""),
        **({"port": port} if port else {}),
    }


def database() -> dict[str, Any]:
    """Django's ``DATABASES["default"]`` for the login of this process."""
    parts, query = _split(env().database_url)
    user, password = _login()
    host = query.pop("host", "") or (parts.hostname or "")
    return {
        "ENGINE": "platform_core.tenancy.backend",
        "NAME": DATABASE_NAME,
        "USER": user,
        "PASSWORD": password,
        "HOST": host,
        "PORT": str(parts.port or query.pop("port", "") or ""),
        "CONN_MAX_AGE": 600,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            **query,
            # A parametrised query is one statement for the server: a stacked injection is refused.
            "server_side_binding": True,
            # Planned once per connection, not with every issue. PostgreSQL plans again by itself when the search path
            # or the role is another; all our statements name their columns.
            "prepare_threshold": 3,
            "application_name": f"kaquan-{env().database_login}",
            "connect_timeout": 5,
        },
    }


DATABASE_ADMIN_URL = env().database_url
DATABASES = {"default": database()}
OWNER_CONNINFO = owner_conninfo()
DATABASE_ROUTERS = ["platform_core.tenancy.routers.TenantSyncRouter"]
TENANT_SYNC_ROUTER = "platform_core.tenancy.routers.TenantSyncRouter"
TENANT_MODEL = "tenancy.Tenant"
TENANT_DOMAIN_MODEL = "tenancy.Domain"
PUBLIC_SCHEMA_NAME = "public"
TENANT_LIMIT_SET_CALLS = True

REDIS_URL = broker.REDIS_URL
CELERY_BROKER_URL = broker.broker_url()

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # Two shops on one server must never meet in the cache.
        "KEY_FUNCTION": "platform_core.tenancy.cache.make_key",
        "TIMEOUT": 300,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}
