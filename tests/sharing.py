"""How the suite is shared out among processes: what stands on one running platform is run by one of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parent.parent
# Each has a running platform for the whole folder.
TOGETHER = ("tests/browser/", "tests/concurrency/", "tests/faults/")
SHARED_DEMO = "demo_up"  # the fixture of tests/runtime
# They start platforms and kill them: begun first, so that no process is left alone with them at the end.
LONG = ("tests/runtime/test_contract.py", *TOGETHER, "tests/runtime/")


@cache
def _stands_on_the_demo(file: str) -> bool:
    return file.startswith("tests/runtime/") and SHARED_DEMO in (ROOT / file).read_text()


def place_of(nodeid: str) -> int:
    """When it is begun: the smaller, the earlier."""
    return next((place for place, start in enumerate(LONG) if nodeid.startswith(start)), len(LONG))


class ByPlatform(LoadScopeScheduling):
    """A file is run by one process; so are the files that share a platform."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        folder = next((each for each in TOGETHER if file.startswith(each)), "")
        return folder or (SHARED_DEMO if _stands_on_the_demo(file) else file)
