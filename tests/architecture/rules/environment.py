"""Settings from outside are read in ``config/env.py`` alone, and each key has its line in ``.env.example``."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.sources import at, calls, code, dotted, name_of, nodes, parsed, string, text_of

READER = "config/env.py"
# Entry points choose the settings module and the login before anything reads them.
WRITERS = {"manage.py", "config/wsgi.py", "config/asgi.py", "config/celery_app.py"}
# The supervisor hands its own environment on to the programs it starts, and reads nothing in it.
HANDED_ON = "platform_core/runtime/"
KEY = re.compile(r"[A-Z][A-Z0-9_]+")
LINE = re.compile(r"^([A-Z][A-Z0-9_]+)=", re.MULTILINE)
READS = {"os.environ.get", "environ.get", "_read"}


def _parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    return {child: node for node in nodes(tree) for child in ast.iter_child_nodes(node)}


def _allowed(name: str, node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    parent = parents.get(node)
    if name in WRITERS:
        written = isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Store)
        return written or (isinstance(parent, ast.Attribute) and parent.attr in {"setdefault", "update"})
    if name.startswith(HANDED_ON):
        return isinstance(parent, ast.Dict) or (isinstance(parent, ast.Attribute) and parent.attr == "items")
    return False


def _readers(root: Path) -> list[str]:
    found = []
    for path in code(root):
        name = name_of(root, path)
        if name == READER:
            continue
        tree = parsed(path)
        parents = _parents(tree)
        for node in nodes(tree):
            asked = dotted(node) in {"os.environ", "os.environb", "environ"} if isinstance(node, ast.expr) else False
            if dotted(node).endswith("getenv") or (asked and not _allowed(name, node, parents)):
                found.append(at(root, path, node, f"the environment is read in {READER} alone"))
    return found


def _keys(root: Path) -> set[str]:
    found = set()
    for path in code(root):
        for call in calls(parsed(path)):
            if dotted(call.func) in READS:
                found |= {text for arg in call.args if (text := string(arg)) and KEY.fullmatch(text)}
    return found


def violations(root: Path) -> list[str]:
    """Readers of the environment elsewhere, and keys that only one of code and example knows."""
    found = _readers(root)
    example = root / ".env.example"
    listed = LINE.findall(text_of(example)) if example.exists() else []
    read = {key for key in _keys(root) if key not in {"INFO"}}
    found += [at(root, example, 1, f"{key} is read and not listed") for key in sorted(read - set(listed))]
    found += [at(root, example, 1, f"{key} is listed and not read") for key in sorted(set(listed) - read)]
    found += [
        at(root, example, 1, f"{key} is listed twice") for key in sorted({k for k in listed if listed.count(k) > 1})
    ]
    return found
