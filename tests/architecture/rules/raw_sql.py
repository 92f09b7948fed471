"""SQL by hand stands where the domain reads and writes, never in a view, a task or a model, and is never built from texts."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import at, calls, code, dotted, imports, name_of, parsed

ALLOWED_FOLDERS = {"services", "migrations"}
ALLOWED_FILES = {"selectors.py", "locks.py"}
# The database wall itself; the embedded server before Django exists; COPY into the staging table; what lies on the
# shelves; reads of all shops together, apart from a shop's own.
ALLOWED_PLACES = (
    "platform_core/tenancy/",
    "platform_core/runtime/",
    "tenants/inventory/staging.py",
    "tenants/inventory/shelves.py",
    "tenants/inventory/places.py",
    "webhooks/overview.py",
)
# Rights and the database itself: DDL takes no parameters, and its texts are constants of the module.
CONSTANT_DDL = {"platform_core/tenancy/grants.py", "platform_core/runtime/embedded_postgres.py"}
ROWS_BY_TEXT = {"RawSQL", "extra", "raw"}


def _allowed(root: Path, path: Path) -> bool:
    here = path.parent.name in ALLOWED_FOLDERS or path.name in ALLOWED_FILES or path.name.endswith("_selectors.py")
    return here or name_of(root, path).startswith(ALLOWED_PLACES)


def _built(node: ast.expr) -> bool:
    """Is the statement put together from texts? (``psycopg.sql`` quotes; it is called on ``sql.SQL(…)``.)"""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Mod | ast.Add)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        owner = node.func.value
        return not (isinstance(owner, ast.Call) and dotted(owner.func).endswith("SQL"))
    return False


def violations(root: Path) -> list[str]:
    """Cursors where none belongs, and statements built from texts."""
    found = []
    for path in code(root):
        tree, constant = parsed(path), name_of(root, path) in CONSTANT_DDL
        for call in calls(tree):
            if not isinstance(call.func, ast.Attribute):
                continue
            verb = call.func.attr
            if verb == "cursor" and not _allowed(root, path):
                found.append(at(root, path, call, "no cursor here: a service or selector has it"))
            if (
                verb in {"execute", "executemany", "copy", "raw"}
                and call.args
                and _built(call.args[0])
                and not constant
            ):
                found.append(at(root, path, call, "a statement built from texts"))
            if verb in ROWS_BY_TEXT and "objects" in dotted(call.func) and not (verb == "raw" and _allowed(root, path)):
                found.append(at(root, path, call, f".{verb}() is SQL in disguise"))
        found += [at(root, path, node, "RawSQL") for node, name in imports(tree) if name.endswith(".RawSQL")]
    return found
