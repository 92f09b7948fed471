"""What is published stands in the catalogue: a frozen dataclass with a type of its own, exported, and published somewhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.sources import at, calls, code, dotted, nodes, parsed, string

CATALOGUE = Path("platform_core/events/catalogue")
# A draft is published by the statement that it becomes part of.
VERBS = {"publish_event", "draft_event"}
SAMPLES = {"TestPing"}  # sent to try a receiver (webhooks.services.send_sample), never published
PUBLISHER = Path("platform_core/events/services/publish_event.py")
TYPE = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")


def _frozen(node: ast.ClassDef) -> bool:
    return any(
        isinstance(each, ast.Call)
        and dotted(each.func).endswith("dataclass")
        and any(word.arg == "frozen" and getattr(word.value, "value", False) is True for word in each.keywords)
        for each in node.decorator_list
    )


def _type(node: ast.ClassDef) -> str | None:
    for item in node.body:
        if isinstance(item, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "type" for t in item.targets):
            return string(item.value)
    return None


def _exported(root: Path) -> set[str]:
    package = root / CATALOGUE / "__init__.py"
    if not package.exists():
        return set()
    return {
        text
        for node in parsed(package).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List)
        for item in node.value.elts
        if (text := string(item))
    }


def _catalogue(root: Path) -> tuple[dict[str, tuple[Path, ast.ClassDef]], list[str]]:
    payloads: dict[str, tuple[Path, ast.ClassDef]] = {}
    found, types, exported = [], set(), _exported(root)
    for path in code(root, "platform_core"):
        if path.parent != root / CATALOGUE or path.stem in {"__init__", "base"}:
            continue
        for node in parsed(path).body:
            if not isinstance(node, ast.ClassDef):
                continue
            payloads[node.name] = (path, node)
            kind = _type(node)
            if not _frozen(node):
                found.append(at(root, path, node, f"{node.name} is not a frozen dataclass"))
            if not kind or not TYPE.fullmatch(kind) or kind in types:
                found.append(at(root, path, node, f"{node.name} has no type of its own"))
            if node.name not in exported:
                found.append(at(root, path, node, f"{node.name} is not exported by the catalogue"))
            types.add(kind)
    return payloads, found


def _payloads(call: ast.Call, function: ast.AST) -> set[str]:
    """The classes that the first argument may be made from, following a local variable."""
    first = call.args[0] if call.args else None
    sources: list[ast.AST] = [first] if first is not None else []
    if isinstance(first, ast.Name):
        sources = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            and any(isinstance(target, ast.Name) and target.id == first.id for target in node.targets)
        ]
    made = {dotted(each.func).rpartition(".")[2] for source in sources for each in calls(source)}
    return {name for name in made if name[:1].isupper()}


def _enclosing(tree: ast.Module, call: ast.Call) -> ast.AST:
    functions = [node for node in nodes(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    around = [node for node in functions if any(each is call for each in ast.walk(node))]
    return min(around, key=lambda node: (node.end_lineno or 0) - node.lineno, default=tree)


def violations(root: Path) -> list[str]:
    """Events published from outside the catalogue, and catalogue entries that nobody publishes."""
    payloads, found = _catalogue(root)
    published: set[str] = set()
    for path in code(root):
        tree = parsed(path)
        for call in calls(tree):
            if dotted(call.func).rpartition(".")[2] not in VERBS or path == root / PUBLISHER:
                continue
            made = _payloads(call, _enclosing(tree, call))
            published |= made
            unknown = sorted(made - set(payloads))
            if unknown or not made:
                found.append(at(root, path, call, f"published outside the catalogue: {', '.join(unknown) or '?'}"))
    for name in sorted(set(payloads) - published - SAMPLES):
        path, node = payloads[name]
        found.append(at(root, path, node, f"{name} is never published"))
    return found
