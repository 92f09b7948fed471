"""Domain code knows no HTTP, no REST framework and no task; libraries with a wall around them stay behind it."""

from __future__ import annotations

from pathlib import Path

from tests.architecture.sources import ROOMS, app_of, apps, at, code, imports, name_of, parsed

HTTP = ("django.http", "django.shortcuts", "django.urls", "django.views", "django.contrib.messages", "rest_framework",
        "drf_spectacular", "django.middleware")  # fmt: skip
DOMAIN_FOLDERS = {"services", "models"}
DOMAIN_FILES = {"selectors.py", "locks.py", "errors.py", "enums.py", "tasks.py"}
KERNEL = "platform_core.kernel"
# Which library is spoken where: path beginnings.
HOMES = {
    "stripe": ("tenants/payments/gateways/stripe", "billing/providers/stripe"),
    "wechatpayv3": ("tenants/payments/gateways/wechatpay/",),
    "django_tenants": ("platform_core/tenancy/", "config/"),
    "rest_framework": ("merchant_api/",),
    "drf_spectacular": ("merchant_api/", "config/"),
}


def _is_domain(root: Path, path: Path) -> bool:
    if (path.name in DOMAIN_FILES or path.name.endswith(("_selectors.py", "_enums.py"))) and path.parent in apps(
        root
    ).values():
        return True
    return path.parent.name in DOMAIN_FOLDERS or app_of(root, path) == KERNEL


def _under(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def violations(root: Path) -> list[str]:
    """Imports that belong to the edge, or behind a wall."""
    found = []
    for path in code(root):
        here = name_of(root, path)
        for node, name in imports(parsed(path)):
            if _is_domain(root, path) and _under(name, HTTP):
                found.append(at(root, path, node, f"domain code imports {name}"))
            head = name.split(".")[0]
            if head in HOMES and not here.startswith(HOMES[head]):
                found.append(at(root, path, node, f"{head} is spoken in {', '.join(HOMES[head])}"))
            if head in ROOMS and name.endswith(".tasks") and path.name != "apps.py":
                found.append(at(root, path, node, f"{name}: jobs are called by name"))
    return sorted(set(found))
