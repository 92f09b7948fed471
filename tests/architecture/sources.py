"""What the rules read: the files of the repository, parsed once."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOMS = ("config", "platform_core", "tenants", "merchant_api", "billing", "webhooks")
# What .gitignore leaves out: nothing of it is the project.
IGNORED = {
    ".venv", ".git", ".kaquan", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis",
    "__pycache__", "node_modules",
}  # fmt: skip
IGNORED_AT_TOP = {"var", "staticfiles"}
TEXT = {".py", ".md", ".toml", ".html", ".css", ".js", ".sql", ".svg", ".po", ".json", ".yaml", ".yml", ".sh", ".txt"}


@cache
def text_of(path: Path) -> str:
    """The file's text."""
    return path.read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    """The file as a syntax tree."""
    return ast.parse(text_of(path), str(path))


@cache
def nodes(tree: ast.AST) -> list[ast.AST]:
    """Every node of a tree, walked once however many rules ask."""
    return list(ast.walk(tree))


def files(root: Path) -> Iterator[Path]:
    """Every file of the repository, in order."""
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        skipped = IGNORED | (IGNORED_AT_TOP if here == root else set())
        folders[:] = sorted(set(folders) - skipped)
        yield from (here / name for name in sorted(names))


def texts(root: Path) -> list[Path]:
    """Every text file of the repository that a person writes; the lock file is a tool's."""
    plain = {"Makefile", "LICENSE", "run", ".env.example", ".gitignore", "Dockerfile"}
    return [path for path in files(root) if path.suffix in TEXT or path.name in plain]


def code(root: Path, *rooms: str) -> list[Path]:
    """The Python files of the given rooms (of all rooms and ``manage.py`` when none is given)."""
    found = [path for path in files(root) if path.suffix == ".py"]
    if rooms:
        return [path for path in found if path.relative_to(root).parts[0] in rooms]
    return [path for path in found if path.relative_to(root).parts[0] in {*ROOMS, "manage.py"}]


def templates(root: Path) -> list[Path]:
    """Every page and part of a page."""
    return [path for path in files(root) if path.suffix in {".html", ".svg"} and "templates" in path.parts]


def name_of(root: Path, path: Path) -> str:
    """The path below the root, with slashes."""
    return path.relative_to(root).as_posix()


def at(root: Path, path: Path, node: ast.AST | int, message: str) -> str:
    """One violation: ``path:line: message``."""
    line = node if isinstance(node, int) else getattr(node, "lineno", 1)
    return f"{name_of(root, path)}:{line}: {message}"


def app_of(root: Path, path: Path) -> str:
    """The app a file belongs to: ``tenants.orders``, ``merchant_api``."""
    parts = path.relative_to(root).parts
    return ".".join(parts[:2]) if parts[0] in {"platform_core", "tenants"} and len(parts) > 2 else parts[0]


def apps(root: Path) -> dict[str, Path]:
    """Every package that is an app or stands where one would, by dotted name."""
    found: dict[str, Path] = {}
    for room in ("platform_core", "tenants"):
        if (root / room).is_dir():
            for folder in sorted((root / room).iterdir()):
                if folder.is_dir() and folder.name not in IGNORED and any(folder.rglob("*.py")):
                    found[f"{room}.{folder.name}"] = folder
    for room in ("merchant_api", "billing", "webhooks"):
        if (root / room).is_dir():
            found[room] = root / room
    return found


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of a name or attribute chain; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        head = dotted(node.value)
        return f"{head}.{node.attr}" if head else node.attr
    return ""


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call in the tree."""
    return (node for node in nodes(tree) if isinstance(node, ast.Call))


def imports(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    """Every imported dotted name, absolute: ``from a.b import c`` gives ``a.b`` and ``a.b.c``."""
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node, node.module
            for alias in node.names:
                yield node, f"{node.module}.{alias.name}"


def string(node: ast.AST | None) -> str | None:
    """The text of a string literal."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def public(name: str) -> bool:
    """Is the name for others?"""
    return not name.startswith("_")
