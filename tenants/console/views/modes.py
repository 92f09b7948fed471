from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from platform_core.tenancy import directory
from platform_core.tenancy.context import current_tenant, tenant_context
from platform_core.tenancy.reference import TenantRef


def mode_of(request: HttpRequest) -> str:
    """``live`` or ``test``, as the page was asked for."""
    asked = request.POST if request.method == "POST" else request.GET
    return "test" if asked.get("mode") == "test" else "live"


def shop_of(mode: str) -> TenantRef | None:
    """The shop, or its test twin; None where there is none yet: a twin is made on first use."""
    return directory.find_twin(current_tenant()) if mode == "test" else current_tenant()


@contextmanager
def place(mode: str) -> Iterator[bool]:
    """In the test twin when it is asked for. Yields whether there is such a place."""
    found = shop_of(mode)
    if found is None or mode != "test":
        yield found is not None
    else:
        with tenant_context(found):
            yield True
