"""Every app looks the same inside: an explicit label, choices in enums, errors in errors, locks in locks, named reads."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.sources import app_of, apps, at, calls, code, dotted, nodes, parsed, public, string

# The kernel is plain Python without a kit; the edge has its own exception (RFC 9457).
ERRORS_ELSEWHERE = {"platform_core.kernel", "merchant_api"}
READS = ("get_", "find_", "list_")


def _labels(root: Path) -> list[str]:
    found = []
    for name, folder in apps(root).items():
        path = folder / "apps.py"
        if not path.exists():
            if (folder / "models").exists():
                found.append(at(root, folder, 1, f"{name} has models and no apps.py"))
            continue
        given = {
            target.id: string(node.value)
            for node in nodes(parsed(path))
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        if given.get("name") != name:
            found.append(at(root, path, 1, f"name is not {name}"))
        if not given.get("label"):
            found.append(at(root, path, 1, "no explicit label"))
    return found


def _homes(root: Path, path: Path) -> list[str]:
    found = []
    for node in nodes(parsed(path)):
        if isinstance(node, ast.ClassDef):
            bases = {dotted(base).rpartition(".")[2] for base in node.bases}
            if bases & {"TextChoices", "IntegerChoices"} and not re.fullmatch(r"(\w+_)?enums\.py", path.name):
                found.append(at(root, path, node, f"choices {node.name} belong in enums.py"))
            if "DomainError" in bases and path.name != "errors.py" and app_of(root, path) not in ERRORS_ELSEWHERE:
                found.append(at(root, path, node, f"{node.name} belongs in errors.py"))
    if path.name != "locks.py":
        locks = [call for call in calls(parsed(path)) if dotted(call.func).endswith("select_for_update")]
        found += [at(root, path, call, "locks belong in locks.py: select_for_update") for call in locks]
    return found


def _reads(root: Path, path: Path) -> list[str]:
    return [
        at(root, path, node, f"a read is get_, find_ or list_: {node.name}")
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and public(node.name) and not node.name.startswith(READS)
    ]


def violations(root: Path) -> list[str]:
    """Parts of the kit that stand elsewhere than every other app has them."""
    found = _labels(root)
    for path in code(root):
        if "migrations" in path.parts:
            continue
        found += _homes(root, path)
        if path.name == "selectors.py":
            found += _reads(root, path)
    return found
