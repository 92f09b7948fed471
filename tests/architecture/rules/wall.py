"""Across the wall go plain ids: tenants' models know no platform model, and no foreign key leaves the schema."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import apps, at, calls, code, dotted, imports, nodes, parsed, string

KEYS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
# The demo makes the first users and shops; it is the composition of everything below it.
ALLOWED = {"tenants/demo/management/commands/seed_demo.py"}


def _label(folder: Path) -> str:
    """The app's label, as ``apps.py`` gives it."""
    module = folder / "apps.py"
    if module.exists():
        for node in nodes(parsed(module)):
            if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "label" for target in node.targets):
                return string(node.value) or folder.name
    return folder.name


def _foreign(call: ast.Call, labels: set[str]) -> str | None:
    to = call.args[0] if call.args else next((word.value for word in call.keywords if word.arg == "to"), None)
    if to is None:
        return None
    text = string(to)
    if text is not None:
        return text if "." in text and text.split(".")[0] not in labels else None
    return dotted(to) if dotted(to).endswith("AUTH_USER_MODEL") else None


def violations(root: Path) -> list[str]:
    """Imports and foreign keys of ``tenants/`` that reach into the platform's tables."""
    labels = {_label(folder) for name, folder in apps(root).items() if name.startswith("tenants.")}
    found = []
    for path in code(root, "tenants"):
        tree = parsed(path)
        for node, name in imports(tree):
            parts = name.split(".")
            across = parts[0] in {"platform_core", "billing", "webhooks"} and "models" in parts
            if across and path.relative_to(root).as_posix() not in ALLOWED:
                found.append(
                    at(
                        root,
                        path,
                        node,
                        f"{'.'.join(parts[: parts.index('models') + 1])} stands across the wall: name its id",
                    )
                )
        for call in calls(tree):
            if dotted(call.func).rpartition(".")[2] in KEYS:
                other = _foreign(call, labels)
                if other:
                    found.append(at(root, path, call, f"a foreign key to {other} leaves the schema"))
    return sorted(set(found))
