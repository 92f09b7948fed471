"""A tenant is entered through ``tenancy.context`` alone; django-tenants' own ways in mix up the threads."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.sources import at, calls, code, dotted, files, imports, name_of, nodes, parsed, string

HOME = "platform_core/tenancy/"
DOORS = {
    "set_tenant", "set_schema", "set_schema_to_public", "schema_context", "tenant_schemas_context", "schema_exists",
    "schema_rename", "set_urlconf_tenant",
}  # fmt: skip
TENANT = re.compile(r"(^|_)(tenant|twin|merchant)$", re.IGNORECASE)
PLACE = re.compile(r"search_path|\bset\s+(local\s+|session\s+)?role\b|\breset\s+role\b", re.IGNORECASE)
# Settings name the roles; tests and measurements look at where a session stands.
NOT_ASKED = ("config/", "tests/", "benchmarks/")


def _python(root: Path) -> list[Path]:
    others = [
        path for path in files(root) if path.suffix == ".py" and name_of(root, path).startswith(("tests", "bench"))
    ]
    return [*code(root), *(path for path in others if "architecture" not in path.parts)]


def _entered(root: Path, path: Path) -> list[str]:
    found = []
    for node in nodes(parsed(path)):
        if isinstance(node, ast.With | ast.AsyncWith):
            for item in node.items:
                name = dotted(item.context_expr)
                if name and TENANT.search(name.rpartition(".")[2]):
                    found.append(at(root, path, node, f"with {name}: use tenancy.context"))
    return found


def violations(root: Path) -> list[str]:
    """Every other way into a tenant's schema or role."""
    found = []
    for path in _python(root):
        name = name_of(root, path)
        if name.startswith(HOME):
            continue
        tree = parsed(path)
        found += _entered(root, path)
        for call in calls(tree):
            door = dotted(call.func).rpartition(".")[2]
            if door in DOORS:
                found.append(at(root, path, call, f"{door}: use tenancy.context"))
        for node, imported in imports(tree):
            if imported.startswith("django_tenants.") and imported.rpartition(".")[2] in {*DOORS, "tenant_context"}:
                found.append(at(root, path, node, f"{imported}: use tenancy.context"))
        if not name.startswith(NOT_ASKED):
            texts = (node for node in nodes(tree) if isinstance(node, ast.Constant) and string(node))
            found += [
                at(root, path, node, "schema and role are set by the database backend alone")
                for node in texts
                if PLACE.search(str(node.value))
            ]
    return found
