"""A refusal is kept although what was refused is undone: the auditor asks what the rules said, and when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from platform_core.compliance.errors import RuleRefused


@contextmanager
def kept_refusals() -> Iterator[None]:
    """Around a transaction in which rules are asked: what was refused is undone by then, and the screening kept after it."""
    try:
        yield
    except RuleRefused as refused:
        refused.keep()
        raise
