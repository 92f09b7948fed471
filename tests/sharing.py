"""How the suite is shared out among processes: what stands on one running platform is run by one of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parent.parent
# Each has a running platform for the whole folder.
TOGETHER = ("tests/browser/", "tests/concurrency/", "tests/faults/")
SHARED_DEMO = "demo_up"  # the fixture of tests/runtime
# Sends it everything there is: what it leaves would be in the way of the others.
LAST_ON_THE_DEMO = "tests/runtime/test_contract.py"
# They start platforms and kill them: begun first, so that no process is left alone with them at the end.
LONG = (SHARED_DEMO, *TOGETHER)


@cache
def _stands_on_the_demo(file: str) -> bool:
    return file.startswith("tests/runtime/") and SHARED_DEMO in (ROOT / file).read_text()


def scope_of(nodeid: str) -> str:
    """What its process runs together with it: a file, or all files that share a platform."""
    file = nodeid.split("::", 1)[0]
    folder = next((each for each in TOGETHER if file.startswith(each)), "")
    return folder or (SHARED_DEMO if _stands_on_the_demo(file) else file)


def place_of(nodeid: str) -> tuple[int, bool]:
    """When it is begun: the smaller, the earlier."""
    scope = scope_of(nodeid)
    starts_platforms = len(LONG) + (not scope.startswith("tests/runtime/"))
    return LONG.index(scope) if scope in LONG else starts_platforms, nodeid.startswith(LAST_ON_THE_DEMO)


class ByPlatform(LoadScopeScheduling):
    """See ``scope_of``."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)
