"""Conditions of rules with one thing wrong in each, from the parse tree of cel-python; and the bounds that they hold."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from celpy.celparser import CELParser
from lark import Token, Tree

from platform_core.compliance.engine import Rule
from platform_core.compliance.rule_language import KINDS, compile_condition, compile_expression, find_value

OPERATORS = {
    "relation_lt": ("<", ("<=", ">=")),
    "relation_le": ("<=", ("<", ">")),
    "relation_gt": (">", (">=", "<=")),
    "relation_ge": (">=", (">", "<")),
    "relation_eq": ("==", ("!=",)),
    "relation_ne": ("!=", ("==",)),
    "addition_add": ("+", ("-",)),
    "addition_sub": ("-", ("+",)),
    "multiplication_mul": ("*", ("+",)),
}
NAMES = {
    "all": ("exists",),
    "exists": ("all",),
    "addYears": ("addMonths",),
    "addMonths": ("addYears", "addDays"),
    "addDays": ("addMonths",),
}
ORDERED = ("relation_lt", "relation_le", "relation_gt", "relation_ge")


class Mutant(NamedTuple):
    """A condition with one change; ``what``: the change, for people."""

    text: str
    what: str


class Bound(NamedTuple):
    """Two sides of a comparison, and the step by which they can miss each other."""

    left: str
    right: str
    step: Any


def parse(text: str) -> Tree[Token]:
    """The parse tree of a condition."""
    tree: Tree[Token] = CELParser().parse(text)
    return tree


def _place(node: Any) -> tuple[int, int]:
    return (node.start_pos, node.end_pos) if isinstance(node, Token) else (node.meta.start_pos, node.meta.end_pos)


def _edits(tree: Tree[Token], text: str) -> Iterator[tuple[int, int, str]]:
    """Where to put what instead."""
    yield 0, len(text), f"!({text})"
    for node in tree.iter_subtrees_topdown():
        yield from _of_node(node, text)
    for token in tree.scan_values(lambda value: isinstance(value, Token)):
        yield from _of_token(token, text)


def _of_node(node: Tree[Token], text: str) -> Iterator[tuple[int, int, str]]:
    start, end = _place(node)
    children = [child for child in node.children if child is not None]
    kind = str(node.data)
    if kind in OPERATORS:
        sign, others = OPERATORS[kind]
        after = _place(children[0])[1]
        yield from ((after, end, text[after:end].replace(sign, other)) for other in others)
    elif kind in {"conditionaland", "conditionalor"} and len(children) == 2:
        (first, middle), (rest, last) = map(_place, children)
        yield start, end, text[first:middle]
        yield start, end, text[rest:last]
        signs = ("&&", "||") if kind == "conditionaland" else ("||", "&&")
        # Brackets, or the other sign would bind differently and change more than itself.
        yield start, end, f"(({text[first:middle]}) {signs[1]} ({text[rest:last]}))"
    elif kind == "expr" and len(children) == 3:
        asked, yes, no = (text[slice(*_place(child))] for child in children)
        yield from ((start, end, new) for new in (yes, no, f"!({asked}) ? {yes} : {no}"))
    elif kind == "unary" and len(children) == 2 and children[0].data == "unary_not":
        yield start, end, text[slice(*_place(children[1]))]
    elif kind == "ident":
        yield start, end, f"!{text[start:end]}"  # of facts that are true or false; others do not compile
    elif kind == "relation" and len(children) == 2 and children[0].data == "relation_in":
        yield start, end, f"!({text[start:end]})"
    elif kind == "list_lit" and children:
        items = [text[slice(*_place(item))] for item in children[0].children]
        for number in range(len(items)):
            yield start, end, f"[{', '.join(items[:number] + items[number + 1 :])}]"
    elif kind == "ident_arg" and len(children) == 2 and len(children[1].children) == 2:
        one, two = (text[slice(*_place(item))] for item in children[1].children)
        yield start, end, f"{children[0]}({two}, {one})"


def _of_token(token: Any, text: str) -> Iterator[tuple[int, int, str]]:
    start, end = _place(token)
    word = text[start:end]
    if token.type == "INT_LIT":
        yield from ((start, end, str(int(word) + step)) for step in (-1, 1))
    elif token.type == "STRING_LIT":
        day = re.fullmatch(r"'(\d{4}-\d\d-\d\d)T(.*)'", word)
        if day:
            for step in (-1, 1):
                yield start, end, f"'{dt.date.fromisoformat(day[1]) + dt.timedelta(step)}T{day[2]}'"
        else:
            yield start, end, f"{word[:-1]}~{word[-1]}"
    elif token.type == "IDENT":
        yield from ((start, end, name) for name in NAMES.get(word, ()))


def _swaps(tree: Tree[Token], text: str, rule: Rule) -> Iterator[tuple[int, int, str]]:
    """Another fact of the same type where one is asked for."""
    kinds = {fact.name: fact.kind for fact in rule.facts}
    for node in tree.find_data("ident"):
        start, end = _place(node)
        name = text[start:end]
        yield from ((start, end, other) for other in kinds if other != name and kinds[other] == kinds.get(name))


def list_mutants(text: str, rule: Rule) -> list[Mutant]:
    """Every changed condition that still compiles; the same text once."""
    found: dict[str, Mutant] = {}
    tree = parse(text)
    for start, end, new in [*_edits(tree, text), *_swaps(tree, text, rule)]:
        changed = text[:start] + new + text[end:]
        try:
            compile_condition(changed, rule.facts)
        except ValueError:
            continue
        if changed != text:
            found.setdefault(changed, Mutant(changed, f"{text[start:end]} → {new}"))
    return list(found.values())


def list_bounds(text: str, rule: Rule) -> list[Bound]:
    """The comparisons of numbers and days in a condition; not those of what goes through a list."""
    found = []
    for node in parse(text).iter_subtrees_topdown():
        operator = node.children[0] if node.data == "relation" and len(node.children) == 2 else None
        if not isinstance(operator, Tree) or operator.data not in ORDERED:
            continue
        left, right = (text[slice(*_place(side))] for side in (operator.children[0], node.children[1]))
        try:
            kind = compile_expression(left, rule.facts).return_type()
        except ValueError:
            continue
        days = not any(fact.kind == "moment" and fact.name in left + right for fact in rule.facts)
        factor = re.search(r"\* (\d+)$", left)  # of a share: what one more of a thing makes
        step = (
            int(factor[1])
            if factor
            else 1
            if kind == KINDS["int"].type
            else dt.timedelta(days=1)
            if days
            else dt.timedelta(seconds=1)
        )
        found.append(Bound(left, right, step))
    return found


def distances(bound: Bound, rule: Rule, examples: list[dict[str, Any]]) -> set[int]:
    """How many steps the sides of a bound are apart in the examples, where that is -1, 0 or 1.

    There is no less than none of a thing: below a bound of 0 nothing is looked for.
    """
    left, right = (compile_expression(side, rule.facts) for side in (bound.left, bound.right))
    seen = {-1} if bound.right == "0" else set()
    for facts in examples:
        given = {fact.name: KINDS[fact.kind].give(facts[fact.name]) for fact in rule.facts if fact.name in facts}
        one, two = find_value(left, given), find_value(right, given)
        if one is not None and two is not None:
            seen |= {steps for steps in (-1, 0, 1) if one - two == steps * bound.step}
    return seen
