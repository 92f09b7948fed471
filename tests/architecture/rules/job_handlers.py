"""Jobs are called by name: every JobName has exactly one handler, in a ``tasks.py`` that the worker loads."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from tests.architecture.sources import apps, at, calls, code, dotted, imports, parsed, string

NAMES = Path("platform_core/kernel/jobs.py")
CELERY = Path("config/celery_app.py")


def _names(root: Path) -> dict[str, int]:
    if not (root / NAMES).exists():
        return {}
    for node in parsed(root / NAMES).body:
        if isinstance(node, ast.ClassDef) and node.name == "JobName":
            return {
                target.id: item.lineno
                for item in node.body
                if isinstance(item, ast.Assign)
                for target in item.targets
                if isinstance(target, ast.Name)
            }
    return {}


def _member(call: ast.Call) -> str | None:
    name = dotted(call.args[0]) if call.args else ""
    return name.rpartition(".")[2] if name.startswith("JobName.") else None


def _discovered(root: Path) -> set[str]:
    """Apps whose tasks the worker imports: named to Celery, or imported when the app is ready."""
    found = set()
    if (root / CELERY).exists():
        for call in calls(parsed(root / CELERY)):
            if dotted(call.func).endswith("autodiscover_tasks"):
                found |= {text for node in ast.walk(call) if isinstance(node, ast.Constant) and (text := string(node))}
    for name, folder in apps(root).items():
        module = folder / "apps.py"
        if module.exists() and f"{name}.tasks" in {each for _, each in imports(parsed(module))}:
            found.add(name)
    return found


def violations(root: Path) -> list[str]:
    """Jobs that nobody or more than one does, handlers that never load, work asked for by a bare text."""
    names, handled, found = _names(root), Counter[str](), []
    discovered = _discovered(root)
    for path in code(root):
        if path == root / NAMES:
            continue
        for call in calls(parsed(path)):
            verb = dotted(call.func).rpartition(".")[2]
            if verb not in {"handles", "enqueue_job"}:
                continue
            member = _member(call)
            if member not in names:
                found.append(at(root, path, call, f"{verb} takes a member of JobName"))
            elif verb == "handles":
                handled[member] += 1
                app = ".".join(path.relative_to(root).with_suffix("").parts[:-1])
                if path.name != "tasks.py" or app not in discovered:
                    found.append(at(root, path, call, f"the worker does not load the handler of {member}"))
    for name, line in names.items():
        if handled[name] != 1:
            found.append(at(root, root / NAMES, line, f"{name} has {handled[name]} handlers"))
    return found
