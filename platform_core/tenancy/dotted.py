from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.module_loading import import_string


def load(names: list[str]) -> list[Callable[..., Any]]:
    """The functions behind ``module:function`` names of a setting, in order."""
    return [import_string(name.replace(":", ".")) for name in names]
