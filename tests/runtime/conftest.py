"""A folder that every account may pass, and one running ``up`` with its demo for all tests that only look at it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live import open_folder
from tests.runtime.stack import WatchedUp


@pytest.fixture(scope="package")
def runtime_folder() -> Iterator[Path]:
    """Where the data folders of this package lie."""
    folder = open_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="package")
def demo_up(runtime_folder: Path) -> Iterator[WatchedUp]:
    """``up`` with nothing set but where."""
    running = WatchedUp(runtime_folder / "demo")
    try:
        running.start()
        yield running
        assert running.stop() == 0
    finally:
        running.discard()


@pytest.fixture
def make_up(runtime_folder: Path) -> Iterator[Callable[..., WatchedUp]]:
    """``up`` on a data folder of this test alone; nothing of it survives the test."""
    made: list[WatchedUp] = []

    def make(name: str, *options: str, **more: Any) -> WatchedUp:
        made.append(WatchedUp(runtime_folder / name, *options, **more))
        return made[-1]

    yield make
    for running in made:
        running.discard()
