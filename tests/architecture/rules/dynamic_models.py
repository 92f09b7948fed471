"""Who touches which table is seen in the imports: no generic foreign keys, no models by name outside migrations."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import at, calls, code, dotted, imports, parsed

GENERIC = {"GenericForeignKey", "GenericRelation"}


def violations(root: Path) -> list[str]:
    """Models that are found by name or by content type."""
    found = []
    for path in code(root):
        tree: ast.Module = parsed(path)
        found += [at(root, path, node, name) for node, name in imports(tree) if name.rpartition(".")[2] in GENERIC]
        if path.parent.name == "migrations":
            continue
        for call in calls(tree):
            if dotted(call.func) in {"apps.get_model", "get_model", "django_apps.get_model"}:
                found.append(at(root, path, call, "get_model outside a migration"))
    return found
