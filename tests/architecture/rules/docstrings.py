"""Every public function, class and method of services, selectors and the kernel says what it does."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import app_of, at, code, parsed, public

Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _silent(nodes: list[ast.stmt]) -> list[Documented]:
    found: list[Documented] = []
    for node in nodes:
        if isinstance(node, Documented) and public(node.name):
            if not ast.get_docstring(node):
                found.append(node)
            if isinstance(node, ast.ClassDef):
                found += _silent(node.body)
    return found


def violations(root: Path) -> list[str]:
    """Public names of the domain without a docstring."""
    found = []
    for path in code(root):
        spoken = path.parent.name == "services" or path.name == "selectors.py"
        if (spoken or app_of(root, path) == "platform_core.kernel") and path.name != "apps.py":
            found += [at(root, path, node, f"{node.name} has no docstring") for node in _silent(parsed(path).body)]
    return found
