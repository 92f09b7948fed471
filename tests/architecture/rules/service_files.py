"""``services/`` holds one verb a file: ``issue_codes.py`` holds ``issue_codes(*, …)`` and no other public function."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import at, code, parsed, public

# architecture.md writes them so: the job's name and the event stand before the keywords.
FIRST_WITHOUT_KEYWORD = {"enqueue_job", "publish_event", "draft_event"}


def _shape(root: Path, path: Path, node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    positional = [*node.args.posonlyargs, *node.args.args]
    if node.name in FIRST_WITHOUT_KEYWORD:
        positional = positional[1:]
    return [at(root, path, node, f"{node.name} takes {arg.arg} by position") for arg in positional]


def violations(root: Path) -> list[str]:
    """Service files without their verb, with several, or whose verb takes arguments by position."""
    found = []
    for path in code(root):
        if path.parent.name != "services" or path.name == "__init__.py":
            continue
        functions = [node for node in parsed(path).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        verbs = [node for node in functions if public(node.name)]
        if path.stem not in {node.name for node in verbs}:
            found.append(at(root, path, 1, f"no function {path.stem}"))
        for node in verbs:
            if node.name != path.stem:
                found.append(at(root, path, node, f"a second public function: {node.name}"))
            else:
                found += _shape(root, path, node)
    return found
