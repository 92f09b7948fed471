"""The running API keeps what its OpenAPI document says, whatever is sent: schemathesis, all checks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.live import Platform

CONFIG = Path(__file__).parent / "schemathesis.toml"
# With which key what is tried: phases, examples for each operation, and the least number of cases; fewer means that nothing was.
HOW = {"live": ("coverage", 5, 1_000), "test": ("fuzzing,stateful", 5, 300), None: ("fuzzing", 2, 100)}


def without_simulations(document: dict[str, Any]) -> dict[str, Any]:
    """The document without the header that asks for failures: it would be obeyed (tests/concurrency/test_first_test_call.py)."""
    for methods in document["paths"].values():
        for operation in methods.values():
            declared = operation.get("parameters", [])
            operation["parameters"] = [each for each in declared if "KaquanSimulate" not in each.get("$ref", "")]
    return document


@pytest.mark.parametrize("key", HOW)
def test_every_answer_is_as_documented(
    demo_up: Platform, tmp_path: Path, key: str | None, request: pytest.FixtureRequest
) -> None:
    """Valid and invalid requests by the thousand, chains of them too; with a live key, a test key and none."""
    host = f"api.kaquan.localhost:{demo_up.port}"
    # Thousands of requests in seconds: the limits of the plan that the shop subscribes to would answer most of them.
    demo_up.command("merchant_plan", "demo", "--none")
    document = httpx.get(f"http://127.0.0.1:{demo_up.port}/v1/openapi.json", headers={"Host": host}, timeout=60)
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(without_simulations(document.json())))
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run", str(file)]
    command += ["--url", f"http://127.0.0.1:{demo_up.port}", "-H", f"Host: {host}", "--no-color", "--seed", "7"]
    # Every boundary of every field is tried with the live key; made-up bodies and chains of requests with the test key, in a twin
    # of the same schema; without a key all is refused at the door. ``--long``: all of it with each.
    phases, examples, least = HOW[key]
    if request.config.getoption("--long"):
        phases, examples = "coverage,fuzzing,stateful", 5
    command += ["--phases", phases, "--max-examples", str(examples), "--continue-on-failure"]
    if key is not None:
        secrets = json.loads((demo_up.data_dir / "demo.json").read_text())["secrets"]["demo"]
        command += ["-H", f"Authorization: Bearer {secrets[key]}"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=900, check=False)
    assert done.returncode == 0, done.stdout[-12_000:]
    counted = next(line for line in done.stdout.splitlines() if " generated" in line)
    print(counted)
    assert int(counted.split()[0].replace(",", "")) >= least, counted
