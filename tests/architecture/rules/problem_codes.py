"""Error codes are API: every DomainError has a row, every code that is raised has one, every row is used or documented."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import apps, at, calls, code, dotted, files, name_of, nodes, parsed, string, text_of

TABLES = "merchant_api/problem_table"
# Its code comes with each raise; those are checked below.
CODE_IN_THE_CALL = "ApiProblem"
BY_CODE = {"ApiProblem", "problem_response", "answer_of"}
Raised = tuple[Path, ast.AST, str]


def _is_table(root: Path, path: Path) -> bool:
    return name_of(root, path).startswith(TABLES)


def rows(root: Path) -> dict[str, tuple[Path, int]]:
    """Code and place of every row: ``"code": Problem(…)``."""
    found = {}
    for path in code(root, "merchant_api"):
        if not _is_table(root, path):
            continue
        for node in nodes(parsed(path)):
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    text = string(key)
                    if text and isinstance(value, ast.Call) and dotted(value.func) == "Problem":
                        found[text] = (path, value.lineno)
    return found


def _own_code(node: ast.ClassDef) -> str | None:
    for item in node.body:
        targets = item.targets if isinstance(item, ast.Assign) else [getattr(item, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == "code" for target in targets):
            return string(getattr(item, "value", None))
    return None


def _domain_errors(root: Path) -> list[tuple[Path, ast.ClassDef]]:
    classes = [(path, node) for path in code(root) for node in nodes(parsed(path)) if isinstance(node, ast.ClassDef)]
    known, found = {"DomainError"}, []
    while True:
        fresh = [
            (path, node)
            for path, node in classes
            if node.name not in known and {dotted(base).rpartition(".")[2] for base in node.bases} & known
        ]
        if not fresh:
            return found
        found += fresh
        known |= {node.name for _, node in fresh}


def _classes(root: Path, known: set[str]) -> tuple[list[str], set[str]]:
    found, used = [], set()
    for path, node in _domain_errors(root):
        own = _own_code(node)
        if own is None and node.name != CODE_IN_THE_CALL:
            found.append(at(root, path, node, f"{node.name} has no code of its own"))
        elif own is not None:
            used.add(own)
            if own not in known:
                found.append(at(root, path, node, f"{own} of {node.name} has no row in {TABLES}.py"))
    return found, used


def _literals(root: Path, known: set[str]) -> tuple[list[str], set[str]]:
    found, used = [], set()
    for path in code(root):
        if _is_table(root, path):
            continue
        for call in calls(parsed(path)):
            if dotted(call.func) in BY_CODE and call.args and (text := string(call.args[0])) and text not in known:
                found.append(at(root, path, call, f"{text} has no row in {TABLES}.py"))
            if dotted(call.func) == "DomainError":
                found.append(at(root, path, call, "raise a subclass with a code, not DomainError"))
        used |= {node.value for node in nodes(parsed(path)) if isinstance(node, ast.Constant) and string(node)}
    return found, used


def violations(root: Path) -> list[str]:
    """Codes without a row, and rows without a code."""
    if "merchant_api" not in apps(root):
        return []
    table = rows(root)
    found, used = _classes(root, set(table))
    more, literals = _literals(root, set(table))
    documents = "".join(text_of(path) for path in files(root / "docs") if path.suffix == ".md")
    for key, (path, line) in table.items():
        if key not in used | literals and f"`{key}`" not in documents:
            found.append(at(root, path, line, f"{key} is neither used nor documented"))
    return found + more
