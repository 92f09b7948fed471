"""The folder decides the schema: each app stands in exactly one list of ``config/settings/parts/apps.py``, by folder."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import ROOMS, apps, at, parsed, string

LISTS = Path("config/settings/parts/apps.py")
SHARED, TENANT, OTHER = "SHARED_APPS", "TENANT_APPS", "OTHER_APPS"
SHARED_ROOMS = {"platform_core", "billing", "webhooks"}


def _lists(root: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {SHARED: [], TENANT: [], OTHER: []}
    for node in parsed(root / LISTS).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = [text for item in node.value.elts if (text := string(item))]
    return found


def violations(root: Path) -> list[str]:
    """Apps that stand in no list, in two, or in the list of another folder."""
    lists = _lists(root)
    found = []
    for name in lists[SHARED]:
        if name.split(".")[0] in ROOMS and name.split(".")[0] not in SHARED_ROOMS:
            found.append(at(root, root / LISTS, 1, f"{name} has no tables in public"))
    for name in lists[TENANT]:
        if name.split(".")[0] != "tenants":
            found.append(at(root, root / LISTS, 1, f"{name} has no tables in a merchant's schema"))
    for name, folder in apps(root).items():
        listed = [each for each, names in lists.items() if name in names]
        registered = (folder / "apps.py").exists()
        if registered and len(listed) != 1:
            found.append(at(root, root / LISTS, 1, f"{name} stands in {listed or 'no list'}"))
        if not registered and listed:
            found.append(at(root, root / LISTS, 1, f"{name} is listed and has no apps.py"))
        if listed == [OTHER] and (folder / "models").exists():
            found.append(at(root, root / LISTS, 1, f"{name} has tables and stands among the apps without"))
    names = {name for each in lists.values() for name in each if name.split(".")[0] in ROOMS}
    found += [at(root, root / LISTS, 1, f"{name} does not exist") for name in sorted(names - set(apps(root)))]
    return found
