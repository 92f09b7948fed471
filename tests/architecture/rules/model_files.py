"""``models/`` holds one class a file, named after it, and its package imports every one (or Django would not know it)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.sources import at, code, dotted, imports, name_of, parsed


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _base(node: ast.expr) -> str:
    return dotted(node.value if isinstance(node, ast.Subscript) else node)


def _models(path: Path) -> list[ast.ClassDef]:
    classes = [node for node in parsed(path).body if isinstance(node, ast.ClassDef)]
    return [node for node in classes if not any(_base(base).endswith(("Manager", "QuerySet")) for base in node.bases)]


def violations(root: Path) -> list[str]:
    """Model files with none or several classes, with another name, or that the package does not import."""
    found = []
    for path in code(root):
        if path.parent.name != "models" or path.name == "__init__.py":
            continue
        classes = _models(path)
        if len(classes) != 1:
            found.append(at(root, path, 1, f"{len(classes)} classes in a model file"))
        elif _snake(classes[0].name) != path.stem:
            found.append(at(root, path, classes[0], f"{classes[0].name} stands in {path.name}"))
        package = path.parent / "__init__.py"
        module = name_of(root, path)[:-3].replace("/", ".")
        if not package.exists() or module not in {name for _, name in imports(parsed(package))}:
            found.append(at(root, path, 1, "not imported by its package"))
    return found
