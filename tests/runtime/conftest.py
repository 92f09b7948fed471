"""A folder that every account may pass, and one running ``up`` with its demo for all tests that only look at it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.runtime.stack import Up


@pytest.fixture(scope="package")
def runtime_folder() -> Iterator[Path]:
    """Where the data folders of this package lie."""
    folder = Path(tempfile.mkdtemp(prefix="kaquan-runtime-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="package")
def demo_up(runtime_folder: Path) -> Iterator[Up]:
    """``up`` with nothing set but where."""
    running = Up(runtime_folder / "demo")
    try:
        running.start()
        yield running
        running.stop()
    finally:
        running.discard()


@pytest.fixture
def make_up(runtime_folder: Path) -> Iterator[Callable[..., Up]]:
    """``up`` on a data folder of this test alone; nothing of it survives the test."""
    made: list[Up] = []

    def make(name: str, *options: str, **more: Any) -> Up:
        made.append(Up(runtime_folder / name, *options, **more))
        return made[-1]

    yield make
    for running in made:
        running.discard()
