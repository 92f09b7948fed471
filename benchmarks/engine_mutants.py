"""The engine of rules with one thing wrong in each copy, as Cosmic Ray changes programs; and whether its tests notice."""

from __future__ import annotations

import ast
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
MODULES = ("platform_core.compliance.engine", "platform_core.compliance.rule_language")
TESTS = ("test_rule_engine.py", "test_rule_language.py")
MOST_SECONDS = 60
# ``is`` in place of ``<`` and the like are no slips that anybody makes, and mostly do not run at all.
LEFT_OUT = ("_Is", "_IsNot", "BitXor", "LShift", "RShift", "_Pow", "RemoveDecorator", "_Mod", "Variable")


class Change(NamedTuple):
    """A changed module."""

    module: str
    source: str
    what: str


def path_of(module: str) -> Path:
    """Where a module's source is."""
    return ROOT / f"{module.replace('.', '/')}.py"


class _Bare(ast.NodeTransformer):
    """Without what does not run: annotations (they are never looked at) and docstrings."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant("")
        return self.generic_visit(node)


def _running(source: str) -> str:
    return ast.dump(_Bare().visit(ast.parse(source)))


def list_changes(module: str) -> Iterator[Change]:
    """Every change of a module that alters what runs."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator, operator_names

    source = path_of(module).read_text(encoding="utf-8")
    seen = {_running(source)}
    for name in sorted(operator_names()):
        if any(part in name for part in LEFT_OUT):
            continue
        for place in range(1000):
            changed = mutate_code(source, get_operator(name)(), place)
            if changed is None:
                break
            try:
                running = _running(changed)
            except SyntaxError:
                continue
            if running not in seen:
                seen.add(running)
                yield Change(module, changed, f"{name.partition('/')[2]} {_lines(source, changed)}")


def _lines(before: str, after: str) -> str:
    for number, (old, new) in enumerate(zip(before.splitlines(), after.splitlines(), strict=False), 1):
        if old != new:
            return f"line {number}: {old.strip()} → {new.strip()}"
    return ""


def _try(change: Change) -> int:
    """In a process of its own: 0 when the tests notice nothing."""
    import pytest

    signal.alarm(MOST_SECONDS)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    for name in MODULES:
        sys.modules.pop(name, None)
    changed = ModuleType(change.module)
    changed.__file__ = str(path_of(change.module))
    changed.__package__ = change.module.rpartition(".")[0]
    sys.modules[change.module] = changed
    try:
        exec(compile(change.source, changed.__file__, "exec"), changed.__dict__)
    except BaseException:
        return 1
    tests = [str(ROOT / "tests" / "unit" / "compliance" / name) for name in TESTS]
    options = ["-x", "-q", "--noconftest", "-c", os.devnull, f"--rootdir={ROOT}", "--import-mode=importlib"]
    return int(pytest.main([*options, "-pno:cacheprovider", *tests]))


def list_survivors(changes: list[Change], at_once: int) -> list[Change]:
    """The changes that the tests do not notice; they are tried some at a time, each in a fork of this process."""
    import pytest  # noqa: F401 - once, not in each fork

    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    running: dict[int, Change] = {}
    alive = []

    def wait() -> None:
        process, status = os.wait()
        change = running.pop(process, None)
        if change is not None and status == 0:
            alive.append(change)

    for change in changes:
        while len(running) >= at_once:
            wait()
        process = os.fork()
        if process == 0:
            code = 1
            try:
                code = _try(change)
            finally:
                os._exit(min(code, 255))
        running[process] = change
    while running:
        wait()
    return alive
