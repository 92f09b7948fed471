"""What stands open is said at start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register()
def check_second_factor(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A password alone would move the money of a shop that strangers can reach."""
    local = settings.KAQUAN_PLATFORM_HOST.endswith(".localhost")
    if settings.KAQUAN_REQUIRE_SECOND_FACTOR or local:
        return []
    hint = "take KAQUAN_REQUIRE_SECOND_FACTOR=0 out of the environment"
    message = "no second factor is asked for before money is moved and codes are seen"
    return [Warning(message, hint=hint, id="kaquan.W001")]
