"""A migration touches its own app: it imports no other's code, and what it runs gets no other app's models."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import ROOMS, app_of, at, calls, code, dotted, imports, parsed, string

# Ids and choices are plain Python, without tables.
SHARED = ("platform_core.kernel",)


def _runs_code(tree: ast.Module) -> bool:
    return any(dotted(call.func).endswith("RunPython") for call in calls(tree))


def violations(root: Path) -> list[str]:
    """Migrations that reach into another app."""
    found = []
    for path in code(root):
        if path.parent.name != "migrations" or path.name == "__init__.py":
            continue
        tree, own = parsed(path), app_of(root, path)
        for node, name in imports(tree):
            stranger = not name.startswith((own, *SHARED)) and name.split(".")[0] in ROOMS and "." in name
            if stranger and not any(f"{shared}.".startswith(f"{name}.") for shared in SHARED):
                found.append(at(root, path, node, f"imports {name} of another app"))
        if not _runs_code(tree):
            continue
        for call in calls(tree):
            if dotted(call.func).endswith("get_model") and call.args:
                label = (string(call.args[0]) or "?").split(".")[0]
                if label != own.rpartition(".")[2]:
                    found.append(at(root, path, call, f"RunPython touches {label}"))
    return found
