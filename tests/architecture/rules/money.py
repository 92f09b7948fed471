"""Money is an integer of minor units: no float, no decimal column, no true division of an amount."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import at, code, dotted, nodes, parsed

MONEY = {
    "amount", "amounts", "balance", "cost", "fee", "fees", "fen", "money", "paid", "price", "prices", "refund",
    "refunded", "subtotal", "yuan", "face", "discount", "fare", "charge", "commission",
}  # fmt: skip


def _about_money(name: str) -> bool:
    return bool(set(name.lower().split("_")) & MONEY)


def _names(node: ast.AST) -> set[str]:
    return {
        each.id if isinstance(each, ast.Name) else each.attr
        for each in ast.walk(node)
        if isinstance(each, ast.Name | ast.Attribute)
    }


def _mentions(node: ast.AST) -> bool:
    return any(_about_money(name) for name in _names(node))


def _floating(annotation: ast.expr | None) -> bool:
    return annotation is not None and "float" in _names(annotation)


def _column(root: Path, path: Path, node: ast.Assign | ast.AnnAssign) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    made = dotted(node.value.func).rpartition(".")[2] if isinstance(node.value, ast.Call) else ""
    name = next((target.id for target in targets if isinstance(target, ast.Name)), "")
    if made == "FloatField" or (made == "DecimalField" and "models" in path.parts and _about_money(name)):
        return [at(root, path, node, f"{name} is a {made}")]
    return []


def _wrong(node: ast.AST) -> str | None:
    if isinstance(node, ast.arg) and _floating(node.annotation) and _about_money(node.arg):
        return f"{node.arg} is a float"
    if isinstance(node, ast.AnnAssign) and _floating(node.annotation) and _mentions(node.target):
        return f"{ast.unparse(node.target)} is a float"
    if isinstance(node, ast.FunctionDef) and _floating(node.returns) and _about_money(node.name):
        return f"{node.name} returns a float"
    if isinstance(node, ast.Call) and dotted(node.func) == "float" and any(_mentions(arg) for arg in node.args):
        return "float() of money"
    if isinstance(node, ast.BinOp):
        whole = isinstance(node.op, ast.Div) and _mentions(node.left) and "Decimal" not in _names(node)
        parts = [side for side in (node.left, node.right) if isinstance(side, ast.Constant)]
        if whole or (_mentions(node) and any(isinstance(part.value, float) for part in parts)):
            return "money by a fraction"
    return None


def violations(root: Path) -> list[str]:
    """Places where money could lose a 分."""
    found = []
    for path in code(root):
        for node in nodes(parsed(path)):
            if isinstance(node, ast.Assign | ast.AnnAssign):
                found += _column(root, path, node)
            wrong = _wrong(node)
            if wrong:
                found.append(at(root, path, node, wrong))
    return found
