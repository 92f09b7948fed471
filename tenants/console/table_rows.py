"""The body of a list, written in one go: what a column says of all its cells is found once, not for each cell.

django-tables2 asks for the signature, the attributes and the header of a column in every cell; of fifty rows that is most of the
time that a list takes.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, signature
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.html import conditional_escape, escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django_tables2 import Table


class _Cell(NamedTuple):
    """``wanted``: the names of what ``render`` takes. ``empty``: values that are shown as ``default``."""

    open: str
    read: Callable[[Any], Any]
    render: Callable[..., Any]
    wanted: tuple[str, ...]
    empty: tuple[Any, ...]
    default: Any
    column: Any


def body_of(table: Table) -> SafeString:
    """The rows of the page that a table is on, as HTML; each cell names its column, for narrow screens."""
    rows, cells, parts = list(table.paginated_rows), [], []
    if rows:
        cells = [_cell_of(column, rows[0].record) for column in table.columns]
    for row in rows:
        kind = row.attrs.get("class")
        parts.append(f'<tr class="{escape(kind)}">' if kind else "<tr>")
        for cell in cells:
            parts.append(cell.open)
            parts.append(conditional_escape(_content(cell, row, table)))
            parts.append("</td>")
        parts.append("</tr>\n")
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped above


def _cell_of(column: Any, record: Any) -> _Cell:
    kind = column.attrs["td"].get("class")
    label = escape(strip_tags(str(column.header)))
    head = f'<td data-label="{label}"' + (f' class="{escape(kind)}">' if kind else ">")
    wanted = signature(column.render).parameters.values()
    everything = any(each.kind is Parameter.VAR_KEYWORD for each in wanted)
    names = ("value", "record", "column", "bound_column", "bound_row", "table")
    taken = names if everything else tuple(each.name for each in wanted)
    return _Cell(
        open=head,
        read=_reader(column.accessor, record, as_word="value" in taken),
        render=column.render,
        wanted=taken,
        empty=tuple(column.column.empty_values),
        default=column.default,
        column=column,
    )


def _reader(accessor: Any, record: Any, *, as_word: bool) -> Callable[[Any], Any]:
    """How a column's value is read; of a field with choices, the word for it."""
    words = _words_of(accessor, record) if as_word else {}
    plain_read = _plain_reader(accessor, record)
    if not words:
        return plain_read

    def read_word(one: Any) -> Any:
        value = plain_read(one)
        return words.get(value, value)

    return read_word


def _words_of(accessor: Any, record: Any) -> dict[Any, str]:
    owner, _name = accessor.penultimate(record)
    if not isinstance(owner, Model):
        return {}
    try:
        field = accessor.get_field(record)
    except FieldDoesNotExist:
        return {}
    return {value: str(word) for value, word in getattr(field, "flatchoices", None) or ()}


def _plain_reader(accessor: Any, record: Any) -> Callable[[Any], Any]:
    plain = str(accessor)
    if isinstance(record, Model) and plain.isidentifier() and "__" not in plain:
        return lambda one: _called(getattr(one, plain, None))

    def read(one: Any) -> Any:
        try:
            return accessor.resolve(one)
        except (ValueError, AttributeError, TypeError):
            return None  # a column of no field: its render makes everything

    return read


def _called(value: Any) -> Any:
    return value() if callable(value) else value


def _content(cell: _Cell, row: Any, table: Table) -> Any:
    value = cell.read(row.record)
    if value in cell.empty:
        return cell.default
    given = {
        "value": value, "record": row.record, "column": cell.column.column, "bound_column": cell.column, "bound_row": row, "table": table,
    }  # fmt: skip
    content = cell.render(**{name: given[name] for name in cell.wanted})
    return cell.column.link(content, **given) if cell.column.link else content
