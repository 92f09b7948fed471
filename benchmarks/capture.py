"""The SQL of one request, as a pgbench script that does the same work again and again for fresh ids."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

IN_TEXT = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")  # ids in a JSON document
PLACEHOLDER = re.compile(r"%(?:\((\w+)\)s|s|%)")
START = "\\set n :n + 1\n\\set u :run * 10000000000 + :client_id * 100000000 + :n\n"


class Statement(NamedTuple):
    """One statement as Django sent it."""

    text: str
    values: Any
    in_transaction: bool


COMMIT = Statement("COMMIT", None, True)


@contextmanager
def recording() -> Iterator[list[Statement]]:
    """Note every statement and every commit of this thread's Django connection."""
    from django.db import connection

    statements: list[Statement] = []

    def note(execute: Callable[..., Any], text: str, values: Any, many: bool, context: Any) -> Any:
        statements.append(Statement(text, values, connection.in_atomic_block))
        return execute(text, values, many, context)

    commit = connection._commit  # type: ignore[attr-defined]

    def noted_commit() -> Any:
        statements.append(COMMIT)
        return commit()

    connection._commit = noted_commit  # type: ignore[attr-defined]
    try:
        with connection.execute_wrapper(note):
            yield statements
    finally:
        del connection._commit  # type: ignore[attr-defined]


def to_script(before: Sequence[Statement], last: Sequence[Statement], unique: Sequence[str]) -> str:
    """A script of the last of two requests of the same shape.

    A uuid that differs between the two is fresh in every run of the script (and the same within it); so is each text in
    ``unique``. Everything else stays as it was.

    Raises:
        ValueError: the two did not send the same statements.
    """
    if [each.text for each in before] != [each.text for each in last]:
        raise ValueError("the two requests did not send the same statements")
    known = {value for statement in before for value in _uuids(statement.values)}
    fresh: dict[uuid.UUID, int] = {}
    for statement in last:
        for value in _uuids(statement.values):
            if value not in known:
                fresh.setdefault(value, len(fresh))
    parts, is_open = [START], False
    for statement in last:
        if statement is COMMIT:
            parts.append("COMMIT;\n" if is_open else "")
            is_open = False
            continue
        if statement.in_transaction and not is_open:
            parts.append("BEGIN;\n")
            is_open = True
        parts.append(_fill(statement, fresh, set(unique)).strip().rstrip(";") + ";\n")
    return "".join(parts)


def _uuids(values: Any) -> Iterator[uuid.UUID]:
    if isinstance(values, uuid.UUID):
        yield values
    elif isinstance(values, str):
        yield from map(uuid.UUID, IN_TEXT.findall(values))
    elif isinstance(values, Mapping):
        yield from _uuids(list(values.values()))
    elif isinstance(values, (list, tuple)):
        for value in values:
            yield from _uuids(value)


def _fill(statement: Statement, fresh: Mapping[uuid.UUID, int], unique: set[str]) -> str:
    positional = iter(statement.values if isinstance(statement.values, (list, tuple)) else ())

    def value(matched: re.Match[str]) -> str:
        if matched[0] == "%%":
            return "%"
        named = matched[1]
        return _literal(statement.values[named] if named else next(positional), fresh, unique)

    return PLACEHOLDER.sub(value, statement.text) if statement.values else statement.text


def _literal(value: Any, fresh: Mapping[uuid.UUID, int], unique: set[str]) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, uuid.UUID):
        if value not in fresh:
            return f"'{value}'::uuid"
        return f"{_fresh(fresh[value])}::uuid"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):  # as narrow as the driver sends it: functions are chosen by type
        size = next((kind for kind, bits in (("int2", 15), ("int4", 31)) if -(2**bits) <= value < 2**bits), "int8")
        return f"'{value}'::{size}"
    if isinstance(value, dt.datetime):
        return f"{_text(value.isoformat())}::timestamptz"
    if isinstance(value, dt.date):
        return f"{_text(value.isoformat())}::date"
    if isinstance(value, (bytes, bytearray, memoryview)):
        for text in sorted(unique):  # the stored hash of a key
            if bytes(value) == hashlib.sha256(text.encode()).digest():
                return f"sha256(('{sorted(unique).index(text)}-' || (:u)::text)::bytea)"
        return f"decode('{bytes(value).hex()}', 'hex')"
    if isinstance(value, (list, tuple)):
        return "ARRAY[" + ", ".join(_literal(each, fresh, unique) for each in value) + "]"
    if value in unique:
        return f"('{sorted(unique).index(value)}-' || (:u)::text)"
    parts, end = [], 0
    for matched in IN_TEXT.finditer(str(value)):
        if uuid.UUID(matched[0]) in fresh:
            parts += [_text(value[end : matched.start()]), _fresh(fresh[uuid.UUID(matched[0])])]
            end = matched.end()
    return f"({' || '.join([*parts, _text(value[end:])])})::jsonb" if parts else _text(str(value))


def _fresh(number: int) -> str:
    return f"('01990000-0000-7' || right(lpad(to_hex((:u)::bigint * 16 + {number}), 19, '0'), 19))"


def _text(value: str) -> str:
    # Colons are written as escapes: pgbench would take what follows one for a variable.
    escaped = value.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a")
    return f"E'{escaped}'"
